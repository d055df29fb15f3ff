package org.signetmail.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * A wave as the store has it.
 *
 * @param position in the plan, from 0
 * @param changed when its state last changed; of one that is planned, when it was planned
 * @param policy of a wave that set one, else empty
 */
public record WaveRecord(Wave wave, int position, Instant changed, Optional<PolicyChange> policy) {

  /**
   * What a wave did to the policy, by fingerprints as {@link
   * org.signetmail.policy.Policy#fingerprint} makes them.
   *
   * @param before what was in force, and comes back with a rollback
   * @param set what the wave brought
   */
  public record PolicyChange(String before, String set) {}

  /** The same in another state since a moment. */
  public WaveRecord in(Wave.State state, Instant since) {
    return new WaveRecord(wave.in(state), position, since, policy);
  }

  /** The same, with what it did to the policy. */
  public WaveRecord with(PolicyChange change) {
    return new WaveRecord(wave, position, changed, Optional.of(change));
  }
}
