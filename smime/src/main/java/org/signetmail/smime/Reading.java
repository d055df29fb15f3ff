package org.signetmail.smime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * What a reader may be shown of one message: the verdict, what the encryption came to, whom it is
 * from, and the content (empty when not for us or refused). Owns the content: close it.
 */
public record Reading(
    Verdict verdict,
    Optional<Opening> opening,               // empty: nothing at the root is encrypted
    Optional<Mailbox> from,                  // the one From mailbox that is shown
    String subject,
    Protection subjectProtection,
    List<Signer> signers,
    Optional<Octets> content,                // the innermost MIME entity with the protected headers, as a message
    List<Finding> findings)                  // all, of every layer, in order
    implements java.io.Closeable {
  public enum Protection { PROTECTED, UNPROTECTED }
  /** One SignerInfo as reported, whether or not it holds. */
  public record Signer(Optional<Certificate> certificate, String issuerAndSerial, Optional<Instant> signingTime, String algorithm, String verdict) {}
  @Override public void close() throws java.io.IOException { throw new UnsupportedOperationException("STUB"); }
}
