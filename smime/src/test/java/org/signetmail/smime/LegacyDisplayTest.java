package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;

/** Hidden fields stand in the text for older programs, and no reader of ours sees them there. */
class LegacyDisplayTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.P_256);
  private static final String HEAD =
      """
      From: Alice <alice@example.test>
      To: Bob <bob@example.test>
      Subject: the plan
      Comments: eat this
      MIME-Version: 1.0
      """
          .replace("\n", "\r\n");

  @Test
  void plainTextBeginsWithThem() throws IOException {
    Both both = both(HEAD + "Content-Type: text/plain; charset=utf-8\r\n\r\nHello.\r\n");
    assertTrue(
        both.inside.contains("\r\n\r\nSubject: the plan\r\nComments: eat this\r\n\r\nHello."),
        both.inside);
    assertTrue(both.inside.contains("hp-legacy-display=\"1\";\r\n hp=\"cipher\""), both.inside);
    assertTrue(both.shown.endsWith("\r\n\r\nHello.\r\n"), both.shown);
    assertFalse(both.shown.contains("hp"), both.shown);
  }

  @Test
  void aMessageThatHidesNothingIsLeftAlone() throws IOException {
    Both both = both("From: alice@example.test\r\nSubject: [...]\r\n\r\nHello.\r\n");
    assertFalse(both.inside.contains("hp-legacy-display"), both.inside);
    assertTrue(both.shown.endsWith("\r\n\r\nHello.\r\n"), both.shown);
  }

  @Test
  void htmlGetsThemAtTheTopOfItsBody() throws IOException {
    String html = "<html><body class=\"x\">\r\n<div><div>Hi</div></div></body></html>\r\n";
    Both both =
        both(
            HEAD.replace("the plan", "=?utf-8?q?a_<b>_=C3=BC?=")
                + "Content-Type: text/html; charset=iso-8859-1\r\n\r\n"
                + html);
    assertTrue(
        both.inside.contains(
            "<body class=\"x\"><div class=\"header-protection-legacy-display\">\r\n"
                + "<pre>Subject: a &#60;b&#62; &#252;\r\nComments: eat this</pre></div>"),
        both.inside);
    assertTrue(both.shown.endsWith("\r\n\r\n" + html), both.shown);
  }

  @Test
  void everyAlternativeGetsThemAndNoAttachment() throws IOException {
    String mixed =
        """
        Content-Type: multipart/mixed; boundary=m

        preamble
        --m
        Content-Type: multipart/alternative; boundary=a

        --a

        no header
        --a
        Content-Type: text/html

        <p>html</p>
        --a--
        --m
        Content-Type: text/plain

        a second text
        --m
        Content-Type: text/plain
        Content-Disposition: attachment; filename=t

        attached
        --m--
        epilogue
        """
            .replace("\n", "\r\n");
    Both both = both(HEAD + mixed);
    assertEquals(2, both.inside.split("hp-legacy-display=\"1\"", -1).length - 1, both.inside);
    assertTrue(both.inside.contains("\r\n\r\na second text"), both.inside);
    assertTrue(both.inside.contains("\r\n\r\nattached"), both.inside);
    String body = both.shown.substring(both.shown.indexOf("preamble"));
    String expected =
        mixed
            .substring(mixed.indexOf("preamble"))
            .replace(
                "--a\r\n\r\nno header",
                "--a\r\nContent-Type: text/plain;\r\n charset=\"us-ascii\"\r\n\r\nno header");
    assertEquals(expected, body);
  }

  @Test
  void encodedTextStaysWhatItIs() throws IOException {
    String text = "Grüße\r\n\r\nzweite Zeile\r\n";
    String base64 = Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    Both both =
        both(
            HEAD
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + base64
                + "\r\n");
    assertTrue(both.inside.contains("Subject: the plan\r\n"), both.inside);
    assertTrue(both.shown.endsWith("\r\n\r\nGr=C3=BC=C3=9Fe\r\n\r\nzweite Zeile\r\n"), both.shown);
  }

  @Test
  void aSubjectBeyondAsciiMakesTheTextUtf8() throws IOException {
    Both both =
        both(HEAD.replace("the plan", "=?utf-8?q?der_gro=C3=9Fe_Plan?=") + "\r\nHello.\r\n");
    assertTrue(both.inside.contains("Subject: der gro=C3=9Fe Plan"), both.inside);
    assertTrue(both.inside.contains("charset=\"utf-8\""), both.inside);
    assertTrue(both.shown.endsWith("\r\n\r\nHello.\r\n"), both.shown);
  }

  @Test
  void textsThatAreNotAsciiAtHeartAreLeftAlone() throws IOException {
    Both both =
        both(
            HEAD
                + "Content-Type: text/plain; charset=utf-16le\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nSABpAA==\r\n");
    assertFalse(both.inside.contains("hp-legacy-display"), both.inside);
    assertTrue(both.shown.contains("SABpAA=="), both.shown);
  }

  @Test
  void linesAreTakenAwayOnlyFromWhatWasEncrypted() throws IOException {
    String marked =
        "Content-Type: text/plain; hp-legacy-display=\"1\"\r\n\r\nSubject: x\r\n\r\nHello.\r\n";
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    Mail.signer(ALICE, MessageSigner.Form.OPAQUE)
        .write(java.util.List.of(), Mail.octets(marked), People.NOW, People.RANDOM, out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE)) {
      assertTrue(Mail.text(reading.content().orElseThrow()).contains("Subject: x\r\n\r\nHello."));
    }
  }

  /** What is encrypted, and what a reader is shown. */
  private record Both(String inside, String shown) {}

  private static Both both(String message) throws IOException {
    String made =
        Mail.signedAndEncrypted(message, ALICE, CryptoProfile.Name.COMPATIBLE, BOB.certificate());
    try (Reading reading = Mail.read(made, PEOPLE, BOB)) {
      return new Both(
          Mail.text(((Opening.Opened) reading.opening().orElseThrow()).content()),
          Mail.text(reading.content().orElseThrow()));
    }
  }
}
