package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** Input that is no mail, and mail that is built to exhaust its reader. */
class LimitsTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);

  @ParameterizedTest
  @ValueSource(strings = {"", "not a message", "\r\n\r\nbody", "a b c\r\nFrom: x@y.test\r\n"})
  void whatIsNoMessageIsRefusedInOneLine(String input) {
    MalformedMessage refused =
        assertThrows(MalformedMessage.class, () -> Mail.read(input, PEOPLE).close());
    assertTrue(
        String.valueOf(refused.getMessage()).matches("message: [^\n]+ \\(RFC [^)]+\\); [^\n]+"));
  }

  @Test
  void aHeaderOfTwoMegabytesIsRefused() {
    String input = "X-Long: " + "x".repeat(2 << 20) + "\r\n\r\nbody\r\n";
    assertThrows(MalformedMessage.class, () -> Mail.read(input, PEOPLE).close());
    assertThrows(
        MalformedMessage.class, () -> Mail.signed(input, ALICE, Form.MULTIPART_SIGNED).isEmpty());
  }

  @Test
  void twoHundredNestedParts() throws IOException {
    String message = nested(200, "Grüße");
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Unsigned.class, reading.verdict());
    }
    assertThrows(MalformedMessage.class, () -> Mail.signed(message, ALICE, Form.OPAQUE).isEmpty());
    try (Reading reading =
        Mail.read(Mail.signed(nested(200, "plain"), ALICE, Form.OPAQUE), PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
    try (Reading reading =
        Mail.read(Mail.signed(nested(10, "Grüße"), ALICE, Form.OPAQUE), PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      assertTrue(Mail.text(reading.content().orElseThrow()).contains("Gr=C3=BC=C3=9Fe"));
    }
  }

  private static String nested(int depth, String text) {
    StringBuilder message = new StringBuilder("From: alice@example.test\r\n");
    for (int i = 0; i < depth; i++) {
      message
          .append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append('x')
          .append("\r\n\r\n--b")
          .append(i)
          .append("x\r\n");
    }
    message.append("Content-Type: text/plain; charset=utf-8\r\n\r\n").append(text);
    for (int i = depth - 1; i >= 0; i--) {
      message.append("\r\n--b").append(i).append("x--");
    }
    return message.append("\r\n").toString();
  }

  @Test
  void layersWithoutEnd() throws IOException {
    String message = "From: alice@example.test\r\n\r\nx\r\n";
    for (int i = 0; i < 8; i++) {
      message = Mail.signed(message, ALICE, Form.OPAQUE);
    }
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
    }
    message = Mail.signed(message, ALICE, Form.OPAQUE);
    try (Reading reading = Mail.read(message, PEOPLE)) {
      assertInstanceOf(Verdict.Failed.class, reading.verdict());
      assertTrue(Mail.finds(reading, MessageFinding.BUDGET));
    }
  }

  @Tag("slow")
  @Test
  void aLargeMessageGoesThroughASmallSpool() throws IOException {
    ByteArrayOutputStream big = new ByteArrayOutputStream();
    big.writeBytes(
        "From: alice@example.test\r\nContent-Type: text/plain\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 40_000; i++) {
      big.writeBytes(
          ("line " + i + " of a long message, with Grüße\r\n").getBytes(StandardCharsets.UTF_8));
    }
    var bob = PEOPLE.reader("bob", KeyAlgorithm.X25519);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageProtector(
            Mail.signer(ALICE, Form.MULTIPART_SIGNED),
            Mail.encrypter(CryptoProfile.Name.MODERN, bob.certificate()))
        .protect(Octets.of(big.toByteArray()), People.NOW, People.RANDOM, out);
    try (Reading reading = Mail.read(Octets.of(out.toByteArray()), PEOPLE, bob)) {
      assertInstanceOf(
          Verdict.Passed.class, reading.verdict(), List.of(reading.findings()).toString());
      assertTrue(reading.content().orElseThrow().size() > 1_000_000);
      assertTrue(Mail.text(reading.content().get()).contains("line 39999 of a long message"));
    }
  }
}
