package org.signetmail.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.signetmail.tlog.internal.StrictText;

/**
 * A SHA-256 hash: 32 octets, compared by value.
 *
 * <p>Hashes in a log are public, so {@link #equals} makes no effort to take constant time.
 */
public final class Hash {

  /** The length of a hash in octets. */
  public static final int LENGTH = 32;

  private final byte[] octets;

  private Hash(byte[] octets) {
    this.octets = octets;
  }

  /**
   * The hash with these octets, which are copied.
   *
   * @throws LogFormatException unless there are exactly 32
   */
  public static Hash of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new LogFormatException("hash: " + octets.length + " octets, SHA-256 has 32");
    }
    return new Hash(octets.clone());
  }

  /**
   * The hash written as 64 lower-case hexadecimal digits.
   *
   * @throws LogFormatException when it is not
   */
  public static Hash ofHex(String hex) {
    return of(StrictText.hex("hash", hex));
  }

  /**
   * The hash written in base64 (RFC 4648 §4, padded), as checkpoints and proofs have it.
   *
   * @throws LogFormatException when it is not
   */
  public static Hash ofBase64(String base64) {
    return of(StrictText.base64("hash", base64));
  }

  /** SHA-256 over the parts, one after the other. */
  public static Hash sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return new Hash(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A copy of the 32 octets. */
  public byte[] bytes() {
    return octets.clone();
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(octets);
  }

  /** Base64 with padding, 44 characters. */
  public String base64() {
    return Base64.getEncoder().encodeToString(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return hex();
  }
}
