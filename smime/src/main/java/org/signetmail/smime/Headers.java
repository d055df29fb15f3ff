package org.signetmail.smime;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.mime.Addresses;

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

  /** The values of all fields of this name, in the order of the message. */
  default List<String> all(String name) {
    return fields().stream().filter(f -> f.is(name)).map(HeaderField::value).toList();
  }

  /**
   * The mailboxes that all fields of this name list (RFC 5322 §3.4).
   *
   * @throws IllegalArgumentException when one cannot be read, or its address is none
   */
  default List<Mailbox> mailboxes(String name) {
    return all(name).stream()
        .flatMap(value -> Addresses.of(value).stream())
        .map(Addresses.Named::mailbox)
        .toList();
  }
}
