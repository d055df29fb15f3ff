package org.signetmail.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * Encryption certificates of correspondents that came with signed mail of theirs. What a method
 * returned from is durable. Safe for use by many threads and many nodes.
 */
public interface HarvestedCertificates {
  /**
   * How many are kept for one mailbox: what comes after pushes out what was heard of longest ago.
   */
  int MOST = 4;

  /**
   * A certificate, and what its holder said along with it.
   *
   * @param mailbox whose; the certificate names it
   * @param between certificates of authorities that came along, trusted for nothing
   * @param reads what the holder's program opens, in the words of profiles; empty when not known
   * @param announced signing time of the message that said so (RFC 8551 §2.5.2)
   * @param heard signing time of the last message that named the certificate
   */
  record Harvested(
      Mailbox mailbox,
      Certificate certificate,
      List<Certificate> between,
      Set<String> reads,
      Optional<Instant> announced,
      Instant heard) {
    public Harvested {
      between = List.copyOf(between);
      reads = Set.copyOf(reads);
    }
  }

  /**
   * Keeps what was heard; a certificate of the same mailbox that is there already is replaced by
   * what was heard later, and stays where this was heard before.
   */
  void keep(Harvested harvested);

  /** Those of a mailbox, the last heard of first. */
  List<Harvested> of(Mailbox mailbox);

  /**
   * Deletes what was heard of last before a moment: an address may have another holder by now.
   *
   * @return how many
   */
  int forget(Instant heardBefore);

  /** What was heard last of a certificate, from any of its mailboxes. */
  Optional<Harvested> about(Certificate certificate);
}
