package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.doctor.Doctor;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.backup.DrillRecord;
import org.signetmail.pkix.Mailbox;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * The faults that {@link DoctorCommandTest} leaves: of the machine around a system, and those that
 * keep it from being opened at all. Each is caused in a copy of one home.
 */
class DoctorFaultsTest {
  @TempDir private static Path folder = Path.of("");
  private static int homes;

  private Path home = Path.of("");

  @BeforeAll
  static void makeOne() throws Exception {
    CommandRun run =
        run(
            "init",
            folder.resolve("first").toString(),
            "--organization=Example Corp",
            "--domain=example.test",
            "--officers=2",
            "--quorum=2");
    assertEquals(0, run.status(), run.errors());
  }

  @BeforeEach
  void copy() throws Exception {
    home = folder.resolve("home" + homes++);
    Process copy =
        new ProcessBuilder("cp", "-a", folder.resolve("first").toString(), home.toString()).start();
    assertEquals(0, copy.waitFor());
    configure("next-hop: [^\\n]*", "next-hop: 127.0.0.1:1");
    for (String listener : List.of("http", "https", "smtp-outbound", "smtp-inbound", "ldap")) {
      configure("(?<=^  )" + listener + ": [^\\n]*", listener + ": 127.0.0.1:0");
    }
  }

  // ---- what keeps a system from being opened: one line, and the exit code

  @Test
  void aHomeThatIsNotThere() throws Exception {
    assertStops(2, "signet init", "--home=" + folder.resolve("nowhere"));
  }

  @Test
  void aMisspeltWordInTheConfiguration() throws Exception {
    configure("^listen:", "lisen:");
    assertStops(2, "signet.yaml");
  }

  @Test
  void aDatabaseThatDoesNotAnswer() throws Exception {
    configure("jdbc:sqlite:signet.db", "jdbc:postgresql://127.0.0.1:1/signet");
    assertStops(6, "127.0.0.1:1");
  }

