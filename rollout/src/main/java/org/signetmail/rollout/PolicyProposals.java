package org.signetmail.rollout;

import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps the policies that are proposed for waves, one for each. What a method wrote is durable when
 * it returns, with its entry, in one transaction. Safe for many threads and nodes.
 */
public interface PolicyProposals {
  /** Keeps one, in the place of another for the same wave. */
  void propose(PolicyProposal proposal, LogEntry entry);

  /** What is proposed for a wave. */
  Optional<PolicyProposal> of(String wave);

  /** The entry that the proposal for a wave left, opened; empty where its opening is not its. */
  Optional<LogEntry> entry(String wave);

  /**
   * Lets one go.
   *
   * @return whether there was one; otherwise nothing was written
   */
  boolean withdraw(String wave, LogEntry entry);
}
