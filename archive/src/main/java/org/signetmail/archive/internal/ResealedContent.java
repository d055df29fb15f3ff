package org.signetmail.archive.internal;

import java.util.Arrays;
import java.util.HexFormat;
import org.signetmail.archive.MalformedDocument;

/**
 * What an officer seals to the receiver: his share, bound to the case and to the very request he
 * approved, so that shares of two cases never combine.
 *
 * <p>{@link #close} clears the share.
 *
 * @param requestDigest SHA-256 of the signed request, in hexadecimal
 */
public record ResealedContent(String caseId, String requestDigest, ShareContent share)
    implements AutoCloseable {
  private static final String TITLE = "signet archive share on its way 1";

  /** The octets to seal; the caller clears them. */
  public byte[] encoded() {
    byte[] inner = share.encoded();
    try {
      return Packed.of(
          Packed.utf8(TITLE), Packed.utf8(caseId), HexFormat.of().parseHex(requestDigest), inner);
    } finally {
      Arrays.fill(inner, (byte) 0);
    }
  }

  /** Reads the opened octets; the caller clears them. */
  public static ResealedContent of(byte[] encoded) throws MalformedDocument {
    Packed.Reader in = new Packed.Reader("share", encoded);
    in.title(TITLE);
    String caseId = in.text();
    String digest = HexFormat.of().formatHex(in.next(32));
    byte[] inner = in.next();
    try {
      in.end();
      return new ResealedContent(caseId, digest, ShareContent.of(inner));
    } finally {
      Arrays.fill(inner, (byte) 0);
    }
  }

  @Override
  public void close() {
    share.close();
  }
}
