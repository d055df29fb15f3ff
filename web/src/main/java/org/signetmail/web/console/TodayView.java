package org.signetmail.web.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Census;
import org.signetmail.tlog.PublishedCheckpoint;

/**
 * The state of the whole system at one moment; names nobody.
 *
 * @param at now
 * @param since when this node began to count mail
 * @param verdicts messages judged by this node, by the word of the verdict
 * @param treatments recipients that this node sent to, by what was done for them
 * @param logSize entries of the log
 * @param hops what was last heard of the next hop; empty before it was asked
 * @param rolesKept why the roles are those of before, and not those of signet.yaml as it is; empty
 *     when they are its own
 */
public record TodayView(
    Instant at,
    Census census,
    Instant since,
    Map<String, Long> verdicts,
    Map<String, Long> treatments,
    Care backup,
    Care drill,
    Optional<PublishedCheckpoint> checkpoint,
    long logSize,
    Optional<Hops> hops,
    long openCases,
    Optional<String> rolesKept) {
  public TodayView {
    verdicts = Map.copyOf(verdicts);
    treatments = Map.copyOf(treatments);
  }

  /** Something that has to be done again and again. */
  public record Care(Optional<Instant> last, State state) {
    /** How it stands. */
    public enum State {
      GOOD,
      LATE,
      FAILED
    }
  }

  /**
   * What was heard of the next hop.
   *
   * @param problems one a line; none when all is well
   */
  public record Hops(Instant asked, String seen, List<String> problems) {
    public Hops {
      problems = List.copyOf(problems);
    }
  }

  /** Makes it, for who may see it. */
  @FunctionalInterface
  public interface Desk {
    /**
     * @throws org.signetmail.enrolment.staff.NotAllowed when none of their roles allows it
     */
    TodayView today(Actor actor);
  }
}
