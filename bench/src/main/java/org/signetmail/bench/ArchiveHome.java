package org.signetmail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;

/**
 * A home whose archive is measured: two of three officers, and no limit that would get in the way.
 */
final class ArchiveHome {
  private ArchiveHome() {}

  /** Lays a new one. */
  static Home lay(Path folder, String store) throws IOException {
    Home home = new Home(folder);
    new Foundation(configuration(store), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    return home;
  }

  static List<OfficerCeremony.Keys> officers(Organization organization, String... names) {
    OfficerCeremony ceremony = new OfficerCeremony(organization);
    return Stream.of(names)
        .map(name -> ceremony.enrol(Mailbox.of(name + "@example.test"), name))
        .toList();
  }

  private static Configuration configuration(String store) {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    int many = 1_000_000;
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        store,
        new Configuration.Archive(
            3,
            2,
            new RecoveryPolicy(
                Duration.ZERO,
                Duration.ZERO,
                many,
                many,
                many,
                Duration.ofDays(30),
                RecoveryPolicy.SelfRecovery.ALLOWED)),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
