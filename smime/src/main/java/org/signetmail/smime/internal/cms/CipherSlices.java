package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * Feeds ciphers a little at a time. The platform's work octet by octet until their callers are
 * compiled, and those are compiled after so many calls, not so many octets: given 64 KB at once,
 * AES stays thirty times slower for the first 300 MB of a process, given 4 KB for the first 10.
 */
public final class CipherSlices {
  /** Octets. */
  public static final int SLICE = 1 << 12;

  private CipherSlices() {}

  /** As {@link Cipher#update(byte[], int, int, byte[], int)}. */
  public static int update(Cipher cipher, byte[] in, int from, int length, byte[] out, int to)
      throws GeneralSecurityException {
    int written = 0;
    for (int done = 0; done < length; done += SLICE) {
      int n = Math.min(SLICE, length - done);
      written += cipher.update(in, from + done, n, out, to + written);
    }
    return written;
  }
}
