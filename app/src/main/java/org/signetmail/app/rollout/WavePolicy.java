package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.file.Path;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PolicyFile;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.WaveRecord;

/**
 * The policy that comes with a wave, and the one of before, which is kept in the home so that it
 * can come back. A signature beside a policy goes with it. A running system takes a policy up by
 * itself, checks it as every other change, and writes it into the log.
 */
final class WavePolicy {
  private final Organization organization;
  private final Path policy;

  WavePolicy(Organization organization) {
    this.organization = organization;
    this.policy = organization.home().folder().resolve(organization.configuration().policyFile());
  }

  /** The fingerprint of the one in force. */
  String inForce() throws IOException {
    return Policy.fingerprint(BroughtPolicy.of(policy).text());
  }

  /** Keeps the present one for a wave's rollback. */
  void keep(String wave) throws IOException {
    BroughtPolicy.of(policy).writeTo(former(wave));
  }

  /**
   * Puts another in force; the one that was kept stays where a running system would not take it up.
   *
   * @throws Failure when nobody signed it and somebody must
   */
  void set(String wave, BroughtPolicy brought) throws IOException {
    Policy.Changes force = BroughtPolicy.of(policy).policy().changes();
    brought.writeTo(policy);
    try {
      new PolicyFile(organization).read(force);
    } catch (IOException e) {
      BroughtPolicy.of(former(wave)).writeTo(policy);
      throw new Failure(ExitCode.FAILED, "not in force: " + e.getMessage(), e);
    }
  }

  /**
   * Puts the one of before a wave in force again.
   *
   * @throws Failure when another was put in force since: which is right, only people know
   */
  void restore(String wave, WaveRecord.PolicyChange change) throws IOException {
    if (inForce().equals(change.before())) {
      return;
    }
    if (!inForce().equals(change.set())) {
      throw new Failure(
          ExitCode.FAILED,
          policy
              + ": was changed since wave "
              + wave
              + " began; put what is right in force yourself, the policy of before is in "
              + former(wave));
    }
    BroughtPolicy.of(former(wave)).writeTo(policy);
  }

  private Path former(String wave) {
    String name = wave.replaceAll("[^A-Za-z0-9._-]", "_");
    return organization.home().rollout().resolve("before-" + name + ".yaml");
  }
}
