package org.signetmail.smime;

import java.util.List;
import java.util.Optional;

/**
 * The header fields that a reader is shown, and whence they come: two types, so that nobody takes
 * what anybody on the way could write for what the author protected.
 */
public sealed interface Headers permits ProtectedHeaders, OuterHeaders {
  /** In the order of the message; none that describe a body (RFC 9787 §1.1.1: structural). */
  List<HeaderField> fields();

  /** The value of the first field of this name. */
  default Optional<String> value(String name) {
    return fields().stream().filter(f -> f.is(name)).findFirst().map(HeaderField::value);
  }
}
