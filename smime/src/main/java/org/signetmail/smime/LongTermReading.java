package org.signetmail.smime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * What a check of evidence came to.
 *
 * @param signers the one there is
 * @param provenSince when the signature existed at the latest, by a time stamp that holds; empty
 *     without one
 * @param stamps the latest first
 * @param from the author's mailbox, where the signature is over it
 * @param subject where the signature is over it
 * @param renewBefore when something of what is relied on now ends: an archive time stamp must be
 *     over it by then; empty when no end is in sight
 * @param findings those of the verdict
 */
public record LongTermReading(
    Verdict verdict,
    Level level,
    List<Reading.Signer> signers,
    Optional<Instant> provenSince,
    List<Stamp> stamps,
    Optional<Mailbox> from,
    Optional<String> subject,
    Optional<Instant> renewBefore,
    List<Finding> findings) {

  /** How much is there, whether it holds or not (ETSI EN 319 122-1 §6.1). */
  public enum Level {
    /** The signature. */
    B,
    /** And a time stamp over it. */
    T,
    /** And the certificates and revocation values to judge it by. */
    LT,
    /** And a time stamp over all of that. */
    LTA
  }

  /** What a time stamp is over. */
  public enum Kind {
    SIGNATURE("signature"),
    ARCHIVE("archive");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What it came to. */
  public enum State {
    PROVEN,
    NOT_PROVEN
  }

  /**
   * One time stamp.
   *
   * @param authority empty when nobody's signature holds
   * @param digest by name: {@code sha-256}
   * @param judgedAt the time it was judged at: when the next one was put over it, or now
   */
  public record Stamp(
      Kind kind,
      Instant time,
      Optional<Certificate> authority,
      String digest,
      Instant judgedAt,
      State state) {}
}
