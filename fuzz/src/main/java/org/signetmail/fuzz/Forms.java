package org.signetmail.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.signetmail.web.page.Form;

/** Forms that browsers post: read, or refused in one line. What was not sent is empty. */
final class Forms {
  static final Map<String, byte[]> SEEDS =
      Map.of(
          "invitation",
          text("csrf=abc&mailbox=alice%40example.test&code=AAAAA-BBBBB"),
          "nothing but a name",
          text("a"),
          "escapes",
          text("a=%C3%A9+b&%26=%3D"));

  private Forms() {}

  static void read(byte[] input) {
    try {
      if (!Form.parse(input).get("a name that is not there \0").isEmpty()) {
        throw new AssertionError("a field that was not sent has a value");
      }
    } catch (IllegalArgumentException e) {
      Messages.requireOneLine(new IOException(e.getMessage()));
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
