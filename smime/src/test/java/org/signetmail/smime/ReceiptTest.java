package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MailListExpansion.Policy;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.ReceiptAsked.Decision;
import org.signetmail.smime.ReceiptRequest.From;

/** Receipts are asked for, made when somebody wants one made, and checked (RFC 2634 §2). */
class ReceiptTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final SigningIdentity BOB_SIGNS = PEOPLE.signer("bob", KeyAlgorithm.P_384);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final Mailbox ALICES = Mailbox.of("alice@example.test");
  private static final Mailbox BOBS = Mailbox.of("bob@example.test");
  private static final Mailbox DESK = Mailbox.of("desk@example.test");
  private static final ReceiptRequest ASKED = ReceiptRequest.everybody(ALICES, People.RANDOM);

  @Test
  void aReceiptProvesThatItsSignerHadExactlyThisMessage() throws IOException {
    String sent = signed(ASKED);
    String receipt = receipt(sent);
    assertTrue(receipt.contains("To: alice@example.test\r\n"), receipt);
    assertTrue(receipt.contains("smime-type=signed-receipt"), receipt);
    Verdict.Passed passed =
        assertInstanceOf(Verdict.Passed.class, check(sent, receipt), "it holds");
    assertEquals(BOB_SIGNS.certificate(), passed.signer().certificate());
    assertFinds(MessageFinding.RECEIPT_OF_ANOTHER, check(signed(ASKED), receipt));
    assertFinds(
        MessageFinding.RECEIPT_OF_ANOTHER,
        check(Mail.signed(Mail.PLAIN, ALICE, Form.OPAQUE), receipt));
    assertFinds(MessageFinding.NO_RECEIPT, check(sent, sent));
    assertFinds(MessageFinding.NO_RECEIPT, check(Mail.PLAIN, receipt));
  }

  @Test
  void everyWordOfAReceiptMustBeOfThisMessage() throws IOException {
    String sent = signed(ASKED);
    try (Reading reading = Mail.read(sent, PEOPLE)) {
      ReceiptAsked asked = reading.receiptAsked().orElseThrow();
      byte[] content = asked.content();
      byte[] digest = asked.signedDigest();
      assertInstanceOf(Verdict.Passed.class, check(sent, made(content, digest)));
      byte[] otherDigest = digest.clone();
      otherDigest[0] ^= 1;
      assertFinds(MessageFinding.RECEIPT_OF_ANOTHER, check(sent, made(content, otherDigest)));
      byte[] otherContent = content.clone();
      otherContent[otherContent.length - 1] ^= 1;
      assertFinds(MessageFinding.RECEIPT_OF_ANOTHER, check(sent, made(otherContent, digest)));
    }
  }

  /** A receipt of Bob's that says this, signed as it should be. */
  private static String made(byte[] content, byte[] digest) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReceiptMaker(Mail.signer(BOB_SIGNS, Form.OPAQUE))
        .make(
            new ReceiptAsked(ASKED, List.of(), content, digest),
            new Decision.Due(List.of(ALICES)),
            People.NOW,
            People.RANDOM,
            out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aReceiptThatWasTamperedWithFails() throws IOException {
    String sent = signed(ASKED);
    String receipt = receipt(sent);
    int body = receipt.indexOf("\r\n\r\n") + 4;
    int failures = 0;
    for (int i = body + 500; i < receipt.length() - 200; i += 97) {
      char other = receipt.charAt(i) == 'A' ? 'B' : 'A';
      if (receipt.charAt(i) == '\r' || receipt.charAt(i) == '\n') {
        continue;
      }
      String tampered = receipt.substring(0, i) + other + receipt.substring(i + 1);
      Verdict verdict = check(sent, tampered);
      assertTrue(!(verdict instanceof Verdict.Passed), "octet " + i);
      failures++;
    }
    assertTrue(failures > 5);
  }

  @Test
  void aReceiptIsNoMailAndSaysSo() throws IOException {
    try (Reading reading = Mail.read(receipt(signed(ASKED)), PEOPLE)) {
      assertTrue(Mail.finds(reading, MessageFinding.RECEIPT), reading.toString());
      assertInstanceOf(Verdict.Unsigned.class, reading.verdict());
    }
  }

  @Test
  void theInnermostSignatureOfATripleWrappedMessageAsks() throws IOException {
    MessageSigner asking = Mail.signer(ALICE, Form.OPAQUE).asking(ASKED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageProtector(asking, Mail.encrypter(CryptoProfile.Name.AUTO, BOB.certificate()))
        .wrap(Mail.octets(Mail.PLAIN), asking, People.NOW, People.RANDOM, out);
    String sent = out.toString(StandardCharsets.UTF_8);
    try (Reading reading = Mail.read(sent, PEOPLE, BOB)) {
      assertEquals(ASKED, reading.receiptAsked().orElseThrow().request());
      assertTrue(reading.signers().get(0).services().receiptRequest().isPresent());
      assertTrue(reading.signers().get(1).services().receiptRequest().isEmpty(), "RFC 2634 §1.3.4");
    }
    assertInstanceOf(Verdict.Passed.class, check(sent, receipt(sent), BOB));
  }

  @Test
  void nobodyAsksInAMessageThatDidNotPass() throws IOException {
    String forged = signed(ASKED).replace("swordfish", "swordfisH");
    try (Reading reading = Mail.read(forged, PEOPLE)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict());
      assertTrue(reading.receiptAsked().isEmpty());
    }
    try (Reading reading = Mail.read(Mail.signed(Mail.PLAIN, ALICE, Form.OPAQUE), PEOPLE)) {
      assertTrue(reading.receiptAsked().isEmpty(), "and none where none is asked for");
    }
  }

  @Test
  void theRequestIsReadAsItWasMade() throws IOException {
    for (From from :
        List.of(new From.Everybody(), new From.FirstTier(), new From.Listed(List.of(BOBS, DESK)))) {
      ReceiptRequest request = new ReceiptRequest("00ff17", from, List.of(ALICES, DESK));
      try (Reading reading = Mail.read(signed(request), PEOPLE)) {
        assertEquals(request, reading.receiptAsked().orElseThrow().request());
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReceiptRequest("00", new From.Everybody(), List.of()));
  }

  @Test
  void whoIsAskedDecides() {
    assertEquals(due(ALICES), decide(new From.Everybody(), List.of()));
    assertEquals(due(ALICES), decide(new From.FirstTier(), List.of()));
    assertEquals(due(ALICES), decide(new From.Listed(List.of(BOBS)), List.of()));
    assertInstanceOf(
        Decision.NotDue.class, decide(new From.Listed(List.of(DESK)), List.of()), "§2.3, 3.2");
  }

  @Test
  void aMailingListDecidesOverTheAuthor() {
    Policy author = new Policy.Author();
    assertEquals(due(ALICES), decide(new From.Everybody(), List.of(author)));
    assertInstanceOf(
        Decision.NotDue.class, decide(new From.FirstTier(), List.of(author)), "§2.3, 2.2.1");
    assertInstanceOf(
        Decision.NotDue.class,
        decide(new From.Everybody(), List.of(author, new Policy.None())),
        "the last list counts (§2.3, 1.2.1)");
    assertEquals(due(ALICES), decide(new From.Everybody(), List.of(new Policy.None(), author)));
    assertEquals(
        due(DESK),
        decide(new From.Everybody(), List.of(new Policy.InsteadOf(List.of(DESK)))),
        "§2.5, 2");
    assertEquals(
        new Decision.Due(List.of(ALICES, DESK)),
        decide(new From.Everybody(), List.of(new Policy.InAdditionTo(List.of(DESK)))),
        "§2.5, 3");
  }

  @Test
  void labelsAreSaidAndRead() throws IOException {
    SecurityLabel label =
        new SecurityLabel("1.2.3.4", Optional.of(3), Optional.of("Für Müller"), List.of());
    SecurityLabel same = new SecurityLabel("1.2.9", Optional.of(200), Optional.empty(), List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.signer(ALICE, Form.OPAQUE)
        .labelling(label, List.of(same))
        .sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict());
      SignedServices services = reading.signers().getFirst().services();
      assertEquals(label, services.label().orElseThrow());
      assertEquals(List.of(same), services.equivalentLabels());
      assertEquals("confidential \"Für Müller\" (policy 1.2.3.4)", label.text());
      assertEquals("classification 200 (policy 1.2.9)", same.text());
    }
    assertEquals(
        List.of(label, same), SecurityLabel.claimed(Octets.of(out.toByteArray()), Budget.STANDARD));
    assertEquals(List.of("confidential", "Für Müller", "1.2.3.4"), label.words());
    assertEquals(List.of(), SecurityLabel.claimed(Mail.octets(Mail.PLAIN), Budget.STANDARD));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SecurityLabel("1.2", Optional.of(257), Optional.empty(), List.of()));
  }

  private static Decision due(Mailbox to) {
    return new Decision.Due(List.of(to));
  }

  private static Decision decide(From from, List<Policy> lists) {
    List<MailListExpansion> expansions =
        lists.stream().map(p -> new MailListExpansion("list", Instant.EPOCH, p)).toList();
    ReceiptRequest request = new ReceiptRequest("01", from, List.of(ALICES));
    return new ReceiptAsked(request, expansions, new byte[0], new byte[0]).decision(List.of(BOBS));
  }

  private static String signed(ReceiptRequest request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mail.signer(ALICE, Form.MULTIPART_SIGNED)
        .asking(request)
        .sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String receipt(String sent) throws IOException {
    try (Reading reading = Mail.read(sent, PEOPLE, BOB)) {
      ReceiptAsked asked = reading.receiptAsked().orElseThrow();
      Decision.Due due = assertInstanceOf(Decision.Due.class, asked.decision(List.of(BOBS)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new ReceiptMaker(Mail.signer(BOB_SIGNS, Form.OPAQUE))
          .make(asked, due, People.NOW, People.RANDOM, out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private static Verdict check(String sent, String receipt, DecryptionIdentity... keys)
      throws IOException {
    return new ReceiptCheck(List.of(keys), PEOPLE.trust(), MessageReader.Options.standard())
        .check(Mail.octets(sent), Mail.octets(receipt), People.NOW);
  }

  private static void assertFinds(MessageFinding code, Verdict verdict) {
    assertTrue(
        verdict.findings().stream().anyMatch(f -> f.code() == code), verdict.findings().toString());
  }
}
