package org.signetmail.archive;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.signetmail.archive.internal.KeyParcel;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.SealedOctets;

/**
 * An encryption key on its way into the archive, sealed by the enrolling side to the archive's
 * transport certificate.
 *
 * <p>The owner is sealed in with the pair: who intercepts a parcel cannot hand it in as his own
 * key.
 *
 * @param sealed AuthEnvelopedData (RFC 5083)
 */
public record TransportedKey(byte[] sealed) {

  /** Seals a key for the way. */
  public static TransportedKey seal(
      EncryptionKey key, Mailbox owner, Certificate archive, SecureRandom random) {
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    byte[] parcel = new KeyParcel(owner, key.publicKey().getEncoded(), pkcs8).encoded();
    try {
      return new TransportedKey(SealedOctets.seal(parcel, List.of(archive), random));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
      Arrays.fill(parcel, (byte) 0);
    }
  }
}
