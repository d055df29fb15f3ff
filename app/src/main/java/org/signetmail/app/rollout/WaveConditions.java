package org.signetmail.app.rollout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.backup.BackupHealth;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.Quorum;
import org.signetmail.backup.DrillRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.MailProgram.Fitness;
import org.signetmail.rollout.RolloutAnswers.Way;
import org.signetmail.rollout.RolloutFinding;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.SimulationRecord;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveProgress;

/**
 * Whether a wave may start: each condition is looked up in the system as it is now, and gives one
 * finding, whether it holds or not.
 */
public final class WaveConditions {
  private static final Duration DRILL_COUNTS = Duration.ofDays(92);
  private static final Duration SIMULATION_COUNTS = Duration.ofDays(30);

  private final Organization organization;
  private final Map<String, List<Fitness>> programs;
  private final RolloutAnswersFile answers;

  public WaveConditions(Organization organization) throws IOException {
    this.organization = organization;
    this.programs = new PlanFiles(organization.home().rollout()).fitness();
    this.answers = RolloutAnswersFile.of(organization.home());
  }

  /**
   * Looks at all of them, and at the waves before.
   *
   * @param policy the fingerprint of the policy that will be in force with the wave
   */
  public List<Finding> look(WaveProgress wave, RolloutProgress rollout, String policy) {
    List<Finding> findings = new ArrayList<>();
    for (String before : wave.record().wave().after()) {
      Optional<Wave.State> state = rollout.wave(before).map(one -> one.record().wave().state());
      if (state.filter(Wave.State.DONE::equals).isEmpty()) {
        findings.add(
            Finding.of(
                RolloutFinding.WAVE_BEFORE,
                before,
                "is " + state.map(Wave.State::word).orElse("in no plan") + ", and goes before"));
      }
    }
    for (Wave.Condition condition : Wave.Condition.values()) {
      if (wave.record().wave().conditions().contains(condition)) {
        findings.add(
            switch (condition) {
              case BACKUP_DRILLED -> drill();
              case OFFICERS_ENROLLED -> officers();
              case POLICY_SIMULATED -> simulation(policy);
              case CLIENTS_READY -> clients(wave);
            });
      }
    }
    return findings;
  }

  private Finding drill() {
    Optional<DrillRecord> drill = new BackupHealth(organization).drill();
    boolean holds =
        drill
            .filter(one -> one.result() == DrillRecord.Result.PASSED)
            .filter(one -> one.at().isAfter(organization.now().minus(DRILL_COUNTS)))
            .isPresent();
    return finding(
        Wave.Condition.BACKUP_DRILLED,
        holds,
        drill
            .map(one ->
                "the last drill "
                    + one.result().name().toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + one.at())
            .orElse("no drill was held ('signet backup drill')"));
  }

  private Finding officers() {
    Quorum quorum = organization.archiving().quorum();
    List<OfficerSet> sets = organization.archiving().officers().sets();
    int seated = sets.isEmpty() ? 0 : sets.getLast().officers().size();
    return finding(
        Wave.Condition.OFFICERS_ENROLLED,
        seated >= quorum.officers(),
        seated + " officers are seated, " + quorum + " must act");
  }

  private Finding simulation(String policy) {
    Optional<SimulationRecord> simulation = organization.store().simulations().of(policy);
    boolean holds =
        simulation
            .filter(one -> one.messages() > 0)
            .filter(one -> one.at().isAfter(organization.now().minus(SIMULATION_COUNTS)))
            .isPresent();
    return finding(
        Wave.Condition.POLICY_SIMULATED,
        holds,
        "policy "
            + policy.substring(0, 16)
            + simulation
                .map(one ->
                    " was tried on "
                        + one.messages()
                        + " messages "
                        + one.at()
                        + ", and stops "
                        + one.stopped()
                        + " of "
                        + one.recipients()
                        + " recipients")
                .orElse(" was never tried ('signet policy simulate --home')"));
  }

  /** Whose program does not do, and for whom the gateway does not stand in. */
  private Finding clients(WaveProgress wave) {
    int unfit = 0;
    int unseen = 0;
    List<String> named = new ArrayList<>();
    for (Journey journey : wave.journeys()) {
      Person person = journey.standing().person();
      List<Fitness> own = programs.getOrDefault(person.mailbox().key(), List.of());
      boolean gateway =
          person.groups().stream()
              .anyMatch(
                  group -> answers.of(group).enrolment().filter(Way.GATEWAY::equals).isPresent());
      if (own.isEmpty()) {
        unseen++;
      } else if (!gateway && own.stream().noneMatch(Fitness.FIT::equals)) {
        unfit++;
        named.add(person.mailbox().toString());
      }
    }
    int people = wave.journeys().size();
    return finding(
        Wave.Condition.CLIENTS_READY,
        people > 0 && unfit == 0,
        (people - unfit - unseen)
            + " of "
            + people
            + " have a program that does, "
            + unseen
            + " were not seen"
            + (unfit == 0
                ? ""
                : ", not ready: "
                    + String.join(", ", named.stream().limit(5).toList())
                    + (unfit > 5 ? " and " + (unfit - 5) + " more" : "")));
  }

  private static Finding finding(Wave.Condition condition, boolean holds, String detail) {
    return Finding.of(
        holds ? RolloutFinding.CONDITION_HOLDS : RolloutFinding.CONDITION_MISSING,
        condition.word(),
        detail);
  }
}
