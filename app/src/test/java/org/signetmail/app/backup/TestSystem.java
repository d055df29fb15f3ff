package org.signetmail.app.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.Issuance;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;

/** A system of which backups are taken, with a clock that is set forward. */
final class TestSystem implements Closeable {
  final Path home;
  final Path backups;
  final TestClock clock = new TestClock();
  private final Organization organization;
  private boolean closed;

  /** Opens a home that is there. */
  private TestSystem(Path home) throws IOException {
    this.home = home;
    backups = home.resolve("backups");
    organization = Organization.open(new Home(home), clock);
  }

  /** The same system once more, in another folder, with its SQLite store; this one is closed. */
  TestSystem copy(Path folder) throws IOException {
    copyHome(folder.resolve("home"));
    return new TestSystem(folder.resolve("home"));
  }

  TestSystem(Path folder, String storeUrl, String... lines) throws IOException {
    home = folder.resolve("home");
    backups = home.resolve("backups");
    new Foundation(configuration(storeUrl), new SecureRandom(), clock)
        .lay(new Home(home), Policy.example().getBytes(StandardCharsets.UTF_8));
    Files.createDirectory(backups);
    for (String line : lines) {
      configure(home, line);
    }
    organization = Organization.open(new Home(home), clock);
  }

  /** The configuration of a home with another line in its group {@code backup}. */
  static void configure(Path home, String line) throws IOException {
    Path file = home.resolve("signet.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("backup:\n", "backup:\n  " + line + "\n"));
  }

  Organization organization() {
    return organization;
  }

  BackupMaker maker() {
    return new BackupMaker(organization);
  }

  /** The key that is carried away at init. */
  DecryptionIdentity recipient() throws IOException {
    return organization.vault().decryption(KeyName.BACKUP);
  }

  static Mailbox mailbox(String name) {
    return Mailbox.of(name + "@example.test");
  }

  /** A person with a certificate. */
  Issuance.Issued issue(String name) {
    Mailbox owner = mailbox(name);
    Person person = new Person(owner, name, Set.of("staff"), Person.State.ACTIVE, clock.instant());
    organization
        .store()
        .people()
        .put(person, PersonLeaf.of(person, clock.instant(), organization.random()));
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Issuance issuance =
        organization
            .authority()
            .issueSigning(
                CertificationRequest.make(key, name, owner),
                new SubjectName(name, Optional.of("Example Corp")),
                owner);
    if (issuance instanceof Issuance.Issued issued) {
      return issued;
    }
    throw new AssertionError(issuance.findings().toString());
  }

  /** What somebody with the database's file can do. */
  void change(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("signet.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void copyHome(Path to) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path from : all.toList()) {
        Files.copy(from, to.resolve(home.relativize(from).toString()));
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      organization.close();
    }
  }

  static Configuration configuration(String storeUrl) {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    return new Configuration(
        "Example Corp",
        java.util.List.of("example.test"),
        storeUrl,
        new Configuration.Archive(3, 2),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }

  /** A clock that goes forward only when it is told to. */
  static final class TestClock implements InstantSource {
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Override
    public synchronized Instant instant() {
      return now;
    }

    synchronized void pass(Duration duration) {
      now = now.plus(duration);
    }
  }
}
