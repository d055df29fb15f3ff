package org.signetmail.gateway;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.VerifiedSigner;

/**
 * Takes in what correspondents send along with signatures that passed: the certificate to encrypt
 * answers to, and what their programs open. Safe for use by many threads, and quick.
 */
@FunctionalInterface
public interface Harvester {
  /** Takes nothing in. */
  Harvester NONE = (signer, from, now) -> Outcome.NOTHING;

  /** What became of it. */
  enum Outcome {
    /** A certificate that was not known. */
    TAKEN,
    /** Known, and heard of again. */
    KNOWN,
    /**
     * Another than the valid one that is there, and not its successor: nobody changes whom we
     * encrypt to by sending mail.
     */
    HELD_BACK,
    /** There is nothing to take, or it is not trusted. */
    NOTHING
  }

  /**
   * Takes in what a signer sent along.
   *
   * @param from the mailbox that the message is from, which the signer's certificate names
   */
  Outcome take(VerifiedSigner signer, Mailbox from, Instant now);
}
