package org.signetmail.archive.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.SealedOctets;

/**
 * Seals a share to one officer, under all of his certificates: one CMS envelope inside the other.
 *
 * <p>Recipients of one envelope are alternatives, and the weakest of them decides. An officer with
 * a classical and an ML-KEM certificate needs both keys: so the layers are nested, and who breaks
 * one kind of key has nothing. Today officers have one certificate, and there is one layer.
 */
public final class ShareSeal {
  /** More than a share with its names ever has, and all its layers. */
  private static final int LARGEST = 64 * 1024;

  private ShareSeal() {}

  /** Seals under the first certificate, then the result under the second, and so on. */
  public static byte[] seal(byte[] content, List<Certificate> layers, SecureRandom random) {
    byte[] sealed = content;
    for (Certificate layer : layers) {
      sealed = SealedOctets.seal(sealed, List.of(layer), random);
    }
    return sealed;
  }

  /**
   * Opens all layers; the caller clears what comes out.
   *
   * @param identities in the order of sealing
   * @throws IOException when one does not open
   */
  public static byte[] open(byte[] sealed, List<DecryptionIdentity> identities) throws IOException {
    byte[] opened = sealed;
    for (DecryptionIdentity identity : identities.reversed()) {
      opened = SealedOctets.open(opened, List.of(identity), LARGEST);
    }
    return opened;
  }
}
