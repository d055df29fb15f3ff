package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.smime.Octets;

/**
 * A text above a message: the message as it came becomes the second part of a multipart/mixed (RFC
 * 2046 §5.1.3), the text is the first. Only for messages without a signature at their root; inside
 * a part nothing is changed, so what is signed there stays so.
 */
final class Banner {
  private Banner() {}

  static void write(Octets message, String text, SecureRandom random, OutputStream out)
      throws IOException {
    byte[] unique = new byte[16];
    random.nextBytes(unique);
    String boundary = "banner-" + HexFormat.of().formatHex(unique);
    MessageHeader header = MessageHeader.read(message);
    List<String> fields = RawFields.of(message, header);
    StringBuilder outside = new StringBuilder();
    StringBuilder inside = new StringBuilder();
    String encoding = "7bit";
    for (String field : fields) {
      String name = RawFields.name(field);
      if (name.startsWith("content-")) {
        inside.append(field);
        encoding = encoding(name, field, encoding);
      } else if (!name.isEmpty() && !name.equals("mime-version")) {
        outside.append(field);
      }
    }
    outside
        .append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"")
        .append(boundary)
        .append("\"\r\nContent-Transfer-Encoding: ")
        .append(encoding)
        .append("\r\n\r\n--")
        .append(boundary)
        .append("\r\nContent-Type: text/plain; charset=utf-8\r\n")
        .append("Content-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n\r\n")
        .append(
            Base64.getMimeEncoder()
                .encodeToString((text + "\r\n").getBytes(StandardCharsets.UTF_8)))
        .append("\r\n--")
        .append(boundary)
        .append("\r\n")
        .append(inside)
        .append("\r\n");
    out.write(outside.toString().getBytes(StandardCharsets.ISO_8859_1));
    try (InputStream in = message.stream()) {
      in.skipNBytes(header.octets());
      in.transferTo(out);
    }
    out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** A multipart may have no encoding but those that encode nothing (RFC 2045 §6.4). */
  private static String encoding(String name, String field, String before) {
    if (!name.equals("content-transfer-encoding")) {
      return before;
    }
    String value = RawFields.value(field);
    return value.equalsIgnoreCase("8bit") || value.equalsIgnoreCase("binary") ? "8bit" : before;
  }
}