  @Test
  void aDatabaseOfANewerVersion() throws Exception {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("signet.db"));
        Statement statement = store.createStatement()) {
      statement.execute("UPDATE signet_schema SET version = 999, usable_from = 999");
    }
    assertStops(6, "run the newer Signet");
  }

  @Test
  void aPassphraseThatIsGone() throws Exception {
    Files.delete(home.resolve("passphrase"));
    assertStops(2, "put it back");
  }

  @Test
  void aPassphraseOfAnotherSystem() throws Exception {
    Files.writeString(home.resolve("passphrase"), "of another system");
    assertStops(5, "keys/");
  }

  @Test
  void aKeyThatIsGone() throws Exception {
    Files.delete(home.resolve("keys/issuing.key"));
    assertStops(2, "issuing.key: this key is not here; bring it back");
  }

  // ---- what is found in a system that can be opened

  @Test
  void aFileThatSomebodyElseLeftInTheHome() throws Exception {
    Path left = home.resolve("outbox/left.eml");
    if ("root".equals(System.getProperty("user.name"))) {
      Files.writeString(left, "");
      Files.setOwner(
          left,
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } else {
      Files.createSymbolicLink(left, Path.of("/etc/passwd"));
    }
    assertNames("system.others-file", "left.eml");
  }

  @Test
  void aPortThatSomethingElseHolds() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure(
          "(?<=^  )smtp-outbound: [^\\n]*", "smtp-outbound: 127.0.0.1:" + other.getLocalPort());
      assertNames("system.port-not-free", "127.0.0.1:" + other.getLocalPort());
    }
    assertFalse(found().contains("system.port-not-free"), "the port is free again");
  }

  @Test
  void aSystemThatDoesNotRun() throws Exception {
    configure("(?<=^  )ldap: [^\\n]*", "ldap: 127.0.0.1:1");
    assertNames("system.not-published", "/crl/");
    assertNames("system.no-directory", "127.0.0.1:1");
  }

  @Test
  void anAddressThatNobodyCanLookUp() throws Exception {
    // Longer than a name may be, so that it is known without asking anybody.
    configure("public-url: [^\\n]*", "public-url: http://" + "a".repeat(64) + ".test");
    assertNames("system.no-address", "public-url has no address");
  }

  @Test
  void aCertificateThatEndsSoon() throws Exception {
    Instant end;
    try (Organization organization = open(InstantSource.system())) {
      end = organization.issuing().notAfter();
    }
    InstantSource before = () -> end.minus(Duration.ofDays(9));
    try (Organization organization = open(before)) {
      assertTrue(codes(organization).contains("system.certificate-ends-soon"));
    }
  }

  @Test
  void aDrillThatFailed() throws Exception {
    try (Organization organization = open(InstantSource.system())) {
      Instant now = organization.now();
      organization
          .store()
          .backups()
          .drilled(
              new DrillRecord("b-1", now, DrillRecord.Result.FAILED, "00"),
              LogEntry.of(EntryType.BACKUP_DRILLED, now));
    }
    assertNames("system.drill-failed", "failed");
  }

  @Test
  void noticesThatNobodyTakes() throws Exception {
    try (Organization organization = open(InstantSource.system())) {
      organization
          .notices()
          .letter(Mailbox.of("a@example.test"), organization.now(), "Your key", "A line.\n");
      Path waiting = organization.notices().waiting().getFirst().file();
      Files.setLastModifiedTime(
          waiting, FileTime.from(organization.now().minus(Duration.ofHours(2))));
    }
    assertNames("system.notices-wait", "1 wait for more than an hour");
  }

  @Test
  void aNextHopThatKnowsLittle() throws Exception {
    Thread server;
    try (ServerSocket hop = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      server = Thread.ofVirtual().start(() -> answer(hop));
      configure("next-hop: [^\\n]*", "next-hop: 127.0.0.1:" + hop.getLocalPort());
      assertNames("system.next-hop-lacks", "offers no PIPELINING, 8BITMIME, SMTPUTF8, DSN");
    }
    server.join();
  }

  @Test
  void aNextHopThatShowsACertificateOfNobodyWeKnow() throws Exception {
    Path other = folder.resolve("hop" + homes++);
    assertEquals(
        0, new ProcessBuilder("cp", "-a", home.toString(), other.toString()).start().waitFor());
    try (Organization organization = Organization.open(new Home(other), InstantSource.system());
        Services hop = Services.start(organization)) {
      configure(
          "next-hop: [^\\n]*",
          "next-hop: {server: \"127.0.0.1:" + hop.smtpInboundPort() + "\", tls: if-offered}");
      assertNames("system.next-hop-unchecked", "checked, it would fail");
    }
  }

  @Test
  void aResolverThatDoesNotCheck() throws Exception {
    try (DatagramSocket resolver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerUnchecked(resolver));
      configure(
          "^( *)next-hop: [^\\n]*",
          "$1next-hop: 127.0.0.1:1\n$1outbound-next-hop: mx\n$1resolver: 127.0.0.1:"
              + resolver.getLocalPort());
      assertNames("system.no-dnssec", "does not say that it checks DNSSEC");
    }
  }

  /** Answers every question with nothing, and without the AD bit. */
  private static void answerUnchecked(DatagramSocket resolver) {
    byte[] buffer = new byte[4096];
    while (!resolver.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        resolver.receive(question);
        Message asked = new Message(Arrays.copyOf(question.getData(), question.getLength()));
        Message answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asked.getQuestion(), Section.QUESTION);
        byte[] octets = answer.toWire();
        resolver.send(new DatagramPacket(octets, octets.length, question.getSocketAddress()));
      } catch (IOException e) {
        // the test is over
      }
    }
  }

  @Test
  void replicasThatDoNotFollow() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String other = server.freshDatabase();
    Store.open(StoreUrl.of(other)).close();
    home = folder.resolve("replicated" + homes++);
    CommandRun init =
        run(
            "init",
            home.toString(),
            "--organization=Example Corp",
            "--domain=example.test",
            "--officers=2",
            "--quorum=2",
            "--store=" + server.freshDatabase());
    assertEquals(0, init.status(), init.errors());
    configure(
        "^store:\\n",
        "store:\n  replica-lag: PT3S\n  replicas: [\"%s\", \"%s\"]\n"
            .formatted("jdbc:postgresql://127.0.0.1:1/signet", other));
    assertNames("system.replica-away", "127.0.0.1:1");
    assertNames("system.replica-behind", "is not there after PT3S");
  }

  @Test
  void aDiskThatIsNearlyFull() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk" + homes++));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64m", "none", disk.toString())
            .start();
    if (mount.waitFor() != 0) {
      throw Fixtures.absent("tmpfs", "run as root where mounting is allowed");
    }
    try {
      Path full = disk.resolve("home");
      assertEquals(
          0, new ProcessBuilder("cp", "-a", home.toString(), full.toString()).start().waitFor());
      home = full;
      assertNames("system.disk-full", "MiB free");
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }

  @Test
  void aListThatNobodyRenewed() throws Exception {
    AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    try (Organization organization = open(() -> Instant.now().plus(later.get()))) {
      assertFalse(codes(organization).contains("system.list-ended"));
      later.set(organization.configuration().status().crlValidity().plusDays(1));
      assertTrue(codes(organization).contains("system.list-ended"));
    }
  }

  @Test
  void aThingThatCannotBeLookedAt() throws Exception {
    Files.createDirectories(home.resolve("outbox/no-notice.eml"));
    assertNames("system.not-looked-at", "directory");
  }

  /** A mail server of 1982. */
  private static void answer(ServerSocket hop) {
    while (!hop.isClosed()) {
      try (Socket client = hop.accept()) {
        var in = client.getInputStream();
        var out = client.getOutputStream();
        out.write("220 old.test\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
          if (octet == '\n') {
            out.write("250 old.test\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException e) {
        // the client went, or the test is over
      }
    }
  }

  private void assertStops(int status, String says) throws Exception {
    assertStops(status, says, "--home=" + home);
  }

  private static void assertStops(int status, String says, String where) throws Exception {
    CommandRun run = run("doctor", where);
    assertEquals(status, run.status(), run.text() + run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertTrue(run.errors().contains(says), run.errors());
  }

  private void assertNames(String code, String words) throws Exception {
    String found = found();
    assertTrue(found.contains('"' + code + '"'), found);
    assertTrue(found.contains(words), found);
  }

  private String found() {
    CommandRun run = run("doctor", "--json", "--home=" + home);
    return run.text() + run.errors();
  }

  private static List<String> codes(Organization organization) {
    return Doctor.of(organization).examine(done -> {}).stream()
        .flatMap(done -> done.result().findings().stream())
        .map(finding -> finding.code().code())
        .toList();
  }

  private Organization open(InstantSource clock) throws Exception {
    return Organization.open(new Home(home), clock);
  }

  private void configure(String pattern, String line) throws Exception {
    Path file = home.resolve("signet.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)" + pattern, line));
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(new byte[0], errors -> Main.run(arguments, errors));
  }
}
