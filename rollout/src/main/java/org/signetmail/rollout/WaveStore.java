package org.signetmail.rollout;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps waves and whom they invited. What a method wrote is durable when it returns. Safe for many
 * threads and nodes.
 */
public interface WaveStore {

  /** All waves, in the order of the plan. */
  List<WaveRecord> waves();

  /**
   * Takes the waves of a new plan in place of those that have not begun; those that have begun stay
   * as they are, and a new one of the same name is passed over.
   *
   * @param planned in the order of the plan
   */
  void plan(List<Wave> planned, Instant at);

  /**
   * Writes another state of a wave, and the entry that says so, in one transaction.
   *
   * @param from the state it is in, as far as the caller knows
   * @param entry of the act
   * @return whether it was in that state; otherwise nothing was written
   */
  boolean change(WaveRecord to, Wave.State from, LogEntry entry);

  /** Whom a wave invited, in order of address. */
  List<WaveInvitation> invitations(String wave);

  /** Writes down that a wave invited somebody, or did so again. */
  void invited(String wave, Mailbox person, Instant at);
}
