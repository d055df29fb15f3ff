package org.signetmail.pkix;

import java.io.IOException;
import java.util.List;

/**
 * What a file of keys and certificates holds: PKCS#12 (RFC 7292), or PEM/DER keys and certificates.
 * Reading and writing only bytes; where they lie is the caller's.
 */
public final class KeyFile {
  /** STUB. Password may be empty; wrong password → UnreadableException with Reason.WRONG_PASSWORD, garbage → NOT_A_KEY_FILE, no key → NO_KEY. */
  public static KeyFile read(byte[] bytes, char[] password, String name) throws Unreadable { throw new UnsupportedOperationException(); }

  public List<Certificate> certificates() { throw new UnsupportedOperationException(); }
  /** Identities that may sign, in file order (path completed from certificates in the file). */
  public List<SigningIdentity> signing() { throw new UnsupportedOperationException(); }
  /** Identities that open messages. */
  public List<DecryptionIdentity> decryption() { throw new UnsupportedOperationException(); }

  /** Modern PKCS#12: PBES2 AES-256, HMAC-SHA-256 MAC; friendlyName. */
  public static byte[] writeSigning(SigningIdentity identity, char[] password) { throw new UnsupportedOperationException(); }
  public static byte[] writeDecryption(List<DecryptionIdentity> identities, List<Certificate> issuers, char[] password) { throw new UnsupportedOperationException(); }
  /** A person's both keys in one file for mail clients. */
  public static byte[] write(SigningIdentity signing, List<DecryptionIdentity> decryption, char[] password) { throw new UnsupportedOperationException(); }
  /** Encrypted PKCS#8 (RFC 5958) as PEM, for a key that has no certificate (log key). */
  public static byte[] writeKey(SigningKey key, char[] password) { throw new UnsupportedOperationException(); }
  public static SigningKey readKey(byte[] pem, char[] password, String name) throws Unreadable { throw new UnsupportedOperationException(); }

  public static final class Unreadable extends IOException {
    public enum Reason { WRONG_PASSWORD, NOT_A_KEY_FILE, NO_KEY, UNSUPPORTED }
    private final Reason reason;
    public Unreadable(Reason reason, String line) { super(line); this.reason = reason; }
    public Reason reason() { return reason; }
  }
}
