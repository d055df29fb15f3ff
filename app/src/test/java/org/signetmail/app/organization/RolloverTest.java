package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SigningKey;

/** The next generation of an issuing authority in a home, while what was issued before lasts. */
class RolloverTest {
  @TempDir Path folder;

  @Test
  void certificatesOfBothGenerationsArePathsToTheRootAndMayBeRevoked() throws Exception {
    Path away = folder.resolve("safe/root.key");
    Certificate before;
    Certificate former;
    Home home = new Home(folder.resolve("home"));
    try (RunningSystem system = new RunningSystem(home.folder(), Configuration.Status.STANDARD)) {
      before = system.person("Alice", "alice@example.test").certificate();
      former = system.organization.issuing();
      Files.createDirectories(away.getParent());
      Files.move(system.organization.vault().path(KeyName.ROOT), away);
      Organization organization = system.organization;
      assertThrows(
          Failure.class,
          () ->
              new Rollover(organization)
                  .perform(
                      KeyPairs.signing(KeyAlgorithm.P_384, new SecureRandom()), KeyAlgorithm.P_256),
          "another key is not the root's");

      SigningKey root = organization.vault().brought(away);
      Certificate next = new Rollover(organization).perform(root, KeyAlgorithm.P_384);
      assertNotEquals(former.keyId(), next.keyId());
    }

    try (Organization organization = Organization.open(home, InstantSource.system());
        Services services = Services.start(organization)) {
      assertEquals(3, organization.authorities().size());
      Certificate now = organization.issuing();
      assertEquals(KeyAlgorithm.P_384, now.keyAlgorithm().orElseThrow());
      assertTrue(services.httpPort() > 0);

      assertValid(organization, before);
      organization
          .authority()
          .revoke(former.keyId(), before.serial(), Revocation.Reason.SUPERSEDED);
      organization.authority().publishDue();
      PathValidator.Outcome outcome = validated(organization, before);
      assertTrue(outcome instanceof PathValidator.Outcome.Invalid, outcome.toString());
      assertTrue(
          organization.store().crls().current(now.keyId()).isPresent(), "its list is published");
      assertTrue(Files.exists(home.certificateFile("issuing-" + Publication.name(former.keyId()))));
    }
  }

  private static void assertValid(Organization organization, Certificate certificate) {
    PathValidator.Outcome outcome = validated(organization, certificate);
    assertTrue(outcome instanceof PathValidator.Outcome.Valid, outcome.toString());
  }

  private static PathValidator.Outcome validated(
      Organization organization, Certificate certificate) {
    return PathValidator.validate(
        certificate,
        PathValidator.Purpose.EMAIL_SIGNING,
        organization.now(),
        organization.trust(RevocationChecking.REQUIRED));
  }
}
