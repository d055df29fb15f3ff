package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Resealing;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;

/**
 * While one process archives keys and another replaces the officers, both are killed with SIGKILL
 * at random moments, again and again: no key whose archiving was answered is lost or half, no
 * encryption certificate is without its record, and the replacement comes to its end. {@code
 * -Dsignet.kills=100} kills more often.
 */
class KilledArchiveTest {
  private static final int KILLS = Integer.getInteger("signet.kills", 4);

  /** Enough for several pages of a replacement, so that it dies between them too. */
  private static final int BEFORE = 600;

  @TempDir Path folder;

  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  @Test
  void onPostgresql() throws Exception {
    Home home = new Home(folder.resolve("home"));
    found(home, PostgresServer.shared().freshDatabase());
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> archiving = both.submit(killing("archive", 1));
      Future<?> replacing = both.submit(killing("replace", 2));
      archiving.get();
      replacing.get();
    }
    assertEquals(List.of(), answers.stream().filter(line -> line.startsWith("odd")).toList());
    assertWhole(home);
    System.out.printf(
        "%d kills of each, %d keys archived, %d pages sealed again, %d replacements done%n",
        KILLS, count("archived"), count("sealed"), count("done"));
  }

  private long count(String word) {
    return answers.stream().filter(line -> line.startsWith(word)).count();
  }

  private Callable<Void> killing(String what, int seed) {
    return () -> {
      Random random = new Random(seed);
      for (int kill = 0; kill < KILLS; kill++) {
        run(what, 1 + random.nextInt(3), random.nextInt(60));
      }
      return null;
    };
  }

  /** A process that is killed some time after its nth answer. */
  private void run(String what, int wanted, int moreMilliseconds) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ArchivingProcess.class.getName(),
                folder.toString(),
                what)
            .redirectError(folder.resolve(what + ".log").toFile())
            .start();
    try (BufferedReader in = process.inputReader()) {
      int lines = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.matches("(archived|opened|sealed|done|odd).*\\.")) {
          answers.add(line.substring(0, line.length() - 1));
          if (++lines == wanted) {
            Thread.sleep(moreMilliseconds); // in the middle of what comes next
            process.toHandle().destroyForcibly();
          }
        }
      }
      if (lines < wanted) {
        fail("a process ended by itself: " + Files.readString(folder.resolve(what + ".log")));
      }
    } finally {
      process.toHandle().destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private void assertWhole(Home home) throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      ReplacementCeremony ceremony =
          new ReplacementCeremony(organization, ArchivingProcess.officers(folder));
      if (ceremony.isUnderWay()) {
        assertInstanceOf(Resealing.Outcome.Done.class, ceremony.run((_, _) -> {}));
      }
      // Once more, over all: each record must open for the officers to be sealed again.
      int required = organization.officers().quorum().required() == 2 ? 3 : 2;
      ceremony.open(List.of(), List.of(), required);
      Resealing.Outcome.Done all =
          assertInstanceOf(Resealing.Outcome.Done.class, ceremony.run((_, _) -> {}));

      assertInstanceOf(Audit.Consistent.class, organization.log().audit(List.of()));
      for (String answer : answers) {
        if (answer.startsWith("archived")) {
          KeyId key = new KeyId(answer.substring("archived ".length()));
          ArchivedKey record = organization.store().archive().find(key).orElseThrow();
          assertEquals(ArchivingProcess.OFFICERS.size(), record.shares().size(), answer);
          assertEquals(required, record.receipt().quorum(), answer);
        }
      }
      Set<KeyId> certified = certified(organization);
      assertTrue(certified.size() >= count("archived"), "each has its certificate");
      for (KeyId key : certified) {
        assertTrue(organization.store().archive().find(key).isPresent(), "certified, not archived");
      }
      long leaves =
          organization.store().log().entries(0, organization.store().log().size()).stream()
              .filter(entry -> entry.type() == EntryType.KEY_ARCHIVED)
              .count();
      assertEquals(leaves, organization.store().archive().count(), "a leaf for each, and no other");
      assertTrue(all.sealed() >= certified.size(), "all of them were opened");
    }
  }

  /** The keys of people's encryption certificates. */
  private static Set<KeyId> certified(Organization organization) {
    Set<KeyId> keys = new HashSet<>();
    for (Person person : organization.store().people().page("", 100_000)) {
      for (CertificateRecord record :
          organization.store().certificates().ofOwner(person.mailbox())) {
        if (!record.certificate().maySign()) {
          assertTrue(record.receipt().isPresent(), "a certificate without its receipt");
          keys.add(record.certificate().keyId());
        }
      }
    }
    return keys;
  }

  private void found(Home home, String store) throws IOException {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    Configuration configuration =
        new Configuration(
            "Example Corp",
            List.of("example.test"),
            store,
            new Configuration.Archive(3, 2),
            "http://127.0.0.1:8080",
            new Configuration.Listen(any, any, any, any),
            new Configuration.Mail(new Endpoint("127.0.0.1", 25), 50_000_000),
            "policy.yaml",
            "example.test/signet");
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      OfficerCeremony ceremony = new OfficerCeremony(organization);
      for (String name : ArchivingProcess.OFFICERS) {
        byte[] file =
            ceremony
                .enrol(Mailbox.of(name + "@example.test"), name)
                .file(ArchivingProcess.PASSWORD);
        Files.write(folder.resolve(name + ".p12"), file);
      }
      for (int i = 0; i < BEFORE; i++) {
        assertInstanceOf(
            KeyArchive.Outcome.Archived.class,
            organization
                .archive()
                .archive(
                    KeyPairs.encryption(KeyAlgorithm.X25519, organization.random()),
                    Mailbox.of("user" + i + "@example.test"),
                    organization.now()));
      }
    }
  }
}
