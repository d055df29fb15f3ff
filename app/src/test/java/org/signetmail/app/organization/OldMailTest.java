package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.ca.Issuance;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.CommandRun;

/**
 * Mail to keys of each kind, recovered: the keys are what they were, and {@code signet decrypt}
 * opens the mail with the file that the owner collects. What OpenSSL can, it is asked to in {@code
 * MigrationManualTest}; version 3.0 has neither X25519 in CMS nor ML-KEM.
 */
class OldMailTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final char[] PASSWORD = "secret".toCharArray();

  private static final List<KeyAlgorithm> KINDS =
      List.of(
          KeyAlgorithm.RSA_2048, KeyAlgorithm.P_256, KeyAlgorithm.X25519, KeyAlgorithm.ML_KEM_768);

  @TempDir Path folder;

  private final List<OfficerCeremony.Keys> officers = new ArrayList<>();
  private final Map<KeyAlgorithm, EncryptionKey> former = new TreeMap<>();

  @Test
  void opensAfterTheRecovery() throws IOException {
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration(), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    List<DecryptionIdentity> back;
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      for (String name : List.of("olga", "omar", "otto")) {
        officers.add(
            new OfficerCeremony(organization).enrol(Mailbox.of(name + "@example.test"), name));
      }
      for (KeyAlgorithm kind : KINDS) {
        writeTo(certified(organization, kind), kind);
      }
      back = recovered(organization, enrolled(organization));
    }
    assertEquals(KINDS.size(), back.size());
    Path history = folder.resolve("history.p12");
    Files.write(history, KeyFile.writeDecryption(back, List.of(), PASSWORD));
    for (KeyAlgorithm kind : KINDS) {
      EncryptionKey before = Objects.requireNonNull(former.get(kind));
      assertTrue(
          back.stream().anyMatch(one -> isEqual(before, one)), kind + " equals the original");
      CommandRun opened =
          signet(
              "decrypt",
              "--key=" + history,
              "--password-file=" + password(),
              letter(kind).toString());
      assertEquals(0, opened.status(), opened.errors());
      assertTrue(opened.text().contains("to a key of " + kind), opened.text());
    }
  }

  private static boolean isEqual(EncryptionKey before, DecryptionIdentity back) {
    return back.key() instanceof EncryptionKey key
        && key.id().equals(before.id())
        && java.util.Arrays.equals(
            KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(before, SecretAccess.TOKEN));
  }

  private Certificate certified(Organization organization, KeyAlgorithm kind) throws IOException {
    EncryptionKey key = KeyPairs.encryption(kind, organization.random());
    former.put(kind, key);
    KeyArchive.Outcome.Archived archived =
        assertInstanceOf(
            KeyArchive.Outcome.Archived.class,
            organization.archiving().archive().archive(key, BOB, organization.now()));
    ArchiveReceipt.Verified receipt =
        organization.authority().settings().receiptSigners().stream()
            .flatMap(signer -> archived.receipt().verify(signer).stream())
            .findFirst()
            .orElseThrow();
    Issuance issued =
        organization
            .authority()
            .issueEncryption(
                key.publicKey(),
                organization.authority().settings().subjectOf("Bob", BOB),
                BOB,
                receipt);
    return assertInstanceOf(Issuance.Issued.class, issued, issued.toString()).certificate();
  }

  private void writeTo(Certificate certificate, KeyAlgorithm kind) throws IOException {
    Path pem = Files.writeString(folder.resolve(kind + ".pem"), certificate.pem());
    Path plain =
        Files.writeString(
            folder.resolve(kind + ".txt"),
            "From: eve@example.test\r\nTo: bob@example.test\r\nSubject: x\r\n\r\nto a key of "
                + kind
                + "\r\n");
    CommandRun run =
        signet("encrypt", "--to=" + pem, "-o", letter(kind).toString(), plain.toString());
    assertEquals(0, run.status(), run.errors());
  }

  private Path letter(KeyAlgorithm kind) {
    return folder.resolve(kind + ".eml");
  }

  private Path password() throws IOException {
    return Files.writeString(folder.resolve("password"), new String(PASSWORD) + "\n");
  }

  private static PersonalKeys enrolled(Organization organization) throws IOException {
    organization.enrolling().enrolment().invite(BOB, "Bob", Set.of());
    return new PersonCeremony(organization)
        .enrol(
            BOB,
            "Bob",
            new Proof.AdministratorVouches(Mailbox.of("admin@example.test")),
            new PersonCeremony.Occasion.First());
  }

  private List<DecryptionIdentity> recovered(Organization organization, PersonalKeys bob)
      throws IOException {
    RecoveryDesk desk = new RecoveryDesk(organization);
    CaseId id =
        desk.request(
            bob.signing(), BOB, new Receiver.Owner(bob.decryption().certificate()), "old mail", "");
    for (OfficerCeremony.Keys officer : officers.subList(0, 2)) {
      var bundle = desk.bundle(id, desk.officer(officer.encryption()));
      desk.approve(id, desk.decide(bundle, officer.signing(), officer.encryption()));
    }
    Recovery.Collected collected = desk.collect(id, BOB);
    return desk.recover(
        assertInstanceOf(Recovery.Collected.Released.class, collected).release(), bob.decryption());
  }

  private static CommandRun signet(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static Configuration configuration() {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    RecoveryPolicy standard = RecoveryPolicy.STANDARD;
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(
            3,
            2,
            new RecoveryPolicy(
                Duration.ZERO,
                Duration.ZERO,
                standard.casesOfRequester(),
                standard.cases(),
                standard.releases(),
                standard.expiry(),
                standard.selfRecovery())),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
