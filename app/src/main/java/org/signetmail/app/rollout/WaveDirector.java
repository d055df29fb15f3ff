package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.Wave.State;
import org.signetmail.rollout.WaveProgress;
import org.signetmail.rollout.WaveRecord;

/** Starts, holds, ends and takes back waves. Of two who do so at once, one does. */
public final class WaveDirector {
  private final Organization organization;

  public WaveDirector(Organization organization) {
    this.organization = organization;
  }

  /** What came of an attempt to start. */
  public sealed interface Outcome {
    /** What was looked at, whether it holds or not. */
    List<Finding> findings();

    /**
     * It runs.
     *
     * @param invited how many were invited just now
     */
    record Started(List<Finding> findings, int invited) implements Outcome {}

    /** Something is missing; nothing was done. */
    record NotYet(List<Finding> findings) implements Outcome {}
  }

  /** One wave with its people. */
  public WaveProgress show(String name) {
    return find(organization.enrolling().rollout(), name);
  }

  /**
   * What would be looked at before a start, without starting.
   *
   * @param policy that would come with it
   */
  public List<Finding> conditions(String name, Optional<Path> policy) throws IOException {
    RolloutProgress rollout = organization.enrolling().rollout();
    return new WaveConditions(organization).look(find(rollout, name), rollout, fingerprint(policy));
  }

  /**
   * Starts a wave.
   *
   * @param policy that comes with it; the present one stays when empty
   * @param despite conditions that need not hold this time
   */
  public Outcome start(String name, Optional<Path> policy, Set<Wave.Condition> despite)
      throws IOException {
    RolloutProgress rollout = organization.enrolling().rollout();
    WaveProgress wave = find(rollout, name);
    State from = wave.record().wave().state();
    require(wave, State.PLANNED, State.ROLLED_BACK);
    String fingerprint = fingerprint(policy);
    List<Finding> findings = new WaveConditions(organization).look(wave, rollout, fingerprint);
    if (findings.stream().anyMatch(one -> one.isError() && !isWaived(one, despite))) {
      return new Outcome.NotYet(findings);
    }
    WavePolicy policies = new WavePolicy(organization);
    WaveRecord running = wave.record().in(State.RUNNING, organization.now());
    if (policy.isPresent()) {
      policies.keep(name);
      running = running.with(new WaveRecord.PolicyChange(policies.inForce(), fingerprint));
    }
    change(running, from);
    if (policy.isPresent()) {
      try {
        policies.set(policy.get());
      } catch (IOException | RuntimeException e) {
        organization.store().waves().change(wave.record(), State.RUNNING);
        throw e;
      }
    }
    return new Outcome.Started(findings, new WaveTurn(organization).run().invited());
  }

  /** Nobody is invited or reminded until it is resumed. */
  public void pause(String name) {
    WaveProgress wave = show(name);
    require(wave, State.RUNNING);
    change(wave.record().in(State.PAUSED, organization.now()), State.RUNNING);
  }

  /**
   * Goes on.
   *
   * @return how many were invited or reminded just now
   */
  public int resume(String name) throws IOException {
    WaveProgress wave = show(name);
    require(wave, State.PAUSED);
    change(wave.record().in(State.RUNNING, organization.now()), State.PAUSED);
    WaveTurn.Done done = new WaveTurn(organization).run();
    return done.invited() + done.reminded();
  }

  /** Policy is again what it was before; who has certificates keeps them. */
  public void rollBack(String name) throws IOException {
    WaveProgress wave = show(name);
    require(wave, State.RUNNING, State.PAUSED, State.DONE);
    if (wave.record().policy().isPresent()) {
      new WavePolicy(organization).restore(name, wave.record().policy().get());
    }
    change(wave.record().in(State.ROLLED_BACK, organization.now()), wave.record().wave().state());
  }

  private String fingerprint(Optional<Path> policy) throws IOException {
    return policy.isPresent()
        ? WavePolicy.checked(policy.get())
        : new WavePolicy(organization).inForce();
  }

  private static boolean isWaived(Finding finding, Set<Wave.Condition> despite) {
    return despite.stream().anyMatch(condition -> condition.word().equals(finding.subject()));
  }

  private static WaveProgress find(RolloutProgress rollout, String name) {
    return rollout
        .wave(name)
        .orElseThrow(() -> {
          List<String> known =
              new ArrayList<>(rollout.waves().stream().map(w -> w.record().wave().name()).toList());
          return Failure.usage(
              "wave "
                  + name
                  + ": is in no plan; "
                  + (known.isEmpty()
                      ? "make one with 'signet rollout plan'"
                      : "known are " + String.join(", ", known)));
        });
  }

  private static void require(WaveProgress wave, State first, State... others) {
    State state = wave.record().wave().state();
    Set<State> allowed = EnumSet.of(first, others);
    if (!allowed.contains(state)) {
      throw new Failure(
          ExitCode.FAILED,
          "wave "
              + wave.record().wave().name()
              + ": is "
              + state.word()
              + ", and must be "
              + String.join(" or ", allowed.stream().map(State::word).toList())
              + " for that; 'signet rollout status' shows all");
    }
  }

  private void change(WaveRecord to, State from) {
    if (!organization.store().waves().change(to, from)) {
      throw new Failure(
          ExitCode.FAILED,
          "wave "
              + to.wave().name()
              + ": was changed by somebody else just now; look at it and try again");
    }
  }
}
