package org.signetmail.smime;

import java.util.Objects;
import org.signetmail.pkix.SecretAccess;

/**
 * A password that opens a message (RFC 5652 §6.2.4): for a recipient without a certificate, who was
 * told it another way. As long as it is guessed it protects: choose it long, never reuse it.
 *
 * <p>Immutable and safe for use by many threads. Never printed.
 */
public final class MessagePassword {
  private final char[] characters;

  private MessagePassword(char[] characters) {
    this.characters = characters;
  }

  /**
   * @param characters used as UTF-8, as they are typed; copied
   * @throws IllegalArgumentException when there are none
   */
  public static MessagePassword of(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException(
          "password: is empty (RFC 5652 §6.2.4); choose one that nobody guesses");
    }
    return new MessagePassword(characters.clone());
  }

  /** The secret itself, a copy. */
  public char[] characters(SecretAccess token) {
    Objects.requireNonNull(token);
    return characters.clone();
  }

  @Override
  public String toString() {
    return "MessagePassword";
  }
}
