package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

class MessageHeaderTest {
  private static MessageHeader read(String text) throws IOException {
    return MessageHeader.read(Octets.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void fieldsAreUnfoldedAndFoundInAnyCase() throws Exception {
    MessageHeader header =
        read("Subject: one\r\n\ttwo\r\n three\r\nX-A: 1\r\nx-a: 2\r\n\r\nX-A: body\r\n");
    assertEquals("one two three", header.subject());
    assertEquals(List.of("1", "2"), header.all("X-a"));
    assertEquals(List.of("1", "2"), header.byName().get("x-a"));
    assertEquals(
        "Subject: one\r\n\ttwo\r\n three\r\nX-A: 1\r\nx-a: 2\r\n\r\n".length(), header.octets());
  }

  @Test
  void authorIsOneOrNobody() throws Exception {
    Optional<Mailbox> alice = Optional.of(Mailbox.of("alice@example.test"));
    assertEquals(alice, read("From: alice@example.test\r\n\r\n").from());
    assertEquals(
        alice, read("From: \"Liddell, A. <x@y.test>\" <Alice@Example.test> (work)\r\n\r\n").from());
    assertEquals(alice, read("From: =?utf-8?q?Al=C3=AFce?= <alice@example.test>\r\n\r\n").from());
    assertEquals(Optional.empty(), read("From: a@b.test, c@d.test\r\n\r\n").from());
    assertEquals(Optional.empty(), read("From: a@b.test\r\nFrom: a@b.test\r\n\r\n").from());
    assertEquals(Optional.empty(), read("From: undisclosed\r\n\r\n").from());
    assertEquals(Optional.empty(), read("To: a@b.test\r\n\r\n").from());
  }

  @Test
  void visibleRecipientsAreThoseOfToAndCc() throws Exception {
    MessageHeader header =
        read(
            """
            To: friends: a@x.test, "B, b" <b@x.test>;,
             c@x.test
            Cc: d@x.test
            Bcc: e@x.test

            """
                .replace("\n", "\r\n"));
    assertEquals(
        List.of("a@x.test", "b@x.test", "c@x.test", "d@x.test"),
        header.visibleRecipients().stream().map(Mailbox::toString).toList());
  }

  @Test
  void subjectIsDecoded() throws Exception {
    assertEquals(
        "streng vertraulich \u2713",
        read("Subject: =?utf-8?b?c3RyZW5nIHZlcnRyYXU=?=\r\n =?utf-8?q?lich_=E2=9C=93?=\r\n\r\n")
            .subject());
    assertEquals("\u00fc raw", read("Subject: \u00fc raw\r\n\r\n").subject());
  }

  @Test
  void oddHeadersAreNoReasonToFail() throws Exception {
    assertEquals(0, read("").fields().size());
    assertEquals(0, read("\r\nSubject: body\r\n").fields().size());
    assertEquals("x", read("no field at all\r\nSubject: x\r\n\r\n").subject());
    assertEquals("x", read("Subject: x").subject());
    assertThrows(MalformedMessage.class, () -> read("X: " + "y".repeat(1_100_000)));
  }
}
