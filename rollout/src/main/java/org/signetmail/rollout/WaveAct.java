package org.signetmail.rollout;

import java.util.EnumSet;
import java.util.Set;
import org.signetmail.rollout.Wave.State;
import org.signetmail.tlog.EntryType;

/** What is done with a wave; each leaves an entry in the log. */
public enum WaveAct {
  /** Its conditions hold: its policy comes into force, and its people are invited. */
  START("start", EntryType.WAVE_STARTED),
  /** Nobody is invited or reminded until it is resumed. */
  PAUSE("pause", EntryType.WAVE_PAUSED),
  /** It goes on. */
  RESUME("resume", EntryType.WAVE_RESUMED),
  /** Whoever was invited and did not enrol is written to once more. */
  REMIND("remind", EntryType.WAVE_REMINDED),
  /** Everybody has certificates: the system does this by itself. */
  END("end", EntryType.WAVE_DONE),
  /** The policy of before comes into force; certificates stay. */
  ROLL_BACK("rollback", EntryType.WAVE_ROLLED_BACK);

  private final String word;
  private final EntryType entry;

  WaveAct(String word, EntryType entry) {
    this.word = word;
    this.entry = entry;
  }

  /** As the command is called. */
  public String word() {
    return word;
  }

  /** What it leaves in the log. */
  public EntryType entry() {
    return entry;
  }

  /** The states in which it can be done. */
  public Set<State> from() {
    return switch (this) {
      case START -> EnumSet.of(State.PLANNED, State.ROLLED_BACK);
      case PAUSE, REMIND, END -> EnumSet.of(State.RUNNING);
      case RESUME -> EnumSet.of(State.PAUSED);
      case ROLL_BACK -> EnumSet.of(State.RUNNING, State.PAUSED, State.DONE);
    };
  }
}
