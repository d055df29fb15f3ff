package org.signetmail.tlog;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.signetmail.tlog.internal.StrictText;

/**
 * A private value that a public leaf is bound to without showing it: {@code SHA-256(salt ‖ 0x00 ‖
 * value)}, the value in UTF-8, the salt 16 random octets of its own.
 *
 * <p>The leaf holds the {@link #hash}; salt and value, the opening, stay with the log's keeper.
 * With the opening anybody can check that the leaf meant this value. Without it the value cannot be
 * found by trying all addresses of the organisation, because the salt is as hard to guess as a key;
 * and when the opening is deleted, nothing about the person is left in the log. Two commitments to
 * one value have nothing in common, so the public log does not show that two acts were about the
 * same person.
 *
 * @param salt 32 lower-case hexadecimal digits, never used for another commitment
 * @param value the private value
 */
public record Commitment(String salt, String value) {

  /** The length of a salt in octets; fixed, so that salt and value cannot be cut differently. */
  public static final int SALT_LENGTH = 16;

  /**
   * A commitment.
   *
   * @throws LogFormatException when the salt is not 16 octets in hexadecimal, or the value has no
   *     UTF-8 form
   */
  public Commitment {
    int length = StrictText.hex("commitment salt", salt).length;
    if (length != SALT_LENGTH) {
      throw new LogFormatException(
          "commitment salt: " + length + " octets, must be " + SALT_LENGTH);
    }
    StrictText.utf8("commitment value", value);
  }

  /** A commitment to this value under this salt of 16 octets. */
  public static Commitment of(String value, byte[] salt) {
    return new Commitment(HexFormat.of().formatHex(salt), value);
  }

  /** A commitment to this value under a fresh salt. */
  public static Commitment of(String value, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    return of(value, salt);
  }

  /** What the leaf holds. */
  public Hash hash() {
    byte[] separator = {0};
    return Hash.sha256(
        HexFormat.of().parseHex(salt), separator, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash only: an opening must not reach a diagnostic log by accident. */
  @Override
  public String toString() {
    return "Commitment[" + hash() + "]";
  }
}
