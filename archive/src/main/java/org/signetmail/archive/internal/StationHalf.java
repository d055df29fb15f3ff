package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.smime.SealedOctets;

/**
 * One custodian's half of what opens a station's key, bound to that key. {@link #close} clears it.
 *
 * @param index the x-coordinate
 */
public record StationHalf(KeyId key, int index, byte[] value) implements AutoCloseable {
  private static final String TITLE = "signet station half 1";
  private static final String KEY_TITLE = "signet station key 1";

  /** What is authenticated beside the station's private key. */
  public static byte[] context(KeyId key) {
    return Packed.of(Packed.utf8(KEY_TITLE), HexFormat.of().parseHex(key.hex()));
  }

  /** Sealed to its custodian. */
  public byte[] sealed(Certificate custodian, SecureRandom random) {
    byte[] clear =
        Packed.of(
            Packed.utf8(TITLE),
            HexFormat.of().parseHex(key.hex()),
            new byte[] {(byte) index},
            value);
    try {
      return SealedOctets.seal(clear, List.of(custodian), random);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /** Reads the opened octets; the caller clears them. */
  public static StationHalf of(byte[] encoded) throws MalformedDocument {
    Packed.Reader in = new Packed.Reader("station half", encoded);
    in.title(TITLE);
    KeyId key = new KeyId(HexFormat.of().formatHex(in.next(32)));
    int index = in.next(1)[0] & 0xff;
    byte[] value = in.next(KeySeal.KEY_LENGTH);
    in.end();
    return new StationHalf(key, index, value);
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
  }

  /** Names the half and never shows it. */
  @Override
  public String toString() {
    return "StationHalf[" + key + ", " + index + "]";
  }
}
