package org.signetmail.app.rollout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Portal;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveInvitation;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.rollout.WaveProgress;
import org.signetmail.rollout.WaveRecord;

/**
 * What running waves do by themselves, at the start of one and then again and again: they invite
 * whoever is in them and was not invited, also somebody who came later; they remind those who do
 * not enrol; they are done when everybody has certificates. Whoever is cut off takes it up where it
 * was. One node at a time, which its caller sees to.
 */
public final class WaveTurn {
  private static final Duration REMIND_AFTER = Duration.ofDays(3);
  private static final int MOST_REMINDERS = 3;
  private static final Duration NOT_TWICE_IN = Duration.ofDays(1);
  private static final Duration AWAITED = Duration.ofDays(60);

  private final Organization organization;

  public WaveTurn(Organization organization) {
    this.organization = organization;
  }

  /**
   * What was done.
   *
   * @param done waves that came to their end
   */
  public record Done(int invited, int reminded, int done) {
    private Done and(Done other) {
      return new Done(invited + other.invited, reminded + other.reminded, done + other.done);
    }
  }

  /** Looks after every wave that runs. */
  public Done run() throws IOException {
    Done all = new Done(0, 0, 0);
    boolean any =
        organization.store().waves().waves().stream()
            .anyMatch(one -> one.wave().state() == Wave.State.RUNNING);
    if (any) {
      RolloutProgress rollout = organization.enrolling().rollout();
      for (WaveProgress wave : rollout.waves()) {
        if (wave.record().wave().state() == Wave.State.RUNNING) {
          all = all.and(one(wave));
        }
      }
      organization.store().milestones().forgetAwaited(organization.now().minus(AWAITED));
    }
    return all;
  }

  /**
   * Writes once more to everybody in a wave who did not enrol and was not written to in a day.
   *
   * @return to how many
   */
  int remind(WaveProgress wave) throws IOException {
    Instant recently = organization.now().minus(NOT_TWICE_IN);
    int reminded = 0;
    for (Journey journey : wave.journeys()) {
      if (isAwaited(journey)
          && journey.invitation().filter(one -> one.latest().isAfter(recently)).isEmpty()) {
        invite(wave, journey);
        reminded++;
      }
    }
    return reminded;
  }

  private Done one(WaveProgress wave) throws IOException {
    if (!wave.journeys().isEmpty() && wave.coverage().isComplete()) {
      return new Done(0, 0, end(wave) ? 1 : 0);
    }
    int invited = 0;
    int reminded = 0;
    for (Journey journey : wave.journeys()) {
      if (isAwaited(journey) && isDue(journey.invitation())) {
        invite(wave, journey);
        invited += journey.invitation().isEmpty() ? 1 : 0;
        reminded += journey.invitation().isEmpty() ? 0 : 1;
      }
    }
    return new Done(invited, reminded, 0);
  }

  private boolean end(WaveProgress wave) {
    Instant now = organization.now();
    WaveRecord done = wave.record().in(Wave.State.DONE, now);
    return organization
        .store()
        .waves()
        .change(
            done,
            Wave.State.RUNNING,
            WaveLeaf.of(WaveAct.END, done, "clockwork", now, organization.random()));
  }

  private void invite(WaveProgress wave, Journey journey) throws IOException {
    Person person = journey.standing().person();
    Invitation invitation =
        organization
            .enrolling()
            .enrolment()
            .invite(person.mailbox(), person.name(), person.groups());
    new Portal(organization)
        .send(invitation, person.name(), Portal.address(organization.configuration()));
    organization
        .store()
        .waves()
        .invited(wave.record().wave().name(), person.mailbox(), organization.now());
  }

  private static boolean isAwaited(Journey journey) {
    return journey.standing().person().state() == Person.State.INVITED;
  }

  private boolean isDue(Optional<WaveInvitation> invitation) {
    Instant now = organization.now();
    return invitation
        .map(one ->
            one.reminders() < MOST_REMINDERS && !one.latest().plus(REMIND_AFTER).isAfter(now))
        .orElse(true);
  }
}
