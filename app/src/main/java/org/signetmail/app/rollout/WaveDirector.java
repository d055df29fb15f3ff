package org.signetmail.app.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.Wave.State;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.rollout.WaveProgress;
import org.signetmail.rollout.WaveRecord;
import org.signetmail.tlog.LogEntry;

/** Starts, holds, ends and takes back waves. Of two who do so at once, one does. */
public final class WaveDirector {
  /** In the log, where a command acts: who gave it, only the machine knows. */
  private static final String COMMAND = "command line";

  private final Organization organization;
  private final String by;

  /** For a command. */
  public WaveDirector(Organization organization) {
    this(organization, COMMAND);
  }

  /** For somebody who is known. */
  public WaveDirector(Organization organization, Mailbox by) {
    this(organization, by.toString());
  }

  private WaveDirector(Organization organization, String by) {
    this.organization = organization;
    this.by = by;
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
  public List<Finding> conditions(String name, Optional<BroughtPolicy> policy) throws IOException {
    return conditions(organization.enrolling().rollout(), name, policy);
  }

  /** The same as everybody was seen a moment ago. */
  public List<Finding> conditions(
      RolloutProgress rollout, String name, Optional<BroughtPolicy> policy) throws IOException {
    return new WaveConditions(organization).look(find(rollout, name), rollout, fingerprint(policy));
  }

  /**
   * Starts a wave.
   *
   * @param policy that comes with it; the present one stays when empty
   * @param despite conditions that need not hold this time
   */
  public Outcome start(String name, Optional<BroughtPolicy> policy, Set<Wave.Condition> despite)
      throws IOException {
    RolloutProgress rollout = organization.enrolling().rollout();
    WaveProgress wave = find(rollout, name);
    require(wave, WaveAct.START);
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
    change(wave, running, WaveAct.START);
    if (policy.isPresent()) {
      try {
        policies.set(name, policy.get());
      } catch (IOException | RuntimeException e) {
        WaveRecord back = running.in(State.ROLLED_BACK, organization.now());
        organization.store().waves().change(back, State.RUNNING, entry(WaveAct.ROLL_BACK, back));
        throw e;
      }
    }
    return new Outcome.Started(findings, new WaveTurn(organization).run().invited());
  }

  /** Nobody is invited or reminded until it is resumed. */
  public void pause(String name) {
    WaveProgress wave = show(name);
    require(wave, WaveAct.PAUSE);
    change(wave, wave.record().in(State.PAUSED, organization.now()), WaveAct.PAUSE);
  }

  /**
   * Goes on.
   *
   * @return how many were invited or reminded just now
   */
  public int resume(String name) throws IOException {
    WaveProgress wave = show(name);
    require(wave, WaveAct.RESUME);
    change(wave, wave.record().in(State.RUNNING, organization.now()), WaveAct.RESUME);
    WaveTurn.Done done = new WaveTurn(organization).run();
    return done.invited() + done.reminded();
  }

  /**
   * Writes once more to those who do not enrol, but to nobody twice a day.
   *
   * @return to how many
   */
  public int remind(String name) throws IOException {
    WaveProgress wave = show(name);
    require(wave, WaveAct.REMIND);
    int reminded = new WaveTurn(organization).remind(wave);
    organization.store().log().append(List.of(entry(WaveAct.REMIND, wave.record())));
    return reminded;
  }

  /** Policy is again what it was before; who has certificates keeps them. */
  public void rollBack(String name) throws IOException {
    WaveProgress wave = show(name);
    require(wave, WaveAct.ROLL_BACK);
    if (wave.record().policy().isPresent()) {
      new WavePolicy(organization).restore(name, wave.record().policy().get());
    }
    change(wave, wave.record().in(State.ROLLED_BACK, organization.now()), WaveAct.ROLL_BACK);
  }

  private String fingerprint(Optional<BroughtPolicy> policy) throws IOException {
    return policy.isPresent()
        ? policy.get().policy().fingerprint()
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

  static void require(WaveProgress wave, WaveAct act) {
    State state = wave.record().wave().state();
    if (!act.from().contains(state)) {
      throw new Failure(
          ExitCode.FAILED,
          "wave "
              + wave.record().wave().name()
              + ": is "
              + state.word()
              + ", and must be "
              + String.join(" or ", act.from().stream().map(State::word).toList())
              + " for that; 'signet rollout status' shows all");
    }
  }

  private void change(WaveProgress from, WaveRecord to, WaveAct act) {
    if (!organization.store().waves().change(to, from.record().wave().state(), entry(act, to))) {
      throw new Failure(
          ExitCode.FAILED,
          "wave "
              + to.wave().name()
              + ": was changed by somebody else just now; look at it and try again");
    }
  }

  private LogEntry entry(WaveAct act, WaveRecord record) {
    return WaveLeaf.of(act, record, by, organization.now(), organization.random());
  }
}
