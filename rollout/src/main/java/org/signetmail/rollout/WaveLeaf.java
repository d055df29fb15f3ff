package org.signetmail.rollout;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.tlog.Commitment;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * The entry that an act on a wave leaves in the log: which act, and what it did to the policy, in
 * public; behind commitments the wave's name and who did it, for both say how an organisation is
 * made up.
 */
public final class WaveLeaf {
  private static final String WAVE = "wave";
  private static final String BY = "by";
  private static final String BEFORE = "policy-before";
  private static final String SET = "policy-set";

  private WaveLeaf() {}

  /**
   * The entry of an act.
   *
   * @param record the wave as the act leaves it
   * @param by a mailbox, or what did it where no person is known
   */
  public static LogEntry of(
      WaveAct act, WaveRecord record, String by, Instant at, SecureRandom random) {
    LogEntry entry =
        LogEntry.of(act.entry(), at)
            .committing(WAVE, record.wave().name(), random)
            .committing(BY, by, random);
    boolean isAboutPolicy = act == WaveAct.START || act == WaveAct.ROLL_BACK;
    return record
        .policy()
        .filter(_ -> isAboutPolicy)
        .map(change -> entry.with(BEFORE, change.before()).with(SET, change.set()))
        .orElse(entry);
  }

  /** The entry of a policy that is proposed for a wave, or is so no more. */
  public static LogEntry of(
      EntryType type, PolicyProposal proposal, String by, Instant at, SecureRandom random) {
    return LogEntry.of(type, at)
        .committing(WAVE, proposal.wave(), random)
        .committing(BY, by, random)
        .with(SET, proposal.fingerprint());
  }

  /** Whether an entry says of a proposal what it says of itself: which wave, whose, which text. */
  public static boolean knows(LogEntry entry, PolicyProposal proposal) {
    return entry.type() == EntryType.WAVE_POLICY_PROPOSED
        && entry.value(WAVE).equals(Optional.of(proposal.wave()))
        && entry.value(BY).equals(Optional.of(proposal.by().toString()))
        && entry.value(SET).equals(Optional.of(proposal.fingerprint()));
  }

  /** Which wave an entry is about; empty without its opening. */
  public static Optional<String> wave(LogEntry entry) {
    return Optional.ofNullable(entry.opening().get(WAVE)).map(Commitment::value);
  }

  /** The state that the act of an entry leaves; empty where it leaves the one that was. */
  public static Optional<Wave.State> state(LogEntry entry) {
    return switch (entry.type()) {
      case WAVE_STARTED, WAVE_RESUMED -> Optional.of(Wave.State.RUNNING);
      case WAVE_PAUSED -> Optional.of(Wave.State.PAUSED);
      case WAVE_DONE -> Optional.of(Wave.State.DONE);
      case WAVE_ROLLED_BACK -> Optional.of(Wave.State.ROLLED_BACK);
      default -> Optional.empty();
    };
  }

  /** What an entry says that was done to the policy. */
  public static Optional<WaveRecord.PolicyChange> policy(LogEntry entry) {
    return Optional.ofNullable(entry.fields().get(SET))
        .map(set -> new WaveRecord.PolicyChange(entry.fields().getOrDefault(BEFORE, ""), set));
  }
}
