package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.doctor.Doctor;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.ServerLimits;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.CommandRun;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Each fault is caused, and the doctor names it; in a house where all is well it names none. */
class DoctorCommandTest {
  @TempDir Path folder;
  private Path home = Path.of("");

  @BeforeEach
  void found() throws Exception {
    home = folder.resolve("home");
    done(
        "init",
        home.toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    configure("next-hop: [^\\n]*", "next-hop: 127.0.0.1:" + freePort());
    configure("http: [^\\n]*", "http: 127.0.0.1:" + freePort());
    configure("https: [^\\n]*", "https: 127.0.0.1:" + freePort());
    configure("smtp-outbound: [^\\n]*", "smtp-outbound: 127.0.0.1:0");
    configure("smtp-inbound: [^\\n]*", "smtp-inbound: 127.0.0.1:0");
    configure("ldap: [^\\n]*", "ldap: 127.0.0.1:0");
  }

  @Test
  void aHouseThatWasJustFoundedIsToldEverythingThatItLacks() throws Exception {
    CommandRun run = run("doctor", "--home=" + home);
    assertEquals(1, run.status(), run.text());
    for (String line :
        List.of(
            "archive: has 0 of 2 officers (Signet quorum); enrol the missing ones",
            "backup: there is none",
            "drill: there was none",
            "lies on the machine that it protects",
            "next hop")) {
      assertTrue(run.text().contains(line), () -> line + " in\n" + run.text());
    }
    CommandRun json = run("doctor", "--json", "--home=" + home);
    assertEquals(1, json.status());
    assertTrue(json.text().contains("\"code\" : \"system.officers-missing\""), json.text());
    assertTrue(json.text().contains("\"result\" : \"failed\""), json.text());
  }

  @Test
  void whenEverythingIsInPlaceNothingIsWrong() throws Exception {
    done("officer", "enrol", "--name=Olga", "-o", at("olga.p12"), "--home=" + home, "olga@o.test");
    done("officer", "enrol", "--name=Omar", "-o", at("omar.p12"), "--home=" + home, "omar@o.test");
    done("backup", "create", "--home=" + home);
    done("backup", "drill", "--home=" + home);
    Files.delete(home.resolve("offline/root.key"));
    Files.delete(home.resolve("offline/backup.p12"));
    try (SmtpServer hop = hop(ServerLimits.STANDARD)) {
      configure("next-hop: [^\\n]*", "next-hop: 127.0.0.1:" + hop.port());
      try (Organization organization = open(InstantSource.system());
          Services services = Services.start(organization)) {
        assertTrue(services.httpPort() > 0);
        assertEquals(List.of(), errors(organization));
        CommandRun run = run("doctor", "--home=" + home);
        assertEquals(0, run.status(), run.text());
        assertFalse(run.text().contains("✗"), run.text());
      }
    }
  }

  @Test
  void aSecretThatOthersCanReadIsNamed() throws Exception {
    Path key = home.resolve("keys/seal.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertNames("system.readable-secret", key.toString());
  }

  @Test
  void aPolicyThatARunningSystemWouldNotTakeIsNamedWithItsPlace() throws Exception {
    Files.writeString(home.resolve("policy.yaml"), "outbound:\n  rules: 7\n");
    assertNames("system.policy", "policy.yaml:");
  }

  @Test
  void aClockBehindTheLogIsNamed() throws Exception {
    try (Organization organization = open(InstantSource.system())) {
      Instant tomorrow = organization.now().plus(Duration.ofDays(1));
      organization.log().append(LogEntry.of(EntryType.POLICY_CHANGED, tomorrow));
    }
    assertNames("system.clock-behind", "is before the log's last entry");
  }

  @Test
  void certificatesAndBackupsThatGrewOldAreNamed() throws Exception {
    done("backup", "create", "--home=" + home);
    InstantSource inTenYears = () -> Instant.now().plus(Duration.ofDays(3_650));
    try (Organization organization = open(InstantSource.system())) {
      List<Finding> now = errors(organization);
      assertFalse(codes(now).contains("system.backup-old"), now.toString());
      assertFalse(codes(now).contains("system.list-ended"), now.toString());
    }
    try (Organization organization = open(inTenYears)) {
      List<String> later = codes(errors(organization));
      assertTrue(later.contains("system.backup-old"), later.toString());
      assertTrue(later.contains("system.certificate-ended"), later.toString());
      later = codes(findings(organization));
      assertTrue(later.contains("system.backup-key-ends"), later.toString());
    }
  }

  @Test
  void backupsThatNobodyProvedOrThatLieBesideWhatTheyAreOfAreNamed() throws Exception {
    done("backup", "create", "--home=" + home);
    assertNames("system.backup-unproven", "none was ever proven whole");
    assertNames("system.backup-on-same-disk", "is on the disk that it is a backup of");
    done(
        "backup",
        "verify",
        "--trust=" + home.resolve("certificates/root.pem"),
        "--home=" + home,
        home.resolve("backups").toString());
    try (Organization organization = open(InstantSource.system())) {
      List<String> now = codes(findings(organization));
      assertFalse(now.contains("system.backup-unproven"), now.toString());
      assertFalse(now.contains("system.backup-not-there"), now.toString());
      assertFalse(now.contains("system.backup-key-ends"), now.toString());
    }
    try (Stream<Path> backups = Files.list(home.resolve("backups"))) {
      Files.move(backups.findFirst().orElseThrow(), folder.resolve("elsewhere"));
    }
    assertNames("system.backup-not-there", "is not there");
    InstantSource inTwoWeeks = () -> Instant.now().plus(Duration.ofDays(14));
    try (Organization organization = open(inTwoWeeks)) {
      List<String> later = codes(findings(organization));
      assertTrue(later.contains("system.backup-unproven"), later.toString());
    }
  }

  @Test
  void aNextHopThatTakesLessThanWeAnnounceIsNamed() throws Exception {
    try (SmtpServer hop = hop(ServerLimits.STANDARD.withMessageOctets(1_000_000))) {
      configure("next-hop: [^\\n]*", "next-hop: 127.0.0.1:" + hop.port());
      assertNames("system.next-hop-size", "takes 1000000 octets, and we announce 50000000");
    }
  }

  @Test
  void nextHopsAndResolverAreHeldToWhatTheyAreAskedFor() throws Exception {
    try (SmtpServer hop = hop(ServerLimits.STANDARD)) {
      String server = "server: \"127.0.0.1:" + hop.port() + "\"";
      configure("next-hop: [^\\n]*", "next-hop: {" + server + ", tls: if-offered}");
      assertNames("system.next-hop-clear", "is spoken to in clear");
      configure("next-hop: [^\\n]*", "next-hop: {" + server + ", tls: required}");
      assertNames("system.next-hop", "offers no STARTTLS, which is required");
      configure("next-hop: [^\\n]*", "next-hop: {" + server + ", user: a, password-file: p}");
      assertNames("system.next-hop", "signet.yaml names it for a next hop");
      configure(
          "  next-hop: [^\\n]*",
          "  inbound-next-hop: 127.0.0.1:1\n  outbound-next-hop: mx\n  resolver: 127.0.0.1:1");
      assertNames("system.resolver", "DNS gave no answer");
    }
  }

  private void assertNames(String code, String words) {
    CommandRun run = run("doctor", "--json", "--home=" + home);
    assertTrue(run.text().contains('"' + code + '"'), run.text() + run.errors());
    assertTrue(run.text().contains(words), run.text());
  }

  private static List<Finding> errors(Organization organization) {
    return findings(organization).stream().filter(Finding::isError).toList();
  }

  private static List<Finding> findings(Organization organization) {
    return Doctor.of(organization).examine(done -> {}).stream()
        .flatMap(done -> done.result().findings().stream())
        .toList();
  }

  private static List<String> codes(List<Finding> findings) {
    return findings.stream().map(finding -> finding.code().code()).toList();
  }

  private SmtpServer hop(ServerLimits limits) throws Exception {
    return SmtpServer.start(
        ServerSettings.loopback(0, "hop.test").withLimits(limits),
        new MaildirSink(folder.resolve("mail")),
        new Spool(folder, 1 << 16, 1 << 20),
        InstantSource.system());
  }

  private Organization open(InstantSource clock) throws Exception {
    return Organization.open(new Home(home), clock);
  }

  private void configure(String pattern, String line) throws Exception {
    Path file = home.resolve("signet.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)" + pattern, line));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void done(String... arguments) throws Exception {
    CommandRun run = run(arguments);
    assertEquals(0, run.status(), () -> run.text() + run.errors());
  }

  private CommandRun run(String... arguments) {
    try {
      Path password = folder.resolve("password");
      Files.writeString(password, "correct horse battery staple");
      List<String> all = new ArrayList<>(List.of(arguments));
      if (arguments[0].equals("officer")) {
        all.add("--password-file=" + password);
      }
      return CommandRun.of(new byte[0], errors -> Main.run(all.toArray(String[]::new), errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
