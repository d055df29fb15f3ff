package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * One request to bring archived keys back, and everything that was decided on it, in order.
 *
 * @param id short, unique, spoken over a telephone: {@code R-7K3Q-M2}
 * @param requester who asks; never one of the approving officers
 * @param owner whose keys
 * @param receiver to whom the shares are sealed: the owner's new certificate
 * @param reason in the requester's words; {@code legalReference} may be empty
 * @param request the signed request document (CMS SignedData)
 */
public record RecoveryCase(
    String id,
    Mailbox requester,
    Mailbox owner,
    List<KeyId> keys,
    Certificate receiver,
    String reason,
    String legalReference,
    Instant requestedAt,
    byte[] request,
    List<Step> steps) {

  /** What happened to a case after it was opened. */
  public sealed interface Step {
    Instant at();

    /**
     * An officer's own share of each key, sealed again to the receiver, under the officer's
     * signature.
     */
    record Approved(Instant at, KeyId officer, List<ResealedShare> shares, byte[] signature)
        implements Step {}

    record Denied(Instant at, KeyId officer, String why, byte[] signature) implements Step {}

    record Withdrawn(Instant at, Mailbox by) implements Step {}

    /**
     * Somebody asked for the key before the quorum was there, or without the right; nothing was
     * given.
     */
    record Refused(Instant at, Mailbox to, String why) implements Step {}

    record Released(Instant at, Mailbox to) implements Step {}
  }

  /** A share of one key, on its way to the receiver. */
  public record ResealedShare(KeyId key, int index, byte[] sealed) {}
}
