package org.signetmail.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.PostgresServer;

/** A clock that nobody holds, and one that is not the database's. */
class ClockTest {
  @TempDir Path folder;

  private final AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(off.get());

  @BeforeEach
  void lay() {
    CommandRun run =
        CommandRun.of(
            new byte[0],
            errors ->
                Main.run(
                    new String[] {
                      "init",
                      folder.resolve("home").toString(),
                      "--organization=Example Corp",
                      "--domain=example.test",
                      "--officers=2",
                      "--quorum=2",
                      "--store=" + PostgresServer.shared().freshDatabase()
                    },
                    errors));
    assertEquals(0, run.status(), run.errors());
  }

  @Test
  void nothingHoldsIt() throws Exception {
    try (Organization organization = open()) {
      Path holder = folder.resolve("synchronized");
      assertEquals(List.of("system.clock-alone"), codes(new Clock(organization, List.of(holder))));
      Files.createFile(holder);
      assertEquals(List.of(), codes(new Clock(organization, List.of(holder))));
    }
  }

  @Test
  void anHourAheadNothingIsIssuedAndTheDoctorSaysWhy() throws Exception {
    off.set(Duration.ofHours(1));
    try (Organization organization = open()) {
      assertTrue(codes(new Clock(organization)).contains("system.clock-apart"));
      assertTrue(
          organization.time().problem().orElseThrow().contains(" s ahead of the database's"));
      StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> issue(organization));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("clock: "), refused.getMessage());
      assertThrows(StoreUnavailable.class, () -> organization.authority().publishCrls());
    }
  }

  @Test
  void anHourBehindToo() throws Exception {
    off.set(Duration.ofHours(-1));
    try (Organization organization = open()) {
      assertTrue(organization.time().problem().orElseThrow().contains(" s behind the database's"));
      assertThrows(StoreUnavailable.class, () -> issue(organization));
    }
  }

  @Test
  void someSecondsAreNothing() throws Exception {
    off.set(Duration.ofSeconds(20));
    try (Organization organization = open()) {
      assertEquals(Optional.empty(), organization.time().problem());
      issue(organization);
    }
  }

  private static void issue(Organization organization) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Mailbox alice = Mailbox.of("alice@example.test");
    organization
        .authority()
        .issueSigning(
            CertificationRequest.make(key, "Alice", alice),
            new SubjectName("Alice", Optional.of("Example Corp")),
            alice);
  }

  private Organization open() throws Exception {
    return Organization.open(new Home(folder.resolve("home")), clock);
  }

  private static List<String> codes(Clock clock) throws Exception {
    return clock.look().findings().stream().map(finding -> finding.code().code()).toList();
  }
}
