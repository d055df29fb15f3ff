package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Finding;

/**
 * A wave with everybody in it, at one moment.
 *
 * @param journeys of its people, in order of address
 */
public record WaveProgress(WaveRecord record, List<Journey> journeys) {
  public WaveProgress {
    journeys = List.copyOf(journeys);
  }

  static WaveProgress of(
      WaveRecord record,
      RolloutStatus status,
      List<WaveInvitation> invitations,
      Map<String, Map<Milestone, java.time.Instant>> milestones) {
    Map<String, WaveInvitation> invited = new java.util.HashMap<>();
    invitations.forEach(one -> invited.put(one.person().key(), one));
    List<Journey> journeys = new ArrayList<>();
    for (Standing standing : status.standings()) {
      if (record.wave().includes(standing.person())) {
        String key = standing.person().mailbox().key();
        journeys.add(
            new Journey(
                standing,
                Optional.ofNullable(invited.get(key)),
                milestones.getOrDefault(key, Map.of())));
      }
    }
    return new WaveProgress(record, journeys);
  }

  public Coverage coverage() {
    return Coverage.of(journeys.stream().map(Journey::standing).toList());
  }

  /** How many are on each stage; a stage that nobody is on has 0. */
  public Map<Journey.Stage, Integer> stages() {
    Map<Journey.Stage, Integer> stages = new EnumMap<>(Journey.Stage.class);
    for (Journey.Stage stage : Journey.Stage.values()) {
      stages.put(stage, 0);
    }
    journeys.forEach(one -> stages.merge(one.stage(), 1, Integer::sum));
    return Collections.unmodifiableMap(stages);
  }

  /** Who is not at the end, and what they do next. */
  public List<Finding> stuck() {
    return journeys.stream()
        .filter(one -> one.next().isPresent())
        .map(one ->
            Finding.of(
                code(one.stage()),
                one.standing().person().mailbox().toString(),
                one.next().orElseThrow() + reminded(one)))
        .toList();
  }

  private static RolloutFinding code(Journey.Stage stage) {
    return switch (stage) {
      case NOT_INVITED, INVITED -> RolloutFinding.NOT_ENROLLED;
      case ENROLLED -> RolloutFinding.NOT_SIGNED_YET;
      case SIGNS, READS -> RolloutFinding.NOT_READ_YET;
    };
  }

  private static String reminded(Journey journey) {
    return journey
        .invitation()
        .map(one ->
            ", invited " + one.first() + (one.reminders() > 0 ? ", reminded " + one.latest() : ""))
        .orElse("");
  }
}
