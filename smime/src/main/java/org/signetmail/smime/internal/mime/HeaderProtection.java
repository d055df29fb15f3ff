package org.signetmail.smime.internal.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Header protection as RFC 9788 makes it: the fields of the message stand again inside what is
 * signed or encrypted, and {@code hp} on the content type there says so. On encryption the baseline
 * policy hides what tells of the content (§3.2.1): Subject becomes {@code [...]}, Keywords and
 * Comments go; {@code HP-Outer} keeps what the outside was left to say.
 */
public final class HeaderProtection {
  /** What is around the payload that carries the fields. */
  public enum Layer {
    SIGNED("clear"),
    ENCRYPTED("cipher");

    private final String word;

    Layer(String word) {
      this.word = word;
    }
  }

  public static final String OBSCURED = "[...]";

  /** Added by what carries mail, not by who writes it: never protected. */
  private static final Set<String> TRANSIT =
      Set.of(
          "received",
          "return-path",
          "delivered-to",
          "dkim-signature",
          "domainkey-signature",
          "authentication-results",
          "received-spf",
          "bcc",
          "resent-bcc",
          "hp-outer",
          "x-original-to");

  private static final Set<String> MARKS = Set.of("hp", "hp-legacy-display", "protected-headers");

  private HeaderProtection() {}

  /** Whether a field is one of the message and not of its way. */
  public static boolean isProtected(Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return !field.isStructural() && !TRANSIT.contains(name) && !name.startsWith("arc-");
  }

  /** What the outside says on encryption. */
  public static List<Field> obscured(List<Field> outer) {
    List<Field> out = new ArrayList<>();
    for (Field field : outer) {
      if (field.is("Subject")) {
        out.add(Field.of("Subject", OBSCURED));
      } else if (!field.is("Keywords") && !field.is("Comments") && !field.is("HP-Outer")) {
        out.add(field);
      }
    }
    return out;
  }

  /**
   * The header of the payload: the fields of the message, then those of its body with {@code hp}.
   */
  public static List<Field> inside(List<Field> fields, List<Field> structural, Layer layer) {
    List<Field> out =
        new ArrayList<>(fields.stream().filter(HeaderProtection::isProtected).toList());
    if (layer == Layer.ENCRYPTED) {
      for (Field field : obscured(out)) {
        out.add(outerCopy(field));
      }
    }
    boolean hasType = false;
    for (Field field : structural) {
      if (field.is("MIME-Version")) {
        continue;
      }
      hasType |= field.is("Content-Type");
      out.add(field.is("Content-Type") ? marked(field, layer) : field);
    }
    if (!hasType) {
      out.add(Field.of("Content-Type", "text/plain; charset=us-ascii; hp=\"" + layer.word + "\""));
    }
    return out;
  }

  private static Field outerCopy(Field field) {
    byte[] value = field.rawValue();
    byte[] head = ("HP-Outer: " + field.name() + ":").getBytes(StandardCharsets.UTF_8);
    byte[] raw = java.util.Arrays.copyOf(head, head.length + value.length);
    System.arraycopy(value, 0, raw, head.length, value.length);
    return new Field("HP-Outer", raw);
  }

  /** The content type with our {@code hp}, and no other's. */
  private static Field marked(Field field, Layer layer) {
    byte[] plain = unmarked(field).raw();
    String value = new String(plain, StandardCharsets.ISO_8859_1).stripTrailing();
    if (value.endsWith(";")) {
      value = value.substring(0, value.length() - 1);
    }
    return new Field(
        field.name(),
        (value + ";\r\n hp=\"" + layer.word + "\"\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A content type without marks of header protection; as it was when it has none. */
  public static Field unmarked(Field field) {
    ContentType type = ContentType.of(field.value());
    if (type.parameters().keySet().stream().noneMatch(MARKS::contains)) {
      return field;
    }
    StringBuilder rebuilt = new StringBuilder(type.type());
    for (Map.Entry<String, String> parameter : type.parameters().entrySet()) {
      if (!MARKS.contains(parameter.getKey())) {
        rebuilt
            .append(";\r\n ")
            .append(parameter.getKey())
            .append("=\"")
            .append(escaped(parameter.getValue()))
            .append('"');
      }
    }
    return Field.of(field.name(), rebuilt.toString());
  }

  private static String escaped(String value) {
    return value.replaceAll("[\\r\\n]", "").replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
