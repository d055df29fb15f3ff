package org.signetmail.smime;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * @param headers the header fields that are shown, and whether they come from inside the protection
 * @param subject as people read it; empty when there is none
 * @param subjectProtection whether the subject shown was proven by a signature that passed, or came
 *     out of authenticated encryption
 * @param signers every SignerInfo of every signature at the root, innermost signature first
 * @param receiptAsked that the author asks for a receipt; empty when the message did not pass
 * @param content the innermost MIME entity with the protected header fields, as a message; empty
 *     when not for us or refused
 * @param opened the message with the encryption at its root taken off, and the header that is
 *     shown: a signature inside stays as it is, octet for octet; empty where nothing at the root
 *     was opened. Good as long as the content is
 * @param findings all, of every layer, in order
 */
public record Reading(
    Verdict verdict,
    Optional<Opening> opening,
    Optional<Mailbox> from,
    Headers headers,
    String subject,
    Protection subjectProtection,
    List<Signer> signers,
    Optional<ReceiptAsked> receiptAsked,
    Optional<Octets> content,
    Optional<Octets> opened,
    List<Finding> findings)
    implements Closeable {

  /** Whether what is shown was proven. */
  public enum Protection {
    PROTECTED,
    UNPROTECTED
  }

  /** Of which signature, where several are around each other (RFC 2634 §1.1). */
  public enum Place {
    /** The one next to the content: its author's. */
    INNER,
    OUTER;

    /** The word in JSON: inner, outer. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One SignerInfo as reported, whether or not it holds.
   *
   * @param issuerAndSerial how the message names the signer
   * @param signingTime what the signer claims
   * @param algorithm as in the contract's JSON: {@code ecdsa-with-SHA256}
   * @param verdict the word of {@link Verdict#word()} for this signer alone
   * @param place whether it is the author's signature or one around it
   * @param services what the signer asks for and says besides
   */
  public record Signer(
      Optional<Certificate> certificate,
      String issuerAndSerial,
      Optional<Instant> signingTime,
      String algorithm,
      String verdict,
      Place place,
      SignedServices services) {
    Signer at(Place other) {
      return new Signer(
          certificate, issuerAndSerial, signingTime, algorithm, verdict, other, services);
    }
  }

  @Override
  public void close() throws IOException {
    if (content.isPresent()) {
      content.get().close();
    }
  }
}
