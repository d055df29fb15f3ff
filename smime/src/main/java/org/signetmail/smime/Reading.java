package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * What a reader may be shown of one message: the verdict, what the encryption came to, whom it is
 * from, and the content. Owns the content: close it, and the content of its opening goes with it.
 *
 * @param opening empty when nothing at the root is encrypted
 * @param from the one From mailbox that is shown; empty when there is not exactly one
 * @param subject as people read it; empty when there is none
 * @param subjectProtection whether the subject shown was proven by a signature that passed, or came
 *     out of authenticated encryption
 * @param signers every SignerInfo of every signature at the root, innermost signature first
 * @param content the innermost MIME entity with the protected header fields, as a message; empty
 *     when not for us or refused
 * @param findings all, of every layer, in order
 */
public record Reading(
    Verdict verdict,
    Optional<Opening> opening,
    Optional<Mailbox> from,
    String subject,
    Protection subjectProtection,
    List<Signer> signers,
    Optional<Octets> content,
    List<Finding> findings)
    implements Closeable {

  /** Whether what is shown was proven. */
  public enum Protection {
    PROTECTED,
    UNPROTECTED
  }

  /**
   * One SignerInfo as reported, whether or not it holds.
   *
   * @param issuerAndSerial how the message names the signer
   * @param signingTime what the signer claims
   * @param algorithm as in the contract's JSON: {@code ecdsa-with-SHA256}
   * @param verdict the word of {@link Verdict#word()} for this signer alone
   */
  public record Signer(
      Optional<Certificate> certificate,
      String issuerAndSerial,
      Optional<Instant> signingTime,
      String algorithm,
      String verdict) {}

  @Override
  public void close() throws IOException {
    if (content.isPresent()) {
      content.get().close();
    }
  }
}
