package org.signetmail.pkix;

import java.io.IOException;
import java.util.List;

/** Reads certificates, CRLs as people have them: PEM (several), DER, PKCS#7 certs-only. */
public final class Certificates {
  private Certificates() {}
  /** @throws IOException one clear line: name, what is wrong, what to do (e.g. "bob.key: is a private key, not a certificate"). */
  public static List<Certificate> read(byte[] bytes, String name) throws IOException { throw new UnsupportedOperationException(); }
  /** CRLs as DER, from PEM or DER. */
  public static List<byte[]> readCrls(byte[] bytes, String name) throws IOException { throw new UnsupportedOperationException(); }
}
