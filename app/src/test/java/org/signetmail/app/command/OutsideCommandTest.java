package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.TestAuthority;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.CommandRun;

/**
 * People's certificates from a public authority, as {@code docs/operate/outside-ca.md} tells it:
 * ACME over HTTPS and both mails over SMTP, all on this machine.
 */
class OutsideCommandTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final AcmeAccount.Binding BINDING =
      new AcmeAccount.Binding("kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG");

  @TempDir private Path folder = Path.of("");
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestAuthority authority;
  private MaildirSink mailboxes;

  @SuppressWarnings("NullAway") // set before each test
  OutsideCommandTest() {}

  @BeforeEach
  void makeBothSides() throws Exception {
    mailboxes = new MaildirSink(folder.resolve("mail"));
    SmtpServer ours = keep(server(mailboxes));
    RelayClient toUs = keep(relay(ours.port()));
    authority =
        keep(
            new TestAuthority(
                (from, to, mail) -> deliver(toUs, from, to, mail), Optional.of(BINDING)));
    SmtpServer nextHop = keep(server(new Inbox(authority)));
    done(
        "init",
        home().folder().toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    Path settings = home().configuration();
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceFirst("next-hop: \\S+", "next-hop: 127.0.0.1:" + nextHop.port()));
    done("user", "add", ALICE.toString(), "--name=Alice Example", at());
    Files.writeString(file("password"), "correct horse\n");
    Files.writeString(file("mac"), BINDING.macKey() + "\n");
    Files.writeString(file("outside.pem"), authority.organization.root().pem());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void aPersonGetsBothCertificatesAndTheEncryptionKeyIsArchivedFirst() throws Exception {
    account("--mail-trust=" + file("outside.pem"));
    enrolOfficers();

    begin("signing");
    done("enrol", "outside", "answer", challenge().toString(), at());
    assertEquals(1, authority.responses());
    finish("alice.p12");
    begin("encryption");
    done("enrol", "outside", "answer", challenge().toString(), at());
    finish("alice-both.p12", "--with=" + file("alice.p12"));

    assertEquals(List.of(), authority.faults);
    KeyFile both =
        KeyFile.read(
            Files.readAllBytes(file("alice-both.p12")), "correct horse".toCharArray(), "alice");
    assertEquals(1, both.signing().size());
    assertEquals(2, both.signing().getFirst().path().size(), "with the issuing authority");
    assertEquals(1, both.decryption().size());
    assertFalse(Files.exists(file("alice.p12.waiting-key")), "nothing is left lying about");

    try (Organization organization = Organization.open(home(), InstantSource.system())) {
      List<CertificateRecord> records = organization.store().certificates().ofOwner(ALICE);
      assertEquals(2, records.size());
      assertTrue(records.getFirst().receipt().isPresent(), "archived");
      assertEquals(1, organization.store().archive().ofOwner(ALICE).size());
      PathValidator.Context trust = organization.trust(RevocationChecking.IF_AVAILABLE);
      for (CertificateRecord record : records) {
        assertInstanceOf(
            PathValidator.Outcome.Valid.class,
            PathValidator.validate(
                record.certificate(), PathValidator.Purpose.ANY, Instant.now(), trust),
            "our own readers trust it");
      }
      List<String> logged = logged(organization, List.of("certificate.imported", "key.archived"));
      assertEquals(
          List.of("certificate.imported", "key.archived", "certificate.imported"),
          logged.subList(logged.indexOf("certificate.imported"), logged.size()),
          "after the canaries, which are archived first of all");
    }
    String renewal = done("enrol", "outside", "renewal", ALICE.toString(), at()).text();
    assertTrue(renewal.contains("encryption") && renewal.contains("signing"), renewal);
  }

  @Test
  void whatOurServerSaysOfDkimIsEnoughAndThePersonMaySendTheAnswer() throws Exception {
    account("--authserv-id=mx.example.test");
    begin("signing");
    String plain =
        """
        Authentication-Results: mx.example.test; dkim=pass header.d=outside.test
        DKIM-Signature: v=1; d=outside.test; s=a; bh=x; b=y; h=From:Sender:Reply-To:To:CC:Subject:
         Date:In-Reply-To:References:Message-ID:Auto-Submitted:Content-Type:
         Content-Transfer-Encoding
        From: acme-challenge@outside.test
        To: alice@example.test
        Subject: ACME: %s
        Message-ID: <order-0@outside.test>
        Auto-Submitted: auto-generated; type=acme

        Please.
        """
            .formatted(tokenOf(challenge()))
            .replace("\n", "\r\n");
    Path mail = Files.writeString(file("plain.eml"), plain);
    Path reply = file("reply.eml");
    done("enrol", "outside", "answer", mail.toString(), "--reply-out=" + reply, at());
    assertEquals(0, authority.responses(), "nothing was sent");
    CommandRun early =
        run(
            "enrol",
            "outside",
            "finish",
            ALICE.toString(),
            "--wait=1",
            out("a.p12"),
            password(),
            at());
    assertEquals(3, early.status(), early.errors());
    authority.receive(Files.readAllBytes(reply));
    finish("a.p12");
  }

  @Test
  void aChallengeIsAnsweredOnceAndOnlyWhenItIsExpected() throws Exception {
    account("--mail-trust=" + file("outside.pem"));
    refused(1, "no order waits", "enrol", "outside", "finish", ALICE.toString(), out("a.p12"));
    begin("signing");
    Path good = challenge();
    refused(1, "an order waits", "enrol", "outside", "begin", ALICE.toString(), "--for=signing");
    refused(1, "is not answered", "enrol", "outside", "finish", ALICE.toString(), out("a.p12"));

    String text = Files.readString(good, StandardCharsets.ISO_8859_1);
    String forged = text.replaceFirst("Subject: ACME: ....", "Subject: ACME: AAAA");
    Path bad = Files.writeString(file("forged.eml"), forged, StandardCharsets.ISO_8859_1);
    refused(1, "RFC 8823 §3.1", "enrol", "outside", "answer", bad.toString());
    Path other = Files.writeString(file("other.eml"), text.replace("alice@", "bob@"));
    refused(1, "nobody here asked", "enrol", "outside", "answer", other.toString());
    Path noise = Files.writeString(file("noise.eml"), "no mail at all");
    refused(5, "RFC 5322", "enrol", "outside", "answer", noise.toString());
    assertEquals(0, authority.responses());

    done("enrol", "outside", "answer", good.toString(), at());
    refused(1, "was answered", "enrol", "outside", "answer", good.toString());
    assertEquals(1, authority.responses());
    done("enrol", "outside", "cancel", ALICE.toString(), at());
  }

  @Test
  void withoutTheArchiveNoEncryptionCertificateIsAskedFor() throws Exception {
    account("--mail-trust=" + file("outside.pem"));
    begin("encryption");
    done("enrol", "outside", "answer", challenge().toString(), at());
    refused(1, "officers", "enrol", "outside", "finish", ALICE.toString(), out("a.p12"));
    assertEquals(0, authority.issued(), "the authority was not asked");

    enrolOfficers();
    finish("a.p12");
    assertEquals(1, authority.issued());
  }

  @Test
  void whatWasNotAskedForIsNotTaken() throws Exception {
    account("--mail-trust=" + file("outside.pem"));
    authority.vice = TestAuthority.Vice.ISSUES_FOR_ANOTHER_KEY;
    begin("signing");
    done("enrol", "outside", "answer", challenge().toString(), at());
    refused(1, "another key", "enrol", "outside", "finish", ALICE.toString(), out("a.p12"));
    done("enrol", "outside", "cancel", ALICE.toString(), at());

    authority.vice = TestAuthority.Vice.ISSUES_FOR_ANOTHER_MAILBOX;
    begin("signing");
    done("enrol", "outside", "answer", challenge().toString(), at());
    refused(1, "eve@example.test", "enrol", "outside", "finish", ALICE.toString(), out("b.p12"));
    assertFalse(Files.exists(file("a.p12")) || Files.exists(file("b.p12")));
    try (Organization organization = Organization.open(home(), InstantSource.system())) {
      assertEquals(List.of(), organization.store().certificates().ofOwner(ALICE));
    }
  }

  /** The answer that was written is handed over again, not made again. */
  @Test
  void aNextHopThatIsAwayEndsInOneLineAndTheSameAnswerGoesOutLater() throws Exception {
    account("--mail-trust=" + file("outside.pem"));
    begin("signing");
    Path settings = home().configuration();
    String right = Files.readString(settings);
    Files.writeString(settings, right.replaceFirst("next-hop: \\S+", "next-hop: 127.0.0.1:1"));
    refused(6, "next hop", "enrol", "outside", "answer", challenge().toString());
    Path written = home().folder().resolve("outside/alice%40example.test.response.eml");
    byte[] first = Files.readAllBytes(written);
    Files.writeString(settings, right);
    done("enrol", "outside", "answer", challenge().toString(), at());
    assertTrue(java.util.Arrays.equals(first, Files.readAllBytes(written)));
    finish("a.p12");
    authority.close();
    refused(6, "no answer", "enrol", "outside", "begin", ALICE.toString(), "--for=signing");
  }

  @Test
  void anAccountNeedsSomebodyWhoSaysWhomMailIsFrom() {
    refused(2, "--authserv-id", words());
    refused(1, "terms", words("--authserv-id=mx", "--acme-trust=" + file("outside.pem")));
    refused(6, "no answer", words("--authserv-id=mx", "--agree-terms"));
    refused(2, "--eab-key-file", words("--authserv-id=mx", "--eab=kid-1"));
  }

  private String[] words(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "enrol",
                "outside",
                "account",
                "--acme=" + authority.directory(),
                "--root=" + file("outside.pem")));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private void account(String whoSays) {
    List<String> words =
        new ArrayList<>(
            List.of(
                words(
                    "--acme-trust=" + file("outside.pem"),
                    "--eab=" + BINDING.keyId(),
                    "--eab-key-file=" + file("mac"),
                    "--agree-terms",
                    whoSays)));
    words.add(at());
    done(words.toArray(String[]::new));
  }

  private void begin(String use) {
    done("enrol", "outside", "begin", ALICE.toString(), "--for=" + use, at());
  }

  private void finish(String output, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("enrol", "outside", "finish", ALICE.toString(), out(output), password(), at()));
    words.addAll(List.of(more));
    done(words.toArray(String[]::new));
  }

  private void enrolOfficers() throws Exception {
    try (Organization organization = Organization.open(home(), InstantSource.system())) {
      for (String name : List.of("olga", "otto")) {
        new OfficerCeremony(organization).enrol(Mailbox.of(name + "@example.test"), name);
      }
    }
  }

  /** The newest mail in Alice's mailbox. */
  private Path challenge() throws IOException {
    return mailboxes.messages(ALICE).getLast();
  }

  private static String tokenOf(Path mail) throws IOException {
    return Files.readAllLines(mail, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith("Subject: ACME: "))
        .findFirst()
        .orElseThrow()
        .substring("Subject: ACME: ".length());
  }

  private static List<String> logged(Organization organization, List<String> types) {
    return organization.store().log().entries(0, organization.store().log().size()).stream()
        .map(entry -> entry.type().dotted())
        .filter(types::contains)
        .toList();
  }

  /** The authority's own mail server. */
  private record Inbox(TestAuthority authority) implements MailHandler {
    @Override
    public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
      try {
        authority.receive(message.stream().readAllBytes());
        return Answer.OK;
      } catch (IOException e) {
        return new Answer(451, "4.3.0", "try again");
      }
    }
  }

  private static SmtpServer server(MailHandler handler) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "mx.test"), handler, Spool.standard(), InstantSource.system());
  }

  private static RelayClient relay(int port) {
    return new RelayClient(RelaySettings.plain("127.0.0.1", port, "outside.test"));
  }

  private static void deliver(RelayClient relay, Mailbox from, Mailbox to, byte[] mail)
      throws IOException {
    try (Octets message = Octets.of(mail)) {
      relay.send(
          new Envelope(
              Optional.of(from), List.of(new Envelope.Recipient(to, List.of())), List.of()),
          message);
    }
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.add(one);
    return one;
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private String at() {
    return "--home=" + home().folder();
  }

  private String out(String name) {
    return "--output=" + file(name);
  }

  private String password() {
    return "--password-file=" + file("password");
  }

  private void refused(int status, String because, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(at());
    if (words[2].equals("finish")) {
      all.add(password());
    }
    CommandRun run = run(all.toArray(String[]::new));
    assertEquals(status, run.status(), () -> String.join(" ", words) + "\n" + run.errors());
    assertTrue(run.errors().contains(because), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static CommandRun done(String... words) {
    CommandRun run = run(words);
    assertEquals(0, run.status(), () -> String.join(" ", words) + "\n" + run.errors() + run.text());
    return run;
  }
}
