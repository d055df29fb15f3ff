package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.Failure;
import org.signetmail.app.rollout.CoverageDiary;
import org.signetmail.app.rollout.WaveDirector;
import org.signetmail.app.rollout.WaveProposals;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.WaveAct;
import org.signetmail.web.console.RolloutDesk;

/** The rollout for the console, as {@code signet rollout status} and {@code wave}. Thread-safe. */
final class ConsoleRollout implements RolloutDesk {
  private static final Period SHOWN = Period.ofMonths(6);

  private final Organization organization;
  private final Refreshed<RolloutProgress> progress;

  ConsoleRollout(Organization organization) {
    this.organization = organization;
    this.progress = new Refreshed<>(organization.enrolling()::rollout);
    if (!organization.store().waves().waves().isEmpty()) {
      progress.lately(); // begun now, so that the first page need not wait
    }
  }

  @Override
  public Whole whole(Actor actor) {
    actor.require(Right.SEE_ROLLOUT);
    RolloutProgress now = progress.get();
    LocalDate today = now.status().at().atZone(ZoneOffset.UTC).toLocalDate();
    List<CoverageDay> history =
        new ArrayList<>(organization.store().coverage().since(today.minus(SHOWN)));
    history.removeIf(day -> !day.day().isBefore(today));
    history.addAll(CoverageDiary.of(now.status(), today));
    return new Whole(now, history);
  }

  @Override
  public Optional<One> wave(Actor actor, String name) {
    actor.require(Right.SEE_ROLLOUT);
    RolloutProgress now = progress.get();
    Optional<PolicyProposal> proposal = organization.store().policyProposals().of(name);
    return now.wave(name).map(wave -> new One(wave, conditions(now, name, proposal), proposal));
  }

  @Override
  public Outcome act(Actor actor, WaveAct act, String wave) {
    return done(actor, () -> run(new WaveDirector(organization, actor.mailbox()), act, wave));
  }

  @Override
  public Outcome propose(Actor actor, String wave, byte[] policy, byte[] signature) {
    return done(
        actor,
        () -> {
          new WaveProposals(organization, actor.mailbox()).propose(wave, policy, signature);
          return new Outcome.Done("has a policy proposed for it");
        });
  }

  @Override
  public Outcome withdraw(Actor actor, String wave) {
    return done(
        actor,
        () -> {
          new WaveProposals(organization, actor.mailbox()).withdraw(wave);
          return new Outcome.Done("has no policy proposed for it");
        });
  }

  @Override
  public Outcome startWith(Actor actor, String wave, String fingerprint) {
    return done(
        actor,
        () -> started(new WaveProposals(organization, actor.mailbox()).start(wave, fingerprint)));
  }

  /** Something that is done with a wave. */
  @FunctionalInterface
  private interface Doing {
    Outcome run() throws IOException;
  }

  private Outcome done(Actor actor, Doing doing) {
    actor.require(Right.RUN_ROLLOUT);
    try {
      return doing.run();
    } catch (Failure e) {
      return new Outcome.NotDone(List.of(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      progress.renew();
    }
  }

  private static Outcome run(WaveDirector director, WaveAct act, String wave) throws IOException {
    return switch (act) {
      case START -> started(director.start(wave, Optional.empty(), Set.of()));
      case PAUSE -> {
        director.pause(wave);
        yield new Outcome.Done("is paused");
      }
      case RESUME -> new Outcome.Done("runs; " + director.resume(wave) + " are written to");
      case REMIND -> new Outcome.Done(director.remind(wave) + " are written to");
      case ROLL_BACK -> {
        director.rollBack(wave);
        yield new Outcome.Done("is rolled back");
      }
      case END -> throw new IllegalArgumentException("a wave ends by itself");
    };
  }

  private static Outcome started(WaveDirector.Outcome outcome) {
    return switch (outcome) {
      case WaveDirector.Outcome.Started started ->
          new Outcome.Done("runs; " + started.invited() + " are invited");
      case WaveDirector.Outcome.NotYet(List<Finding> findings) ->
          new Outcome.NotDone(
              findings.stream()
                  .filter(Finding::isError)
                  .map(one -> "Not started. " + one.subject() + ": " + one.detail())
                  .toList());
    };
  }

  private List<Finding> conditions(
      RolloutProgress now, String wave, Optional<PolicyProposal> proposal) {
    try {
      return new WaveDirector(organization)
          .conditions(now, wave, proposal.map(WaveProposals::brought));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
