package org.signetmail.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Upload;

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

  private static final String BOUNDARY = "B7";
  private static final String FIELD = "--B7\r\nContent-Disposition: form-data; name=";

  static final Map<String, byte[]> UPLOADS =
      Map.of(
          "a field and a file",
          text(
              FIELD
                  + "\"csrf\"\r\n\r\nabc\r\n"
                  + FIELD
                  + "\"file\"; filename=\"a.eml\"\r\nContent-Type: message/rfc822\r\n\r\nx\r\n"
                  + "--B7--\r\n"),
          "no end",
          text(FIELD + "\"csrf\"\r\n\r\nabc"),
          "twice",
          text((FIELD + "\"a\"\r\n\r\n1\r\n").repeat(2) + "--B7--"));

  private Forms() {}

  static void readUpload(byte[] input) {
    try {
      Upload upload = Upload.parse("multipart/form-data; boundary=" + BOUNDARY, input);
      if (upload.octets("file").length > input.length || !upload.get("not there").isEmpty()) {
        throw new AssertionError("a field has what was not sent");
      }
    } catch (IllegalArgumentException e) {
      Messages.requireOneLine(new IOException(e.getMessage()));
    }
  }

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
