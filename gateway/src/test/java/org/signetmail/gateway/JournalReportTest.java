package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

class JournalReportTest {
  private static final String REPORT =
      """
      From: Journal <journal@example.test>
      To: archive@example.test
      X-MS-Journal-Report:
      Content-Type: multipart/mixed; boundary="_0_"
      MIME-Version: 1.0

      --_0_
      Content-Type: text/plain; charset="utf-8"

      Sender: alice@example.test
      Subject: To: nobody
      Message-Id: <1@example.test>
      To: bob@partner.test
      Bcc: carol@partner.test, Expanded: list@partner.test
      To: bob@partner.test

      --_0_
      Content-Type: message/rfc822

      From: Alice <alice@example.test>
      To: list@partner.test
      Subject: plan

      To: not@header.test
      --_0_--
      """
          .replace("\n", "\r\n");

  @Test
  void theEnvelopeAndTheMessageAreReadOutOfIt() throws IOException {
    JournalReport report = read(REPORT).orElseThrow();
    assertEquals(Optional.of(Mailbox.of("alice@example.test")), report.envelope().sender());
    assertEquals(
        List.of("bob@partner.test", "carol@partner.test"),
        report.envelope().recipients().stream().map(r -> r.mailbox().toString()).toList());
    assertEquals("plan", MessageHeader.read(report.original()).subject());
    String original =
        new String(report.original().stream().readAllBytes(), StandardCharsets.US_ASCII);
    assertTrue(original.startsWith("From: Alice"), original);
    assertTrue(original.endsWith("To: not@header.test\r\n"), original);
  }

  @Test
  void otherMailIsNone() throws IOException {
    assertEquals(Optional.empty(), read(REPORT.replace("X-MS-Journal-Report:", "X-Other:")));
  }

  @Test
  void aBounceHasNoSender() throws IOException {
    assertEquals(
        Optional.empty(),
        read(REPORT.replace("Sender: alice@example.test", "Sender: <>"))
            .orElseThrow()
            .envelope()
            .sender());
  }

  @TestFactory
  Stream<DynamicTest> whatSaysItIsOneAndIsNotIsNamed() {
    return Stream.of(
            REPORT.replace("multipart/mixed; boundary=\"_0_\"", "text/plain"),
            REPORT.substring(0, REPORT.indexOf("--_0_--")),
            REPORT.replace("To: bob@partner.test", "To: bob"),
            REPORT.replace("Subject: To: nobody", "x\r\n".repeat(400_000)))
        .map(text ->
            DynamicTest.dynamicTest(
                text.length() + " octets",
                () -> assertThrows(MalformedMessage.class, () -> read(text))));
  }

  private static Optional<JournalReport> read(String text) throws IOException {
    Octets message = Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    return JournalReport.read(MessageHeader.read(message), message);
  }
}
