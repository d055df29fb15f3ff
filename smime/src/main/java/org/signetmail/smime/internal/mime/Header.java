package org.signetmail.smime.internal.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The header of an entity and where its body begins (RFC 5322 §2.1).
 *
 * @param bodyOffset in the octets it was read from
 * @param isOdd whether it has lines on whose meaning programs disagree: without a colon, with
 *     blanks before it, with bare carriage returns or zeros, or with nothing but blanks
 */
public record Header(List<Field> fields, long bodyOffset, boolean isOdd) {
  public Header {
    fields = List.copyOf(fields);
  }

  /**
   * @throws MalformedMessage when there is no header at the beginning or it is larger than allowed
   */
  public static Header read(Octets entity, int atMost) throws IOException {
    byte[] block = block(entity, atMost);
    List<Field> fields = new ArrayList<>();
    boolean isOdd = false;
    int at = 0;
    while (at < block.length) {
      int end = lineEnd(block, at);
      int text = withoutLineEnd(block, at, end);
      if (text == at) {
        at = end;
        break; // the empty line: end of the header
      }
      if (at == 0 && (startsWith(block, at, "From ") || startsWith(block, at, ">From "))) {
        at = end; // the separator of an mbox file
        continue;
      }
      int last = end;
      while (last < block.length && (block[last] == ' ' || block[last] == '\t')) {
        int next = lineEnd(block, last);
        isOdd |= isBlank(block, last, withoutLineEnd(block, last, next));
        last = next;
      }
      int colon = colon(block, at, text);
      if (colon < 0 && fields.isEmpty()) {
        throw new MalformedMessage(
            "message: does not begin with a header field (RFC 5322 §2.2); give a whole message with"
                + " its header");
      }
      isOdd |= colon < 0 || hasControls(block, at, last);
      if (colon > 0) {
        String name = new String(block, at, colon - at, java.nio.charset.StandardCharsets.US_ASCII);
        isOdd |= name.endsWith(" ") || name.endsWith("\t");
        fields.add(new Field(name.strip(), canonical(block, at, last)));
      }
      at = last;
    }
    if (fields.isEmpty()) {
      throw new MalformedMessage(
          "message: has no header (RFC 5322 §2.1); give a whole message with its header");
    }
    return new Header(fields, at, isOdd);
  }

  /**
   * The header of a part, which may have none: then it begins with the empty line (RFC 2046 §5.1).
   */
  static Header ofPart(Octets part, int atMost) throws IOException {
    try (InputStream in = part.stream()) {
      byte[] first = in.readNBytes(2);
      if (first.length == 2 && first[0] == '\r' && first[1] == '\n') {
        return new Header(List.of(), 2, false);
      }
    }
    return read(part, atMost);
  }

  /** The bytes up to and with the empty line, or all when there is none. */
  private static byte[] block(Octets entity, int atMost) throws IOException {
    try (InputStream in = entity.stream()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
      byte[] buffer = new byte[1024];
      boolean isLineEmpty = true; // nothing on this line yet
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            if (isLineEmpty) {
              out.write(buffer, 0, i + 1);
              return withinBudget(out, atMost).toByteArray();
            }
            isLineEmpty = true;
          } else if (buffer[i] != '\r') {
            isLineEmpty = false;
          }
        }
        out.write(buffer, 0, n);
        withinBudget(out, atMost);
      }
      return out.toByteArray();
    }
  }

  private static ByteArrayOutputStream withinBudget(ByteArrayOutputStream header, int atMost)
      throws MalformedMessage {
    if (header.size() > atMost) {
      throw new MalformedMessage(
          "message: its header is larger than "
              + atMost
              + " bytes (RFC 5322 §2.1.1); it is no mail of a mail program");
    }
    return header;
  }

  private static int lineEnd(byte[] b, int from) {
    int at = from;
    while (at < b.length && b[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, b.length);
  }

  private static int withoutLineEnd(byte[] b, int from, int end) {
    int at = end;
    if (at > from && b[at - 1] == '\n') {
      at--;
    }
    while (at > from && b[at - 1] == '\r') {
      at--;
    }
    return at;
  }

  private static boolean isBlank(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] != ' ' && b[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControls(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == 0 || (b[i] == '\r' && (i + 1 == to || b[i + 1] != '\n'))) {
        return true;
      }
    }
    return false;
  }

  private static int colon(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == ':') {
        return i > from ? i : -1;
      }
      boolean isName = b[i] > 0x20 && b[i] < 0x7f;
      boolean isBlankBefore = (b[i] == ' ' || b[i] == '\t') && i > from;
      if (!isName && !isBlankBefore) {
        return -1;
      }
      if (isBlankBefore) { // only blanks may follow up to the colon
        int next = i;
        while (next < to && (b[next] == ' ' || b[next] == '\t')) {
          next++;
        }
        return next < to && b[next] == ':' ? next : -1;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] b, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= b.length || b[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] canonical(byte[] b, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 2);
    for (int i = from; i < to; i++) {
      if (b[i] == '\n' && (i == from || b[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(b[i]);
    }
    if (to == from || b[to - 1] != '\n') {
      out.write('\r');
      out.write('\n');
    }
    return out.toByteArray();
  }

  public Optional<Field> first(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  public List<Field> all(String name) {
    return fields.stream().filter(f -> f.is(name)).toList();
  }

  public Optional<String> value(String name) {
    return first(name).map(Field::value);
  }

  /** What the entity is; {@code text/plain} when it does not say (RFC 2045 §5.2). */
  public ContentType contentType() {
    return value("Content-Type").map(ContentType::of).orElse(ContentType.PLAIN);
  }

  /** In lower case; {@code 7bit} when it does not say. */
  public String transferEncoding() {
    return value("Content-Transfer-Encoding")
        .map(v -> ContentType.withoutComments(v).strip().toLowerCase(java.util.Locale.ROOT))
        .orElse("7bit");
  }

  /** The fields one after the other, without the empty line. */
  public static byte[] encoded(List<Field> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      out.writeBytes(field.raw());
    }
    return out.toByteArray();
  }
}
