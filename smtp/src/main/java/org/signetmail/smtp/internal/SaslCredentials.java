package org.signetmail.smtp.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A name and a password, as the mechanisms PLAIN (RFC 4616) and LOGIN bring them. {@link #close}
 * clears the password.
 *
 * @param name whose password it is to be
 */
public record SaslCredentials(String name, char[] password) implements AutoCloseable {

  /**
   * The one message of PLAIN: an identity to act as, NUL, a name, NUL, a password. Nobody acts as
   * another: the first must be empty or the name.
   *
   * @return empty when it is not that
   */
  public static Optional<SaslCredentials> plain(byte[] message) {
    int first = nul(message, 0);
    int second = first < 0 ? -1 : nul(message, first + 1);
    if (second < 0 || nul(message, second + 1) >= 0) {
      return Optional.empty();
    }
    Optional<String> identity = text(Arrays.copyOf(message, first)).map(String::new);
    Optional<String> name = text(Arrays.copyOfRange(message, first + 1, second)).map(String::new);
    byte[] secret = Arrays.copyOfRange(message, second + 1, message.length);
    try {
      boolean own = identity.filter(one -> one.isEmpty() || identity.equals(name)).isPresent();
      return own && !name.orElse("").isEmpty()
          ? text(secret).map(password -> new SaslCredentials(name.get(), password))
          : Optional.empty();
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The two answers of LOGIN; empty when one of them is not text. */
  public static Optional<SaslCredentials> login(byte[] name, byte[] password) {
    return text(name)
        .filter(one -> one.length > 0)
        .flatMap(one -> text(password).map(two -> new SaslCredentials(new String(one), two)));
  }

  /**
   * What stands in a line of the exchange: base64 (RFC 4648 §4), {@code =} for nothing in a command
   * (RFC 4954 §4); empty when it is neither.
   */
  public static Optional<byte[]> decoded(byte[] line) {
    if (line.length == 1 && line[0] == '=') {
      return Optional.of(new byte[0]);
    }
    try {
      return line.length % 4 == 0
          ? Optional.of(Base64.getDecoder().decode(line))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int nul(byte[] message, int from) {
    for (int i = from; i < message.length; i++) {
      if (message[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** UTF-8 without control characters. */
  private static Optional<char[]> text(byte[] octets) {
    CharBuffer decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    char[] text = new char[decoded.remaining()];
    decoded.get(text);
    Arrays.fill(decoded.array(), '\0');
    for (char c : text) {
      if (Character.isISOControl(c)) {
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  @Override
  public void close() {
    Arrays.fill(password, '\0');
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "SaslCredentials";
  }
}
