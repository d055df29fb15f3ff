package org.signetmail.enrolment.staff;

import java.util.List;
import java.util.Optional;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryStore;

/**
 * Recovery cases, to look at. Deciding needs an officer's own keys, which no server has: that is
 * {@code signet recovery approve}. Safe for many threads and nodes.
 */
public final class CaseRegister {
  private static final int MOST = 200;

  private final RecoveryStore cases;

  public CaseRegister(RecoveryStore cases) {
    this.cases = cases;
  }

  /**
   * A case with its places in the log.
   *
   * @param leaves of the request, then of each step
   */
  public record Traced(RecoveryCase recovery, List<Long> leaves) {
    public Traced {
      leaves = List.copyOf(leaves);
    }
  }

  /** The newest two hundred, newest first. */
  public List<RecoveryCase> newest(Actor actor) {
    actor.require(Right.SEE_RECOVERIES);
    return cases.cases(MOST);
  }

  /** One case. */
  public Optional<Traced> find(Actor actor, String id) {
    actor.require(Right.SEE_RECOVERIES);
    return cases.find(id).map(one -> new Traced(one, cases.logIndexes(id)));
  }
}
