package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.ALICE;
import static org.signetmail.smtp.House.BOB;
import static org.signetmail.smtp.House.CAROL;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.FormPassword;
import org.signetmail.gateway.FormPasswords;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Budget;
import org.signetmail.smime.EncryptedAttachment;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import org.signetmail.testkit.PasswordPage;

/** What goes under a password to those who have no certificate, and who is told it. */
class PasswordFormTest {
  private static final Mailbox DORA = Mailbox.of("dora@elsewhere.test");
  private static final Mailbox EGON = Mailbox.of("egon@elsewhere.test");
  private static final String FORM =
      "sign: required, encrypt: required, no-certificate: password-form";
  private static final Pattern MADE =
      Pattern.compile("(?m)^    (([2-9a-km-np-z]{4}-){5}[2-9a-km-np-z]{4})\r?$");

  private final Hop hop = new Hop();
  private final HeldPasswords held = new HeldPasswords();
  private Duration later = Duration.ZERO;
  private final House house = house(BOB);

  private House house(Mailbox... readers) {
    House made = new House(readers);
    made.passwords =
        Optional.of(
            new FormPasswords(held, new byte[32], made.random, () -> Instant.now().plus(later)));
    return made;
  }

  record Sent(Mailbox recipient, byte[] octets) {
    String text() {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  /** Takes everything but what is for one person. */
  private static final class Hop implements NextHop {
    final List<Sent> sent = new ArrayList<>();
    Optional<Mailbox> unwilling = Optional.empty();

    @Override
    public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
      Map<Mailbox, Answer> answers = new LinkedHashMap<>();
      for (Envelope.Recipient one : envelope.recipients()) {
        boolean refuses = unwilling.equals(Optional.of(one.mailbox()));
        answers.put(
            one.mailbox(),
            refuses ? new Answer(451, "4.2.0", "later") : new Answer(250, "2.0.0", "taken"));
        if (!refuses) {
          sent.add(new Sent(one.mailbox(), message.toByteArray()));
        }
      }
      return answers;
    }

    List<Sent> to(Mailbox recipient) {
      return sent.stream().filter(one -> one.recipient().equals(recipient)).toList();
    }
  }

  private static String policy(String deliver, String forms) {
    return """
    password-form: { %s }
    outbound:
      default: { deliver: { %s } }
    inbound:
      default: { deliver: { sign: no, encrypt: no } }
    """
        .formatted(forms, deliver);
  }

  private Answer send(String policy, Mailbox from, Mailbox... recipients) throws IOException {
    return send(policy, "Hello.\r\n", from, recipients);
  }

  private Answer send(String policy, String body, Mailbox from, Mailbox... recipients)
      throws IOException {
    Envelope envelope =
        new Envelope(
            Optional.of(from),
            Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
            List.of());
    String message =
        "From: "
            + from
            + "\r\nTo: dora@elsewhere.test\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
            + "Message-ID: <"
            + "%019d".formatted(house.random.nextLong() >>> 1)
            + "@example.test>\r\nSubject: the secret plan\r\n\r\n"
            + body;
    Gateway gateway = house.gateway(Facts.Direction.OUTBOUND, hop, policy);
    return gateway.handle(
        new Arrival("1", InetAddress.getLoopbackAddress(), "c", "ESMTP", Instant.now()),
        envelope,
        Octets.of(message.getBytes(StandardCharsets.UTF_8)));
  }

  private static String told(Sent notice) {
    Matcher made = MADE.matcher(notice.text());
    assertTrue(made.find(), notice.text());
    return made.group(1);
  }

  private static byte[] opened(Sent form, String password) throws GeneralSecurityException {
    return PasswordPage.of(PasswordPage.inMail(form.text())).open(password);
  }

