package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;

/**
 * Bare CMS around bytes that are not mail: archive shares, transported keys, backups. AuthEnvelopedData with AES-256-GCM, DER,
 * one RecipientInfo per certificate; streaming.
 */
public final class SealedOctets {
  private SealedOctets() {}
  public static byte[] seal(byte[] content, List<Certificate> recipients, SecureRandom random) { throw new UnsupportedOperationException("STUB"); }
  public static void seal(InputStream content, List<Certificate> recipients, SecureRandom random, OutputStream out) throws IOException { throw new UnsupportedOperationException("STUB"); }
  /** @throws IOException one clear line when none of the keys opens it or it was changed. Content up to max bytes. */
  public static byte[] open(byte[] sealed, List<DecryptionIdentity> keys, int max) throws IOException { throw new UnsupportedOperationException("STUB"); }
  /** Releases content only after the tag holds. */
  public static Octets open(InputStream sealed, List<DecryptionIdentity> keys, Spool spool) throws IOException { throw new UnsupportedOperationException("STUB"); }
}
