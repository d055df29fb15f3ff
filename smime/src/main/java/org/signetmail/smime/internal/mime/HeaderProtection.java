package org.signetmail.smime.internal.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.smime.HeaderConfidentiality;

/**
 * Header protection as RFC 9788 §5.2 makes it: the fields of the message stand again inside what is
 * signed or encrypted, and {@code hp} on the content type there says so. On encryption a policy
 * says what the outside may show; {@code HP-Outer} keeps what it was left to say.
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

  /** What mail programs show (RFC 9787 §1.1.2), and the other two that the baseline hides. */
  private static final Set<String> USER_FACING =
      Set.of(
          "subject",
          "from",
          "to",
          "cc",
          "date",
          "reply-to",
          "followup-to",
          "sender",
          "comments",
          "keywords");

  private static final Set<String> MARKS = Set.of("hp", "hp-legacy-display", "protected-headers");

  private HeaderProtection() {}

  /** Whether a field is one of the message and not of its way. */
  public static boolean isProtected(Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return !field.isStructural() && !TRANSIT.contains(name) && !name.startsWith("arc-");
  }

  /** Whether a mailing list adds it, to be used although nobody protects it (RFC 9788 §7.1). */
  public static boolean isOfList(Field field) {
    return field.is("Archived-At") || field.name().regionMatches(true, 0, "List-", 0, 5);
  }

  /** What the outside says on encryption (RFC 9788 §5.2.1 step 5); others' {@code HP-Outer} go. */
  public static List<Field> outside(List<Field> fields, HeaderConfidentiality policy) {
    List<Field> out = new ArrayList<>();
    for (Field field : fields) {
      if (field.is("HP-Outer")) {
        continue;
      }
      Optional<String> left =
          isProtected(field) ? policy.outside(field.plain()) : Optional.of(field.value());
      if (left.isPresent()) {
        boolean isSame = left.get().equals(field.value());
        out.add(isSame ? field : Field.of(field.name(), left.get()));
      }
    }
    return out;
  }

  /** The fields that people look for and that the outside does not show (§5.2.1 step 2 ii). */
  public static List<Field> hidden(List<Field> fields, HeaderConfidentiality policy) {
    return fields.stream()
        .filter(f -> USER_FACING.contains(f.name().toLowerCase(Locale.ROOT)))
        .filter(f -> policy.outside(f.plain()).filter(f.value()::equals).isEmpty())
        .toList();
  }

  /**
   * The header of the payload: the fields of the message, what the outside was left to say of them
   * on encryption, then the fields of the body with {@code hp}.
   */
  public static List<Field> inside(
      List<Field> fields, List<Field> outside, List<Field> structural, Layer layer) {
    List<Field> out =
        new ArrayList<>(fields.stream().filter(HeaderProtection::isProtected).toList());
    if (layer == Layer.ENCRYPTED) {
      outside.stream()
          .filter(HeaderProtection::isProtected)
          .forEach(field -> out.add(outerCopy(field)));
    }
    for (Field field : structural) {
      out.add(field.is("Content-Type") ? with(field, "hp", layer.word) : field);
    }
    return out;
  }

  /** {@code HP-Outer: Name: value} (RFC 9788 §2.2.1), folds and all. */
  private static Field outerCopy(Field field) {
    byte[] value = field.rawValue();
    boolean isSpaced = value[0] == ' ' || value[0] == '\t';
    byte[] head =
        ("HP-Outer: " + field.name() + (isSpaced ? ":" : ": ")).getBytes(StandardCharsets.UTF_8);
    byte[] raw = Arrays.copyOf(head, head.length + value.length);
    System.arraycopy(value, 0, raw, head.length, value.length);
    return new Field("HP-Outer", raw);
  }

  /** A content type with one parameter more, otherwise as it was written. */
  static Field with(Field type, String parameter, String value) {
    String text = new String(type.raw(), StandardCharsets.ISO_8859_1).stripTrailing();
    if (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1);
    }
    String marked = text + ";\r\n " + parameter + "=\"" + value + "\"\r\n";
    return new Field(type.name(), marked.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A content type without marks of header protection; as it was when it has none. */
  public static Field unmarked(Field field) {
    return without(field, MARKS);
  }

  /** A content type without these parameters; as it was when it has none of them. */
  static Field without(Field field, Set<String> parameters) {
    ContentType type = ContentType.of(field.value());
    if (type.parameters().keySet().stream().noneMatch(parameters::contains)) {
      return field;
    }
    StringBuilder rebuilt = new StringBuilder(type.type());
    for (Map.Entry<String, String> parameter : type.parameters().entrySet()) {
      if (!parameters.contains(parameter.getKey())) {
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
    return value.replace("\r", "").replace("\n", "").replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
