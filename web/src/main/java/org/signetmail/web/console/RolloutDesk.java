package org.signetmail.web.console;

import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveProgress;

/**
 * The rollout, for those who may see it, and its acts, for those who may run it. Safe for many
 * threads.
 */
public interface RolloutDesk {
  /**
   * All of it; up to a minute old where many people are counted.
   *
   * @param history how far each group was, day by day
   */
  record Whole(RolloutProgress progress, List<CoverageDay> history) {
    public Whole {
      history = List.copyOf(history);
    }
  }

  /**
   * One wave.
   *
   * @param conditions what is looked at before it starts, as it is now, with the policy that is
   *     proposed, else with the one in force
   * @param proposal a policy that somebody proposed for it
   */
  record One(WaveProgress wave, List<Finding> conditions, Optional<PolicyProposal> proposal) {
    public One {
      conditions = List.copyOf(conditions);
    }
  }

  /** What came of an act. */
  sealed interface Outcome {
    /**
     * It was done.
     *
     * @param sentence what the wave is now
     */
    record Done(String sentence) implements Outcome {}

    /**
     * Nothing was done.
     *
     * @param reasons one a line
     */
    record NotDone(List<String> reasons) implements Outcome {
      public NotDone {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /** Where the rollout stands. */
  Whole whole(Actor actor);

  /** A wave by its name. */
  Optional<One> wave(Actor actor, String name);

  /**
   * Does something with a wave, in the actor's name: it stands in the log. A start is with the
   * policy in force and with all conditions; despite one, it is the command's alone.
   */
  Outcome act(Actor actor, WaveAct act, String wave);

  /**
   * Proposes a policy that comes with a wave.
   *
   * @param signature an administrator's over it; none when empty
   */
  Outcome propose(Actor actor, String wave, byte[] policy, byte[] signature);

  /** Takes a proposal back. */
  Outcome withdraw(Actor actor, String wave);

  /**
   * Starts a wave with the policy that somebody else proposed.
   *
   * @param fingerprint of the text that the actor was shown
   */
  Outcome startWith(Actor actor, String wave, String fingerprint);
}
