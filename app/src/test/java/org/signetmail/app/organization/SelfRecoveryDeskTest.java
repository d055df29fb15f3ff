package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.policy.Policy;

class SelfRecoveryDeskTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir Path folder;

  @Test
  void whereTimeMustPassTheSameCaseIsTakenUpAgain() throws Exception {
    Home home = new Home(folder.resolve("home"));
    AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> Instant.now().plus(later.get());
    new Foundation(configuration(), new SecureRandom(), clock)
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    try (Organization organization = Organization.open(home, clock);
        RecoveryCode code = RecoveryCode.random(organization.random())) {
      OfficerCeremony ceremony = new OfficerCeremony(organization);
      ceremony.enrol(Mailbox.of("olga@example.test"), "Olga");
      ceremony.enrol(Mailbox.of("omar@example.test"), "Omar");
      organization.enrolling().enrolment().invite(BOB, "Bob", Set.of());
      PersonalKeys old = enrolled(organization, new PersonCeremony.Occasion.First());
      SelfRecoveryDesk desk = new SelfRecoveryDesk(organization);
      assertEquals(1, desk.set(old.signing(), List.of(old.decryption()), code));
      PersonalKeys bob =
          enrolled(
              organization, new PersonCeremony.Occasion.Replacement(Revocation.Reason.SUPERSEDED));

      Failure early =
          assertThrows(
              Failure.class, () -> desk.recover(bob.signing(), bob.decryption(), code, "soon"));
      assertTrue(String.valueOf(early.getMessage()).contains("nothing is released before"));
      later.set(Duration.ofHours(1));
      SelfRecoveryDesk.Back back = desk.recover(bob.signing(), bob.decryption(), code, "later");
      assertEquals(old.decryption().key().id(), back.keys().getFirst().key().id());
      assertEquals(1, organization.archiving().recovery().cases(10).size(), "one case for both");
      aKeyWhoseCertificateIsUnknownHoldsUpNoOther(old, bob);
    }
  }

  private static void aKeyWhoseCertificateIsUnknownHoldsUpNoOther(
      PersonalKeys old, PersonalKeys bob) {
    List<EncryptionKey> both = List.of(key(old), key(bob));
    assertEquals(
        List.of(key(bob).id()),
        RecoveryDesk.identities(both, List.of(bob.decryption().certificate())).stream()
            .map(identity -> identity.key().id())
            .toList());
    assertThrows(Failure.class, () -> RecoveryDesk.identities(both, List.of()));
  }

  private static EncryptionKey key(PersonalKeys keys) {
    return assertInstanceOf(EncryptionKey.class, keys.decryption().key());
  }

  private static PersonalKeys enrolled(Organization organization, PersonCeremony.Occasion occasion)
      throws java.io.IOException {
    return new PersonCeremony(organization)
        .enrol(
            BOB, "Bob", new Proof.AdministratorVouches(Mailbox.of("admin@example.test")), occasion);
  }

  private static Configuration configuration() {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(
            2,
            2,
            new RecoveryPolicy(
                Duration.ofHours(1),
                Duration.ofHours(1),
                5,
                5,
                5,
                Duration.ofDays(30),
                RecoveryPolicy.SelfRecovery.ALLOWED)),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
