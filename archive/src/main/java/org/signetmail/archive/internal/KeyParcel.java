package org.signetmail.archive.internal;

import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.Mailbox;

/**
 * What is inside a transported key: whose it is, and the pair.
 *
 * @param subjectPublicKeyInfo DER
 * @param pkcs8 the secret; whoever made the array clears it
 */
public record KeyParcel(Mailbox owner, byte[] subjectPublicKeyInfo, byte[] pkcs8) {
  private static final String TITLE = "signet transported key 1";

  /** The octets to seal; the caller clears them. */
  public byte[] encoded() {
    return Packed.of(Packed.utf8(TITLE), Packed.utf8(owner.key()), subjectPublicKeyInfo, pkcs8);
  }

  public static KeyParcel of(byte[] encoded) throws MalformedDocument {
    Packed.Reader in = new Packed.Reader("transported key", encoded);
    in.title(TITLE);
    String owner = in.text();
    byte[] publicKey = in.next();
    byte[] pkcs8 = in.next();
    in.end();
    try {
      return new KeyParcel(Mailbox.of(owner), publicKey, pkcs8);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument("transported key: its owner is not a mailbox", e);
    }
  }

  @Override
  public String toString() {
    return "KeyParcel[" + owner + "]";
  }
}
