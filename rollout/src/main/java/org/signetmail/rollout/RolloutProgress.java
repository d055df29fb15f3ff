package org.signetmail.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.PersonStore;

/**
 * Everything about a rollout at one moment, for pages and reports: read from the stores, never
 * written down. It looks at everybody, so whoever shows it often keeps it for some seconds.
 *
 * @param waves in the order of the plan
 */
public record RolloutProgress(RolloutStatus status, List<WaveProgress> waves) {
  public RolloutProgress {
    waves = List.copyOf(waves);
  }

  /** Looks at everybody and every wave. */
  public static RolloutProgress of(
      PersonStore people,
      HeldCertificates certificates,
      WaveStore waves,
      MilestoneStore milestones,
      Instant now) {
    RolloutStatus status = RolloutStatus.of(people, certificates, now);
    Map<String, Map<Milestone, Instant>> reached = milestones.all();
    return new RolloutProgress(
        status,
        waves.waves().stream()
            .map(record ->
                WaveProgress.of(record, status, waves.invitations(record.wave().name()), reached))
            .toList());
  }

  public Optional<WaveProgress> wave(String name) {
    return waves.stream().filter(one -> one.record().wave().name().equals(name)).findFirst();
  }
}