  /** What stands behind the facts. */
  private static byte[] message(byte[] opened) {
    String text = new String(opened, StandardCharsets.ISO_8859_1);
    return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertSealed(byte[] message) throws IOException {
    try (Reading reading = house.read(Octets.of(message), BOB)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
      assertEquals(ALICE, reading.from().orElseThrow());
    }
  }

  @Test
  void theSenderIsToldAPasswordAndTheRecipientOpensThePageWithIt() throws Exception {
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    assertEquals(List.of(ALICE, DORA), hop.sent.stream().map(Sent::recipient).toList());
    String password = told(hop.sent.getFirst());
    assertSealed(hop.sent.getFirst().octets());

    Sent form = hop.to(DORA).getFirst();
    assertSealed(form.octets());
    assertFalse(form.text().contains("secret plan"), "the subject is inside");
    assertFalse(form.text().contains(password));
    String page = PasswordPage.inMail(form.text());
    assertFalse(page.contains("Hello.") || page.contains(password), page);
    assertEquals(600_000, PasswordPage.of(page).rounds());
    byte[] opened = opened(form, password);
    String facts = new String(opened, StandardCharsets.UTF_8);
    assertTrue(facts.startsWith("Signature: organisation\r\nSigner: Example Corp\r\n"), facts);
    assertSealed(message(opened));
    assertTrue(facts.contains("Subject: the secret plan") && facts.contains("Hello."), facts);
    assertThrows(GeneralSecurityException.class, () -> opened(form, "a".repeat(29)));
    assertTrue(
        held.all().stream()
            .noneMatch(
                one -> new String(one.sealed(), StandardCharsets.ISO_8859_1).contains(password)));
  }

  @Test
  void thePasswordStaysAndAColleagueHearsWhoPassedItOn() throws Exception {
    house.signers.put(CAROL, house.signer(CAROL));
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    assertEquals(250, send(policy(FORM, ""), CAROL, DORA).code());
    assertEquals(250, send(policy(FORM, ""), CAROL, DORA).code());
    assertEquals(1, hop.to(ALICE).size(), "told once");
    String password = told(hop.to(ALICE).getFirst());
    assertEquals(1, hop.to(CAROL).size());
    String later = hop.to(CAROL).getFirst().text();
    assertFalse(later.contains(password), "one person passes it on");
    assertTrue(later.contains("alice@example.test was asked to tell it"), later);
    opened(hop.to(DORA).get(1), password);
    opened(hop.to(DORA).get(2), password);
    assertEquals(4, hop.to(DORA).size());
    assertEquals(1, held.log.size());
  }

  @Test
  void eachRecipientHasAFormAndAPasswordOfTheirOwnBesideThoseWithACertificate() throws Exception {
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA, BOB, EGON).code());
    List<String> passwords = hop.to(ALICE).stream().map(PasswordFormTest::told).toList();
    assertEquals(2, passwords.size());
    assertNotEquals(passwords.getFirst(), passwords.getLast());
    opened(hop.to(DORA).getFirst(), passwords.getFirst());
    opened(hop.to(EGON).getFirst(), passwords.getLast());
    assertThrows(
        GeneralSecurityException.class,
        () -> opened(hop.to(EGON).getFirst(), passwords.getFirst()));
    try (Reading bobs = house.read(Octets.of(hop.to(BOB).getFirst().octets()), BOB)) {
      assertInstanceOf(Opening.Opened.class, bobs.opening().orElseThrow());
    }
  }

