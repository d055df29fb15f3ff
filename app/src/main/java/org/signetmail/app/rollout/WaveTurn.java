package org.signetmail.app.rollout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Portal;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveInvitation;
import org.signetmail.rollout.WaveProgress;

/**
 * What running waves do by themselves, at the start of one and then again and again: they invite
 * whoever is in them and was not invited, also somebody who came later; they remind those who do
 * not enrol; they are done when everybody has certificates. Whoever is cut off takes it up where it
 * was. One node at a time, which its caller sees to.
 */
public final class WaveTurn {
  private static final Duration REMIND_AFTER = Duration.ofDays(3);
  private static final int MOST_REMINDERS = 3;
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

  private Done one(WaveProgress wave) throws IOException {
    if (!wave.journeys().isEmpty() && wave.coverage().isComplete()) {
      boolean changed =
          organization
              .store()
              .waves()
              .change(wave.record().in(Wave.State.DONE, organization.now()), Wave.State.RUNNING);
      return new Done(0, 0, changed ? 1 : 0);
    }
    Enrolment enrolment = organization.enrolling().enrolment();
    int invited = 0;
    int reminded = 0;
    for (Journey journey : wave.journeys()) {
      Person person = journey.standing().person();
      if (person.state() == Person.State.INVITED && isDue(journey.invitation())) {
        Invitation invitation = enrolment.invite(person.mailbox(), person.name(), person.groups());
        new Portal(organization)
            .send(invitation, person.name(), Portal.address(organization.configuration()));
        organization
            .store()
            .waves()
            .invited(wave.record().wave().name(), person.mailbox(), organization.now());
        invited += journey.invitation().isEmpty() ? 1 : 0;
        reminded += journey.invitation().isEmpty() ? 0 : 1;
      }
    }
    return new Done(invited, reminded, 0);
  }

  private boolean isDue(Optional<WaveInvitation> invitation) {
    Instant now = organization.now();
    return invitation
        .map(one ->
            one.reminders() < MOST_REMINDERS && !one.latest().plus(REMIND_AFTER).isAfter(now))
        .orElse(true);
  }
}
