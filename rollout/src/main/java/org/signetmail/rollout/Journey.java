package org.signetmail.rollout;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.Person;

/**
 * How far one person of a wave has come.
 *
 * @param invitation by the wave; empty when it did not invite them
 * @param milestones when each was reached for the first time
 */
public record Journey(
    Standing standing, Optional<WaveInvitation> invitation, Map<Milestone, Instant> milestones) {

  /** The steps in their order; somebody is on the last one that they reached. */
  public enum Stage {
    /** Nobody has asked them yet. */
    NOT_INVITED,
    /** Asked, and not enrolled. */
    INVITED,
    /** Enrolled, and has not sent signed mail yet. */
    ENROLLED,
    /** Has sent signed mail. */
    SIGNS,
    /** Has read encrypted mail too. */
    READS;

    /** In small letters, with hyphens. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Journey {
    Map<Milestone, Instant> sorted = new EnumMap<>(Milestone.class);
    sorted.putAll(milestones);
    milestones = Collections.unmodifiableMap(sorted);
  }

  public Stage stage() {
    if (!standing.isEnrolled()) {
      return invitation.isPresent() ? Stage.INVITED : Stage.NOT_INVITED;
    }
    if (!milestones.containsKey(Milestone.SENT_SIGNED)) {
      return Stage.ENROLLED;
    }
    return milestones.containsKey(Milestone.READ_ENCRYPTED) ? Stage.READS : Stage.SIGNS;
  }

  /** What they do next, as a phrase; empty when there is nothing left, or they are suspended. */
  public Optional<String> next() {
    if (standing.person().state() == Person.State.SUSPENDED) {
      return Optional.empty();
    }
    return switch (stage()) {
      case NOT_INVITED -> Optional.of("waits for an invitation");
      case INVITED -> Optional.of("follows the link in the invitation");
      case ENROLLED -> Optional.of("sends the first signed message");
      case SIGNS ->
          Optional.of(
              milestones.containsKey(Milestone.RECEIVED_ENCRYPTED)
                  ? "answers an encrypted message"
                  : "waits for the first encrypted message");
      case READS -> Optional.empty();
    };
  }
}
