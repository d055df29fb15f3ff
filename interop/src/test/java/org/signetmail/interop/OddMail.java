package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.signetmail.testkit.Fixtures;

/** Mail that must come through as it is, and what servers put on top of it. */
final class OddMail {
  private OddMail() {}

  /** A message of 8-bit text with full stops, tabs and blanks at the ends of lines. */
  static byte[] letter(String text, String field) {
    return """
    From: Alice <alice@example.test>
    To: somebody
    Date: Mon, 23 Nov 2026 12:00:00 +0000
    Message-ID: <%d@example.test>
    Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
    %s
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    Grüße. %s
    .
    ..a line that begins with full stops
    \ttabs and blanks at the end \t\s

    """
        .formatted(System.nanoTime(), field, text)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Other people's odd mail, with CR LF line ends, by a name that can stand in an address. */
  static Map<String, byte[]> corpus() throws IOException {
    Map<String, byte[]> corpus = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(Fixtures.data("mime"))) {
      files = all.filter(file -> file.toString().endsWith(".msg")).sorted().toList();
    }
    for (Path file : files) {
      corpus.put("n" + corpus.size(), withCrLf(Files.readAllBytes(file)));
    }
    assertTrue(corpus.size() > 70, "corpus: " + corpus.size());
    return corpus;
  }

  private static byte[] withCrLf(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 1000);
    int before = 0;
    for (byte b : text) {
      if (b == '\n' && before != '\r') {
        out.write('\r');
      }
      out.write(b);
      before = b;
    }
    if (before != '\n') {
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    return out.toByteArray();
  }

  /** Whether there is a CR that ends no line. */
  static boolean hasBareCr(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\r' && (i + 1 == text.length || text[i + 1] != '\n')) {
        return true;
      }
    }
    return false;
  }

  /** Sends each to {@code NAME@other.test}; the names of those that were taken. */
  static List<String> sendAll(SmtpDialogue client, Map<String, byte[]> messages)
      throws IOException {
    List<String> taken = new ArrayList<>();
    for (Map.Entry<String, byte[]> message : messages.entrySet()) {
      String to = message.getKey() + "@other.test";
      if (client.send("eve@other.test", List.of(to), message.getValue()).startsWith("250")) {
        taken.add(message.getKey());
      }
    }
    return taken;
  }

  /** What came for the mailbox with this name. */
  static byte[] of(Map<String, byte[]> messages, String name) {
    return messages.entrySet().stream()
        .filter(one -> one.getKey().split("@", 2)[0].equals(name.split("@", 2)[0]))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** A message without the fields that servers put on top of it, which must be these. */
  static byte[] without(byte[] message, String... names) {
    int at = 0;
    for (String name : names) {
      String start =
          new String(message, at, Math.min(60, message.length - at), StandardCharsets.ISO_8859_1);
      assertTrue(start.startsWith(name + ": "), name + ", not: " + start);
      do {
        while (message[at++] != '\n') {}
      } while (message[at] == ' ' || message[at] == '\t');
    }
    return Arrays.copyOfRange(message, at, message.length);
  }
}
