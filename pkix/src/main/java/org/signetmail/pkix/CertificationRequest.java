package org.signetmail.pkix;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;

/** PKCS#10 (RFC 2986): a public key, who asks, and proof of holding the private key. */
public record CertificationRequest(byte[] encoded, PublicKey publicKey, String subject, List<Mailbox> mailboxes) {
  public static CertificationRequest make(SigningKey key, String commonName, Mailbox mailbox) { throw new UnsupportedOperationException(); }
  /** Parses (DER or PEM) and checks the signature: proof of possession (RFC 2986 §4.2). @throws IOException one clear line */
  public static CertificationRequest of(byte[] bytes) throws IOException { throw new UnsupportedOperationException(); }
}
