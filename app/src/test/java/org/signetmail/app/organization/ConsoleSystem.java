package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.app.home.Configuration;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.rollout.Wave;

/** A system with people, waves, and somebody in each role of the console. */
final class ConsoleSystem implements AutoCloseable {
  private static final Map<Role, Mailbox> STAFF =
      new EnumMap<>(
          Map.of(
              Role.ADMINISTRATOR, Mailbox.of("anna@example.test"),
              Role.ENROLMENT_AGENT, Mailbox.of("emil@example.test"),
              Role.RECOVERY_OFFICER, Mailbox.of("olga@example.test"),
              Role.AUDITOR, Mailbox.of("aude@example.test")));
  private static final Mailbox SECOND = Mailbox.of("ada@example.test");
  static final Mailbox ALICE = Mailbox.of("alice@example.test");
  static final Mailbox BOB = Mailbox.of("bob@example.test");

  final RunningSystem system;
  final SigningIdentity alice;

  /** Another administrator. */
  final SigningIdentity second;

  final Map<Role, SigningIdentity> identities = new EnumMap<>(Role.class);

  ConsoleSystem(Path home) throws IOException {
    system = new RunningSystem(home, configuration());
    for (String officer : List.of("Olga", "Omar", "Otto")) {
      new OfficerCeremony(system.organization)
          .enrol(Mailbox.of(officer.toLowerCase(Locale.ROOT) + "@example.test"), officer);
    }
    STAFF.forEach((role, mailbox) ->
        identities.put(role, system.person("Staff " + role.word(), mailbox.toString())));
    second = system.person("Ada", SECOND.toString());
    system.organization.enrolling().enrolment().invite(BOB, "Bob Example", Set.of("board"));
    system.organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of());
    alice = system.person("Alice Example", ALICE.toString());
    system
        .organization
        .store()
        .waves()
        .plan(
            Stream.of("first-wave", "second-wave", "third-wave", "fourth-wave")
                .map(
                    name -> new Wave(name, Set.of("board"), Set.of(), Set.of(), Wave.State.PLANNED))
                .toList(),
            system.organization.now());
    system.organization.log().publish(system.organization.now());
  }

  PageBrowser browser(Role role) throws Exception {
    return new PageBrowser(system, Optional.ofNullable(identities.get(role))).signedIn();
  }

  PageBrowser browser(SigningIdentity identity) throws Exception {
    return new PageBrowser(system, Optional.of(identity)).signedIn();
  }

  /** Somebody with the database does it. */
  void change(String sql) throws SQLException {
    Path database = system.organization.home().folder().resolve("signet.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String policyInForce() throws IOException {
    return Files.readString(
        system
            .organization
            .home()
            .folder()
            .resolve(system.organization.configuration().policyFile()));
  }

  @Override
  public void close() {
    system.close();
  }

  static Mailbox staff(Role role) {
    return Objects.requireNonNull(STAFF.get(role));
  }

  private static Configuration configuration() {
    Configuration standard =
        RunningSystem.configuration(
            Configuration.Status.STANDARD, List.of(), "http://127.0.0.1:8080");
    return new Configuration(
        standard.organization(),
        standard.domains(),
        standard.storeUrl(),
        new Configuration.Archive(
            3,
            2,
            RecoveryPolicy.STANDARD,
            Optional.empty(),
            new RoleRule(
                Set.of(staff(Role.ADMINISTRATOR), SECOND),
                Set.of(staff(Role.AUDITOR)),
                Set.of(staff(Role.ENROLMENT_AGENT)))),
        standard.publicUrl(),
        standard.listen(),
        standard.mail(),
        standard.policyFile(),
        standard.log(),
        standard.certificates(),
        standard.status(),
        standard.backup());
  }
}
