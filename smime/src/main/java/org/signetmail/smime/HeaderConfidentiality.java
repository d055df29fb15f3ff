package org.signetmail.smime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Header Confidentiality Policy (RFC 9788 §3.1): what of a field the outside of an encrypted
 * message shows. It is asked for every field of the message but those of its structure; it must
 * give the same answer to the same question, and leaves the address of From alone (§3.1.1).
 */
@FunctionalInterface
public interface HeaderConfidentiality {
  /** What stands for a value that is not to be seen (RFC 9788 §3.2.1). */
  String OBSCURED = "[...]";

  /** hcp_baseline (RFC 9788 §3.2.1): hides what only people read. */
  HeaderConfidentiality BASELINE =
      field ->
          switch (field.name().toLowerCase(Locale.ROOT)) {
            case "subject" -> Optional.of(OBSCURED);
            case "comments", "keywords" -> Optional.empty();
            default -> Optional.of(field.value());
          };

  /**
   * The value for the outside: the same where nothing is hidden, printable ASCII where it is
   * another, and empty where the field stays inside only.
   */
  Optional<String> outside(HeaderField field);

  /** Asks another policy about what this one leaves as it is (RFC 9788 §5.2.1 step 5 iv). */
  default HeaderConfidentiality then(HeaderConfidentiality other) {
    return field -> {
      Optional<String> mine = outside(field);
      return mine.filter(field.value()::equals).isPresent() ? other.outside(field) : mine;
    };
  }

  /**
   * ReferenceHCP (RFC 9788 §6.1.2): hides in an answer what was hidden in the message it answers.
   *
   * @param respond how the program fills the header of this kind of answer from that of the
   *     message; it is asked twice and must not depend on anything else
   */
  static HeaderConfidentiality ofResponse(
      ProtectedHeaders referenced, UnaryOperator<List<HeaderField>> respond) {
    if (referenced.intent() == ProtectedHeaders.Intent.CLEAR) {
      return field -> Optional.of(field.value());
    }
    List<HeaderField> fromInside = new ArrayList<>(respond.apply(referenced.fields()));
    List<HeaderField> fromOutside = new ArrayList<>(respond.apply(referenced.leftOutside()));
    fromInside.removeIf(fromOutside::remove); // the same either way: nothing to hide
    Map<HeaderField, Optional<String>> hidden = new HashMap<>();
    for (HeaderField field : fromInside) {
      hidden.put(
          field,
          fromOutside.stream()
              .filter(other -> other.is(field.name()))
              .reduce((first, last) -> last)
              .map(HeaderField::value));
    }
    return field -> hidden.getOrDefault(field, Optional.of(field.value()));
  }
}
