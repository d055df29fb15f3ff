package org.signetmail.app.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.Main;
import org.signetmail.app.agent.AgentProcess.Submission;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CrlStore;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Spool;
import org.signetmail.smime.StatusSource;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.CommandRun;

/**
 * Alice's agent, as a process of its own, between her mail program (swaks) and the company's
 * submission server, with the company's certificate store to ask; what arrives is judged by
 * OpenSSL.
 */
@Timeout(120)
class AgentTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox STRANGER = Mailbox.of("stranger@elsewhere.test");
  private static final String BODY = "Grüße, wörtlich   \r\nFrom here on\r\n";

  @TempDir private static Path folder = Path.of("");

  private static Organization organization;
  private static Services services;
  private static MaildirSink mailboxes;
  private static SmtpServer submission;
  private static AgentProcess agent;

  @BeforeAll
  static void makeACompany() throws Exception {
    String home = folder.resolve("home").toString();
    Files.writeString(folder.resolve("password"), "x\n");
    done(
        "init",
        home,
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    for (String officer : List.of("olga", "omar")) {
      done(
          "officer",
          "enrol",
          officer + "@example.test",
          "--name=" + officer,
          "--home=" + home,
          "-o",
          file(officer + ".p12"),
          "--password-file=" + file("password"));
    }
    for (String person : List.of("alice", "bob")) {
      enrol(person, home);
    }
    Path yaml = folder.resolve("home/signet.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:0"));
    organization = Organization.open(new Home(folder.resolve("home")), Clock.systemUTC());
    services = Services.start(organization);
    Files.writeString(folder.resolve("root.pem"), organization.root().pem());
    Files.writeString(
        folder.resolve("tls.pem"),
        organization.root().pem() + Files.readString(makeTls().resolveSibling("submission.pem")));
    mailboxes = new MaildirSink(folder.resolve("mail"));
    submission =
        SmtpServer.start(
            ServerSettings.loopback(0, "mail.example.test").withTls(tls()),
            mailboxes,
            Spool.standard(),
            Clock.systemUTC());
    agent = agent("agent", submission.port());
  }

  private static void enrol(String person, String home) {
    done("user", "add", person + "@example.test", "--name=" + person, "--home=" + home);
    done(
        "enrol",
        "new",
        person + "@example.test",
        "--vouched-by=admin@example.test",
        "--home=" + home,
        "-o",
        file(person + ".p12"),
        "--password-file=" + file("password"));
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    submission.close();
    services.close();
    organization.close();
  }

  @Test
  void whatAColleagueGetsIsEncryptedAndSignedByAliceHerself() throws Exception {
    Submission sent = submit("alice@example.test", BOB, mail("alice@example.test", "plan"));
    assertEquals(0, sent.status(), sent.conversation());
    Files.writeString(folder.resolve("bob.key"), decryptionKey("bob.p12"));
    Files.copy(mailboxes.messages(BOB).getLast(), folder.resolve("to-bob.eml"));
    String outside = Files.readString(folder.resolve("to-bob.eml"), StandardCharsets.ISO_8859_1);
    assertFalse(outside.contains("plan"), outside);
    openssl("cms -decrypt -in to-bob.eml -inkey bob.key -out opened.eml");
    openssl("cms -verify -in opened.eml -CAfile root.pem -signer signer.pem -out text.eml");
    assertEquals("alice@example.test", openssl("x509 -in signer.pem -noout -email").strip());
    String signer = openssl("x509 -in signer.pem -noout -ext keyUsage");
    assertTrue(signer.contains("Non Repudiation"), signer); // her own key, and no seal
    String read = decoded("text.eml").replace("\r\n", "\n");
    assertTrue(read.contains(BODY.replace("\r\n", "\n")), read);
  }

  @Test
  void whatAStrangerGetsIsSignedAndTellsWhatToEncryptAnswersTo() throws Exception {
    Submission sent =
        submit(
            "alice@example.test",
            STRANGER,
            mail("alice@example.test", "hello").replaceFirst("Message-ID:.*\r\n", ""));
    assertEquals(0, sent.status(), sent.conversation());
    Files.copy(mailboxes.messages(STRANGER).getLast(), folder.resolve("to-stranger.eml"));
    openssl("cms -verify -in to-stranger.eml -CAfile root.pem -certsout certs.pem -out text.eml");
    String message = text("to-stranger.eml");
    assertTrue(message.matches("(?s).*\nMessage-ID: <[0-9a-f]{32}@example\\.test>\r\n.*"), message);
    assertTrue(message.contains("by agent.example.test (Signet)"), message);
    String encipher = openssl("storeutl -noout -text -certs certs.pem");
    assertTrue(
        encipher.contains("Key Agreement") || encipher.contains("Key Encipherment"), encipher);
  }

  @Test
  void nobodySignsForAnother() throws Exception {
    int before = mailboxes.messages(BOB).size();
    Submission envelope = submit("bob@example.test", BOB, mail("alice@example.test", "x"));
    assertTrue(
        envelope.conversation().contains("550 5.7.1 bob@example.test: is not among the mailboxes"),
        envelope.conversation());
    Submission header = submit("alice@example.test", BOB, mail("bob@example.test", "x"));
    assertTrue(
        header.conversation().contains("550 5.7.1 bob@example.test: is not among the mailboxes"),
        header.conversation());
    Submission two =
        submit("alice@example.test", BOB, mail("alice@example.test, bob@example.test", "x"));
    assertTrue(two.conversation().contains("550 5.7.1 message: names no one author"));
    assertEquals(before, mailboxes.messages(BOB).size());
  }

  @Test
  void aRevokedCertificateIsNotEncryptedTo() throws Exception {
    Mailbox carol = Mailbox.of("carol@example.test");
    enrol("carol", folder.resolve("home").toString());
    List<Certificate> hers =
        organization
            .store()
            .certificates()
            .search(new CertificateQuery.OfMailbox(carol), 10)
            .stream()
            .map(CertificateRecord::certificate)
            .filter(Certificate::mayEncrypt)
            .toList();
    assertEquals(1, hers.size());
    StatusSource lists =
        (certificate, issuer) -> {
          Optional<CrlStore.Crl> current = organization.store().crls().current(issuer.keyId());
          return RevocationEvidence.of(
              List.of(CertificateList.of(current.orElseThrow().encoded())), List.of());
        };
    StatusSource silent =
        (certificate, issuer) -> {
          throw new Failure(ExitCode.UNREACHABLE, "nobody answers");
        };
    assertEquals(hers, checked(hers, lists, RevocationChecking.REQUIRED).find(carol));
    assertEquals(hers, checked(hers, silent, RevocationChecking.IF_AVAILABLE).find(carol));
    StatusChecked strict = checked(hers, silent, RevocationChecking.REQUIRED);
    assertThrows(IOException.class, () -> strict.find(carol));

    String home = "--home=" + folder.resolve("home");
    done("cert", "revoke", hers.getFirst().serialHex(), "--reason=key-compromise", home);
    done("crl", "publish", home);
    assertEquals(List.of(), checked(hers, lists, RevocationChecking.REQUIRED).find(carol));
    assertEquals(List.of(), checked(hers, lists, RevocationChecking.IF_AVAILABLE).find(carol));
    assertEquals(hers, checked(hers, lists, RevocationChecking.OFF).find(carol));
  }

  private static StatusChecked checked(
      List<Certificate> found, StatusSource status, RevocationChecking checking)
      throws IOException {
    AgentTrust trust =
        new AgentTrust(
            List.of(folder.resolve("root.pem")),
            List.of(),
            List.of(organization.issuing()),
            List.of());
    CertificateSource source =
        new CertificateSource() {
          @Override
          public String name() {
            return "a source";
          }

          @Override
          public List<Certificate> find(Mailbox mailbox) {
            return found;
          }
        };
    return new StatusChecked(source, trust, status, checking, Clock.systemUTC());
  }

  @Test
  void oneAgentHasAFolder() {
    CommandRun other = run(options(submission.port(), "agent"));
    assertEquals(1, other.status());
    assertTrue(other.errors().contains("another agent is at work there"), other.errors());
  }

  @Test
  void aKeyThatStaysLockedStartsNothing() throws IOException {
    Files.writeString(folder.resolve("wrong"), "y\n");
    String[] options = options(submission.port(), "locked");
    options[2] = "--password-file=" + file("wrong");
    CommandRun run = run(options);
    assertEquals(5, run.status());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertFalse(Files.exists(folder.resolve("locked")));
  }

  @Test
  void mailStaysWithTheMailProgramWhileTheServerIsAway() throws Exception {
    SmtpServer gone =
        SmtpServer.start(
            ServerSettings.loopback(0, "mail.example.test"),
            mailboxes,
            Spool.standard(),
            Clock.systemUTC());
    int port = gone.port();
    gone.close();
    try (AgentProcess lonely = agent("lonely", port)) {
      assertTrue(lonely.errors().contains("mail is answered 451"), lonely.errors());
      Submission sent =
          lonely.submit("alice@example.test", BOB.toString(), mail("alice@example.test", "later"));
      assertTrue(
          sent.conversation().contains("451 4.4.1 next hop: gave no final answer"),
          sent.conversation());
      assertEquals(143, lonely.stop());
    }
  }

  private static Submission submit(String sender, Mailbox recipient, String message)
      throws Exception {
    return agent.submit(sender, recipient.toString(), message);
  }

  private static String mail(String from, String subject) {
    return "From: "
        + from
        + "\r\nTo: bob@example.test\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
        + System.nanoTime()
        + "@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: 8bit\r\nSubject: "
        + subject
        + "\r\n\r\n"
        + new String(BODY.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static AgentProcess agent(String place, int port) throws IOException {
    String[] options = options(port, place);
    return new AgentProcess(folder, java.util.Arrays.copyOfRange(options, 1, options.length));
  }

  private static String[] options(int port, String place) {
    return new String[] {
      "agent",
      "--key=" + file("alice.p12"),
      "--password-file=" + file("password"),
      "--relay=submission://127.0.0.1:" + port,
      "--tls-trust=" + file("tls.pem"),
      "--trust=" + file("root.pem"),
      "--search=https://localhost:" + services.httpsPort(),
      "--folder=" + file(place)
    };
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String text(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static void done(String... words) {
    CommandRun run = run(words);
    assertEquals(0, run.status(), () -> String.join(" ", words) + ": " + run.errors());
  }

  /** Its standard output. */
  private static String openssl(String line) throws Exception {
    return ran(List.of(("openssl " + line).split(" ")));
  }

  /** Of the two keys in a file that one which decrypts, RSA and so the longer. */
  private static String decryptionKey(String file) throws Exception {
    String keys = openssl("pkcs12 -in " + file + " -passin pass:x -nodes -nocerts");
    return Stream.of(keys.split("(?=-----BEGIN PRIVATE KEY-----)"))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  /** The text of a part, by a MIME reader that is not ours. */
  private static String decoded(String name) throws Exception {
    String script =
        "import email, sys; m = email.message_from_binary_file(open(sys.argv[1], 'rb'));"
            + "sys.stdout.buffer.write(m.get_payload(decode=True))";
    return ran(List.of("python3", "-c", script, name));
  }

  private static String ran(List<String> line) throws Exception {
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), line::toString);
    assertEquals(0, process.exitValue(), line + ": " + Files.readString(folder.resolve("errors")));
    return out;
  }

  /** A certificate of its own for the submission server, and the key store that holds it. */
  private static Path makeTls() throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ran(
        List.of(
            (keytool
                    + " -genkeypair -alias tls -keyalg EC -dname CN=mail.example.test -validity 9"
                    + " -ext san=ip:127.0.0.1 -keystore submission.p12 -storepass changeit")
                .split(" ")));
    ran(
        List.of(
            (keytool
                    + " -exportcert -rfc -alias tls -keystore submission.p12 -storepass changeit"
                    + " -file submission.pem")
                .split(" ")));
    return folder.resolve("submission.p12");
  }

  private static SSLContext tls() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("submission.p12"))) {
      store.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
