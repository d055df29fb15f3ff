package org.signetmail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.smime.Octets;

class SubjectRewriteTest {
  @TestFactory
  Stream<DynamicTest> theWordGoesAndTheRestOfTheSubjectStays() {
    record Case(String field, String removed, String subject) {}
    return Stream.of(
            new Case("Subject: [encrypt] plan", "[encrypt]", "plan"),
            new Case("subject : Re: [ENCRYPT]  plan", "[encrypt]", "Re: plan"),
            new Case("Subject: plan\r\n [encrypt]\r\n\tof today", "[encrypt]", "plan of today"),
            new Case("Subject: a.b axb", "a.b", "axb"),
            new Case("Subject: $1 [encrypt] \\d", "[encrypt]", "$1 \\d"),
            new Case(
                "Subject: =?utf-8?q?vertraulich_=C3=85rsplan?=", "VERTRAULICH", "\u00c5rsplan"),
            new Case("Subject: vertraulich \u00c5rsplan", "vertraulich", "\u00c5rsplan"),
            new Case("Subject: [encrypt]", "[encrypt]", ""))
        .map(c ->
            DynamicTest.dynamicTest(
                c.field,
                () -> {
                  String changed = rewrite(c.field, c.removed);
                  Octets message = Octets.of(changed.getBytes(StandardCharsets.UTF_8));
                  MessageHeader header = MessageHeader.read(message);
                  assertEquals(c.subject, header.subject());
                  assertEquals(1, header.all("Subject").size());
                  assertEquals(List.of("alice@example.test"), header.all("From"));
                  assertEquals(List.of("x"), header.all("X-Last"));
                }));
  }

  @Test
  void everythingElseStaysOctetForOctet() throws Exception {
    assertEquals(
        """
        From: alice@example.test
        Subject: plan
        X-Last:  x\s

        Subject: [encrypt]
        \u00e9\
        """
            .replace("\n", "\r\n"),
        rewrite("Subject: [encrypt] plan", "[encrypt]"));
  }

  private static String rewrite(String field, String removed) throws Exception {
    String message =
        "From: alice@example.test\r\n"
            + field
            + "\r\nX-Last:  x \r\n\r\nSubject: [encrypt]\r\n\u00e9";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SubjectRewrite.write(
        Octets.of(message.getBytes(StandardCharsets.UTF_8)), List.of(removed), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
