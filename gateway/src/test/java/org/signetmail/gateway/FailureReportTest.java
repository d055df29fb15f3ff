package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

class FailureReportTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");

  private final Envelope envelope =
      new Envelope(
          Optional.of(ALICE),
          List.of(
              new Envelope.Recipient(BOB, List.of("ORCPT=rfc822;B+2Bob@x.test", "NOTIFY=FAILURE")),
              new Envelope.Recipient(CAROL, List.of("NOTIFY=NEVER"))),
          List.of("ENVID=QQ+2B1+0D+0AX"));

  private final Map<Mailbox, Answer> refused =
      Map.of(
          BOB, new Answer(550, "5.1.1", "no such\r\nperson"),
          CAROL, new Answer(550, "5.1.1", "nor she"));

  @Test
  void onlyThoseWhoWantToHearDo() {
    assertEquals(
        List.of(BOB),
        FailureReport.wanted(envelope, refused).stream().map(Envelope.Recipient::mailbox).toList());
  }

  @Test
  void saysWhoAndWhyInTheFormOfRfc3464WithoutContent() throws Exception {
    Arrival arrival =
        new Arrival(
            "1",
            InetAddress.getLoopbackAddress(),
            "c",
            "ESMTP",
            Instant.parse("2026-11-23T12:00:00Z"));
    Octets message =
        Octets.of(
            "Message-ID: <1@x.test>\r\nSubject: s\r\n\r\nsecret\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    Octets report =
        new FailureReport("signet.example.test")
            .write(
                arrival,
                envelope,
                FailureReport.wanted(envelope, refused),
                refused,
                "ab".repeat(32),
                message);
    String text = new String(report.toByteArray(), StandardCharsets.UTF_8);
    assertTrue(
        text.contains(
            """
            Content-Type: message/delivery-status

            Reporting-MTA: dns; signet.example.test
            Original-Envelope-Id: QQ+1??X
            Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000

            Original-Recipient: rfc822;B+ob@x.test
            Final-Recipient: rfc822; bob@example.test
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 no such person

            --report-\
            """
                .replace("\n", "\r\n")),
        text);
    assertTrue(text.contains("Message-ID: <1@x.test>\r\nSubject: s\r\n\r\n\r\n--report-"), text);
    assertFalse(text.contains("secret") || text.contains("carol"), text);
    assertFalse(text.replace("\r\n", "").matches("(?s).*[\r\n].*"), "CR LF only");
  }
}
