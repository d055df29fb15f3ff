package org.signetmail.app.kills;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.policy.Policy;
import org.signetmail.store.SnapshotForm;

/** The system that is killed: its officers, Bob who lost a key, and what is archived before. */
final class Lab {
  static final List<String> OFFICERS = List.of("olga", "omar", "otto");

  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  private Lab() {}

  /** Lays {@code home}, everybody's key files, and {@code safe} with what a restore needs. */
  static Home found(Path folder, String store, SnapshotForm form, int records) throws IOException {
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration(store), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    if (form == SnapshotForm.PG_DUMP) {
      Path file = home.folder().resolve("signet.yaml");
      String text = Files.readString(file);
      String changed = text.replace("backup:\n", "backup:\n  method: pg_dump\n");
      assertNotEquals(text, changed);
      Files.writeString(file, changed);
    }
    Files.createDirectory(home.folder().resolve("backups"));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      OfficerCeremony ceremony = new OfficerCeremony(organization);
      for (String name : OFFICERS) {
        OfficerCeremony.Keys keys = ceremony.enrol(Mailbox.of(name + "@example.test"), name);
        Files.write(folder.resolve(name + ".p12"), keys.file(PASSWORD));
      }
      enrolBob(organization, folder);
      archive(organization, records);
      Path safe = Files.createDirectory(folder.resolve("safe"));
      for (Path one :
          List.of(
              home.folder().resolve("passphrase"),
              home.folder().resolve(KeyName.BACKUP.file()),
              home.certificateFile("root"))) {
        Files.copy(one, safe.resolve(String.valueOf(one.getFileName())));
      }
    }
    return home;
  }

  /** Many at once, so that they share their commits. */
  private static void archive(Organization organization, int records) throws IOException {
    KeyArchive archive = organization.archiving().archive();
    try (ExecutorService executor = Executors.newFixedThreadPool(50)) {
      List<Future<KeyArchive.Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        Mailbox owner = Mailbox.of("user" + i + "@example.test");
        outcomes.add(
            executor.submit(() ->
                archive.archive(
                    KeyPairs.encryption(KeyAlgorithm.X25519, organization.random()),
                    owner,
                    organization.now())));
      }
      for (Future<KeyArchive.Outcome> outcome : outcomes) {
        assertInstanceOf(KeyArchive.Outcome.Archived.class, outcome.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void enrolBob(Organization organization, Path folder) throws IOException {
    organization.enrolling().enrolment().invite(BOB, "Bob", Set.of());
    Proof proof = new Proof.AdministratorVouches(Mailbox.of("admin@example.test"));
    Certificate archive = organization.home().certificate("archive");
    EnrolmentKit lost = kit(organization);
    assertInstanceOf(
        EnrolmentOutcome.Enrolled.class,
        organization.enrolling().enrolment().enrol(lost.request(archive), proof));
    EnrolmentKit anew = kit(organization);
    EnrolmentOutcome.Enrolled enrolled =
        assertInstanceOf(
            EnrolmentOutcome.Enrolled.class,
            organization
                .enrolling()
                .enrolment()
                .replace(anew.request(archive), proof, Revocation.Reason.SUPERSEDED));
    Files.write(folder.resolve("bob.p12"), anew.receive(enrolled.credentials()).keyFile(PASSWORD));
  }

  private static EnrolmentKit kit(Organization organization) {
    return EnrolmentKit.make(
        BOB, "Bob", KeyAlgorithm.P_256, KeyAlgorithm.P_256, organization.random());
  }

  static KeyFile keys(Path folder, String name) throws IOException {
    return KeyFile.read(Files.readAllBytes(folder.resolve(name + ".p12")), PASSWORD, name);
  }

  /** The keys of all officers that open shares. */
  static List<DecryptionIdentity> officers(Path folder) throws IOException {
    List<DecryptionIdentity> keys = new ArrayList<>();
    for (String name : OFFICERS) {
      keys.addAll(keys(folder, name).decryption());
    }
    return keys;
  }

  /** Whether a restore into this home was begun and not finished. */
  static boolean isBegun(Path home) throws IOException {
    try (Stream<Path> beside = Files.list(home.toAbsolutePath().resolveSibling(""))) {
      return beside.anyMatch(file -> file.toString().endsWith(".restoring"));
    }
  }

  private static Configuration configuration(String store) {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    int many = 100_000;
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        store,
        new Configuration.Archive(
            OFFICERS.size(),
            2,
            new RecoveryPolicy(
                Duration.ZERO,
                Duration.ZERO,
                many,
                many,
                many,
                Duration.ofDays(30),
                RecoveryPolicy.SelfRecovery.FORBIDDEN)),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
