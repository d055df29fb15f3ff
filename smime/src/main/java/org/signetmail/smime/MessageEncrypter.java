package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import org.signetmail.pkix.Certificate;

/** Makes encrypted messages: EnvelopedData or AuthEnvelopedData (RFC 8551 §3.3, §3.4), streaming. Thread-safe. */
public final class MessageEncrypter {
  public record Options(MessageSigner.HeaderProtection headerProtection, CryptoProfile profile) {
    public static Options standard() { throw new UnsupportedOperationException("STUB"); }
  }
  /** @throws IllegalArgumentException one clear line when a certificate may not be encrypted to */
  public MessageEncrypter(List<Certificate> recipients, Options options) {}
  public void encrypt(Octets message, SecureRandom random, OutputStream out) throws IOException { throw new UnsupportedOperationException("STUB"); }
}
