package org.signetmail.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * One request to bring archived keys back, and everything that was decided on it, in order.
 *
 * @param id short, unique, spoken over a telephone: {@code R-7K3Q-M2}
 * @param requester who asks; never one of the approving officers
 * @param owner whose keys
 * @param receiver for whom the keys are, and what may be done with them
 * @param reason in the requester's words; {@code legalReference} may be empty
 * @param request the signed request document (CMS SignedData)
 */
public record RecoveryCase(
    String id,
    Mailbox requester,
    Mailbox owner,
    List<KeyId> keys,
    Receiver receiver,
    String reason,
    String legalReference,
    Instant requestedAt,
    byte[] request,
    List<Step> steps) {
  public RecoveryCase {
    keys = List.copyOf(keys);
    steps = List.copyOf(steps);
  }

  /** What happened to a case after it was opened. */
  public sealed interface Step {
    Instant at();

    /**
     * An officer's own share of each key, sealed again to the receiver, under the officer's
     * signature.
     */
    record Approved(Instant at, KeyId officer, List<ResealedShare> shares, byte[] signature)
        implements Step {}

    /** The request itself was refused: the case was closed before any officer saw it. */
    record Rejected(Instant at, String why) implements Step {}

    record Denied(Instant at, KeyId officer, String why, byte[] signature) implements Step {}

    record Withdrawn(Instant at, Mailbox by) implements Step {}

    /**
     * Somebody asked for the key too early or without the right, or handed in a decision that does
     * not count; nothing was given.
     *
     * @param to who tried, by the name that was given
     */
    record Refused(Instant at, Mailbox to, String why) implements Step {}

    record Released(Instant at, Mailbox to) implements Step {}

    /** Nobody came for the keys in the time that policy gives a case. */
    record Expired(Instant at) implements Step {}

    /** The owner, whose notice had been withheld, has been told of the case. */
    record Told(Instant at) implements Step {}
  }

  /** A share of one key, on its way to the receiver. */
  public record ResealedShare(KeyId key, int index, byte[] sealed) {}

  /** The same case with one more step. */
  public RecoveryCase with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new RecoveryCase(
        id, requester, owner, keys, receiver, reason, legalReference, requestedAt, request, more);
  }
}
