package org.signetmail.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.signetmail.pkix.Mailbox;

/**
 * Keeps who reached which milestone when, and which encrypted messages wait for an answer. Messages
 * are known by SHA-256 of their Message-ID alone. What a method wrote is durable when it returns.
 * Safe for many threads and nodes.
 */
public interface MilestoneStore {

  /** Writes a milestone down; where it was reached before, the first time stays. */
  void reached(Mailbox person, Milestone milestone, Instant at);

  /** Everybody's, by {@link Mailbox#key}. */
  Map<String, Map<Milestone, Instant>> all();

  /** One person's. */
  Map<Milestone, Instant> of(Mailbox person);

  /**
   * An encrypted message that went to somebody.
   *
   * @param message SHA-256 of its Message-ID
   */
  record Awaited(Mailbox person, String message, Instant at) {}

  /** Writes down which encrypted messages went to whom; all of it, or nothing. */
  void awaits(List<Awaited> messages);

  /** Whether one of these messages went to somebody, encrypted. */
  boolean isAwaited(Mailbox person, List<String> messages);

  /**
   * Forgets the messages that wait: all of who has read one, and those from before a moment.
   *
   * @return how many
   */
  int forgetAwaited(Instant before);
}