  @Test
  void anAuthorWithACertificateIsToldUnderIt() throws Exception {
    house.enrol(ALICE);
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    Sent notice = hop.to(ALICE).getFirst();
    assertFalse(MADE.matcher(notice.text()).find());
    try (Reading reading = house.read(Octets.of(notice.octets()), ALICE)) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
      assertInstanceOf(Verdict.Passed.class, reading.verdict());
    }
  }

  @Test
  void nothingGoesUnderAPasswordThatNobodyKnows() throws Exception {
    hop.unwilling = Optional.of(ALICE);
    assertEquals(451, send(policy(FORM, ""), ALICE, DORA).code());
    assertEquals(List.of(), hop.sent);
    hop.unwilling = Optional.empty();
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    opened(hop.to(DORA).getFirst(), told(hop.to(ALICE).getFirst()));
    assertEquals(1, held.log.size(), "the same password as in the first attempt");
  }

  @Test
  void whatCannotBeHadIsRefusedWithAdvice() throws Exception {
    Answer stranger = send(policy(FORM.replace("sign: required", "sign: no"), ""), EGON, DORA);
    assertEquals(550, stranger.code());
    assertTrue(stranger.text().contains("none of our people"), stranger.text());
    Answer self = send(policy(FORM, ""), ALICE, ALICE);
    assertEquals(550, self.code());
    assertTrue(self.text().contains("told to the recipient by mail"), self.text());
    Answer agreed = send(policy(FORM, "passwords: agreed"), ALICE, DORA);
    assertEquals(550, agreed.code());
    assertTrue(agreed.text().contains("signet password set"), agreed.text());
    Answer large =
        send(policy(FORM, "largest-page: 100, larger: refuse"), "x".repeat(60), ALICE, DORA);
    assertEquals(550, large.code());
    assertTrue(large.text().contains("100 at most"), large.text());
    Answer fips = send(policy(FORM + ", profile: fips", ""), ALICE, DORA);
    assertEquals(550, fips.code());
    assertTrue(fips.text().contains("does not encrypt to passwords"), fips.text());
    house.passwords = Optional.empty();
    Answer none = send(policy(FORM, ""), ALICE, DORA);
    assertEquals(550, none.code());
    assertTrue(none.text().contains("keeps none"), none.text());
    assertEquals(List.of(), hop.sent);
    assertEquals(List.of(), held.all());
  }

  @Test
  void whatWasAgreedIsUsedAsItIsAndTellsNobody() throws Exception {
    FormPasswords passwords = house.passwords.orElseThrow();
    assertThrows(
        IllegalArgumentException.class, () -> passwords.agree(DORA, "too short".toCharArray()));
    passwords.agree(DORA, "Zu\u0308rich liegt am See".toCharArray());
    assertEquals(250, send(policy(FORM, "passwords: agreed"), ALICE, DORA).code());
    assertEquals(List.of(), hop.to(ALICE));
    opened(hop.to(DORA).getFirst(), "Z\u00fcrich liegt am See");
  }

  @Test
  void aPasswordEndsByAgeAndByAnAdministrator() throws Exception {
    String policy = policy(FORM, "lifetime-days: 30");
    assertEquals(250, send(policy, ALICE, DORA).code());
    later = Duration.ofDays(29);
    assertEquals(250, send(policy, ALICE, DORA).code());
    assertEquals(1, hop.to(ALICE).size());
    later = Duration.ofDays(31);
    assertEquals(250, send(policy, ALICE, DORA).code());
    assertEquals(2, hop.to(ALICE).size());
    assertTrue(house.passwords.orElseThrow().end(DORA));
    assertFalse(house.passwords.orElseThrow().end(DORA));
    assertEquals(250, send(policy, ALICE, DORA).code());
    assertEquals(3, hop.to(ALICE).stream().map(PasswordFormTest::told).distinct().count());
    opened(hop.to(DORA).getLast(), told(hop.to(ALICE).getLast()));
  }

  @Test
  void cmsOpensWithThePasswordAndForAnArchive() throws Exception {
    house.enrol(CAROL);
    String policy = policy(FORM + ", also-encrypt-to: " + CAROL, "");
    assertEquals(250, send(policy, ALICE, DORA).code());
    String password = told(hop.to(ALICE).getFirst());
    Sent form = hop.to(DORA).getFirst();
    assertSealed(form.octets());
    assertFalse(form.text().contains("secret plan"));
    Octets attached =
        EncryptedAttachment.of(Octets.of(form.octets()), Budget.STANDARD).orElseThrow();
    MessageReader reader =
        new MessageReader(
                List.of(), house.trust(), Spool.standard(), MessageReader.Options.standard())
            .opening(List.of(MessagePassword.of(password.toCharArray())));
    try (Reading reading = reader.read(attached, Instant.now())) {
      assertInstanceOf(Opening.Opened.class, reading.opening().orElseThrow());
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
      assertEquals("the secret plan", reading.subject());
    }
    try (Reading archives = house.read(attached, CAROL)) {
      assertInstanceOf(Opening.Opened.class, archives.opening().orElseThrow());
    }
  }

  /** Whatever falls on the edge of a chunk, and what is not there any more. */
  @Test
  void chunksAreBoundToTheirOrder() throws Exception {
    String policy = policy(FORM.replace("sign: required", "sign: no"), "form: page");
    FormPasswords passwords = house.passwords.orElseThrow();
    passwords.agree(DORA, "sixteen characters".toCharArray());
    assertEquals(250, send(policy, "", ALICE, DORA).code());
    int facts = opened(hop.to(DORA).getFirst(), "sixteen characters").length;
    for (int size : new int[] {65_536, 131_072, 131_073}) {
      assertEquals(250, send(policy, "x".repeat(size - facts), ALICE, DORA).code());
      byte[] opened = opened(hop.to(DORA).getLast(), "sixteen characters");
      assertEquals(size, opened.length);
    }
    PasswordPage page = PasswordPage.of(PasswordPage.inMail(hop.to(DORA).getLast().text()));
    byte[] sealed = page.sealed();
    byte[] shorter = java.util.Arrays.copyOf(sealed, 65_552);
    byte[] swapped = sealed.clone();
    System.arraycopy(sealed, 65_552, swapped, 0, 65_552);
    System.arraycopy(sealed, 0, swapped, 65_552, 65_552);
    byte[] flipped = sealed.clone();
    flipped[70_000] ^= 1;
    for (byte[] other : List.of(shorter, swapped, flipped)) {
      PasswordPage changed = new PasswordPage(page.parameters(), page.check(), other);
      assertThrows(GeneralSecurityException.class, () -> changed.open("sixteen characters"));
    }
    PasswordPage weaker =
        new PasswordPage(
            page.parameters().replace("\"chunk\":65536", "\"chunk\":65537"), page.check(), sealed);
    assertThrows(GeneralSecurityException.class, () -> weaker.open("sixteen characters"));
  }

  @Test
  void aPasswordMovedToAnotherRecipientDoesNotOpen() throws Exception {
    assertEquals(250, send(policy(FORM, ""), ALICE, DORA).code());
    FormPassword doras = held.find(DORA).orElseThrow();
    held.keepFirst(
        new FormPassword(EGON, doras.origin(), doras.sealed(), doras.since(), doras.told()),
        held.log.getFirst());
    assertEquals(451, send(policy(FORM, ""), ALICE, EGON).code());
    assertEquals(List.of(), hop.to(EGON));
  }
}
