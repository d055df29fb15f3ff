package org.signetmail.policy;

import org.signetmail.pkix.Mailbox;

/** Who can open an encrypted message beside those it goes to. */
public sealed interface AlsoReader {
  /** The one who wrote it, where there is a certificate; else it goes without. */
  record Author() implements AlsoReader {}

  /** An archive, by its mailbox: nothing goes without it. */
  record Archive(Mailbox mailbox) implements AlsoReader {}

  /**
   * @throws IllegalArgumentException when it is neither {@code sender} nor a mailbox
   */
  static AlsoReader of(String word) {
    if (word.equals("sender")) {
      return new Author();
    }
    try {
      return new Archive(Mailbox.of(word));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + word + "' is neither sender nor a mailbox; write sender or archive@example.com", e);
    }
  }
}
