package org.signetmail.interop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.home.PortalSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.NoticeOutbox;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;

/** An organisation with a portal, whose mail waits where a test can read it. */
final class PortalHouse implements Closeable {
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

  final Organization organization;
  final Services services;
  final Path root;

  PortalHouse(Path folder) throws IOException {
    this(folder, RoleRule.NOBODY);
  }

  PortalHouse(Path folder, RoleRule roles) throws IOException {
    this(folder, roles, PortalSettings.STANDARD, ANY_PORT);
  }

  /** With other ways to sign in; these want to know where it is. */
  PortalHouse(Path folder, PortalSettings portal, int https) throws IOException {
    this(folder, RoleRule.NOBODY, portal, new Endpoint("127.0.0.1", https));
  }

  private PortalHouse(Path folder, RoleRule roles, PortalSettings portal, Endpoint https)
      throws IOException {
    Home home = new Home(folder.resolve("home"));
    int nobody = SignetProcess.freePorts(1).getFirst();
    Configuration configuration = configuration(nobody, roles, https).with(portal);
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    organization = Organization.open(home, InstantSource.system());
    for (String officer : List.of("olga", "omar", "otto")) {
      new OfficerCeremony(organization).enrol(Mailbox.of(officer + "@example.test"), officer);
    }
    services = Services.start(organization);
    root = Files.writeString(folder.resolve("root.pem"), organization.root().pem());
  }

  String address(String path) {
    return "https://localhost:" + services.httpsPort() + path;
  }

  /** What the letter to somebody has in this place; mail has nowhere to go here. */
  String mailed(Mailbox to, Pattern place) throws IOException, InterruptedException {
    for (int i = 0; i < 500; i++) {
      for (NoticeOutbox.Waiting waiting : organization.notices().waiting()) {
        Matcher found = place.matcher(Files.readString(waiting.file()));
        if (waiting.to().equals(to) && found.find()) {
          return found.group(1);
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no letter with " + place + " to " + to);
  }

  /** Somebody with a signing certificate of this house, new each time. */
  SigningIdentity person(String name, KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, organization.random());
    Mailbox owner = Mailbox.of(name + "@example.test");
    Issuance issuance =
        organization
            .authority()
            .issueSigning(
                CertificationRequest.make(key, name, owner),
                new SubjectName(name, Optional.of("Example Corp")),
                owner);
    if (issuance instanceof Issuance.Issued issued) {
      return new SigningIdentity(key, List.of(issued.certificate(), organization.issuing()));
    }
    throw new AssertionError(issuance.findings().toString());
  }

  @Override
  public void close() {
    services.close();
    organization.close();
  }

  private static Configuration configuration(int nextHop, RoleRule roles, Endpoint https) {
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(3, 2, RecoveryPolicy.STANDARD, Optional.empty(), roles),
        "http://127.0.0.1:8080",
        new Configuration.Listen(https, ANY_PORT, ANY_PORT, ANY_PORT),
        new MailSettings(new Endpoint("127.0.0.1", nextHop), 50_000_000),
        "policy.yaml",
        new Configuration.Log("example.test/signet", List.of()),
        Configuration.Certificates.PRIVATE,
        Configuration.Status.STANDARD,
        BackupSettings.STANDARD);
  }
}
