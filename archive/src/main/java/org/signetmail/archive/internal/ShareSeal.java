package org.signetmail.archive.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.SealedOctets;

/**
 * Seals a share to one officer, under all of the officer's certificates: one CMS envelope inside
 * the other, the classical one inside.
 *
 * <p>Recipients of one envelope are alternatives, and the weakest of them decides. An officer with
 * a classical and an ML-KEM certificate needs both keys: so the layers are nested, and who breaks
 * one kind of key has nothing. One composite key would do the same in one envelope; but it is one
 * key, and the classical half of an officer's is often in a token that knows no other kind.
 */
public final class ShareSeal {
  /** More than a share with its names ever has, and all its layers. */
  private static final int LARGEST = 64 * 1024;

  private static final int MOST_LAYERS = 2;

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
   * Opens all layers, each with whichever of the officer's keys it is sealed to; the caller clears
   * what comes out.
   *
   * @throws IOException when one does not open
   */
  public static byte[] open(byte[] sealed, List<DecryptionIdentity> identities) throws IOException {
    byte[] opened = SealedOctets.open(sealed, identities, LARGEST);
    for (int layers = 1; layers < MOST_LAYERS && !ShareContent.is(opened); layers++) {
      opened = SealedOctets.open(opened, identities, LARGEST);
    }
    return opened;
  }
}
