package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.signetmail.smime.Octets;

/** The header section of a message as it stands, field by field, to be written again in part. */
final class RawFields {
  private RawFields() {}

  /** Each with its folded lines and line end, as ISO 8859-1; the empty line is the last. */
  static List<String> of(Octets message, MessageHeader header) throws IOException {
    String section;
    try (InputStream in = message.stream()) {
      section =
          new String(in.readNBytes(Math.toIntExact(header.octets())), StandardCharsets.ISO_8859_1);
    }
    List<String> fields = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : section.splitWithDelimiters("\n", -1)) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t") || line.equals("\n");
      if (!folded && !open.isEmpty()) {
        fields.add(open.toString());
        open.setLength(0);
      }
      open.append(line);
    }
    fields.add(open.toString());
    return fields;
  }

  /** The name of a field in lower case; empty where there is none. */
  static String name(String field) {
    int colon = field.indexOf(':');
    return colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
  }

  /** The value of a field on one line. */
  static String value(String field) {
    return field
        .substring(field.indexOf(':') + 1)
        .replaceAll("\\r?\\n[ \\t]+", " ")
        .replaceAll("[\\r\\n]", "")
        .strip();
  }
}
