package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.rollout.WaveRecord;

/**
 * The policy that comes with a wave, and the one of before, which is kept in the home so that it
 * can come back. A signature beside a policy goes with it. A running system takes a policy up by
 * itself, checks it as every other change, and writes it into the log.
 */
final class WavePolicy {
  private static final int LARGEST = 1 << 20; // octets, as every policy

  private final Organization organization;
  private final Path policy;

  WavePolicy(Organization organization) {
    this.organization = organization;
    this.policy = organization.home().folder().resolve(organization.configuration().policyFile());
  }

  /** The fingerprint of the one in force. */
  String inForce() throws IOException {
    return Policy.fingerprint(text(policy));
  }

  /**
   * The fingerprint of a policy that can be used.
   *
   * @throws Failure when it cannot
   */
  static String checked(Path file) throws IOException {
    try {
      return Gateway.policy(text(file), file.toString()).fingerprint();
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, e.getMessage() + " ('signet policy check' names all)", e);
    }
  }

  /** Keeps the present one for a wave's rollback. */
  void keep(String wave) throws IOException {
    copy(policy, former(wave));
  }

  /** Puts another in force. */
  void set(Path file) throws IOException {
    copy(file, policy);
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
    copy(former(wave), policy);
  }

  private Path former(String wave) {
    String name = wave.replaceAll("[^A-Za-z0-9._-]", "_");
    return organization.home().rollout().resolve("before-" + name + ".yaml");
  }

  /** The signature first: a policy without it would be refused for a moment. */
  private static void copy(Path from, Path to) throws IOException {
    Path signature = from.resolveSibling(from.getFileName() + ".p7s");
    if (Files.exists(signature)) {
      PrivateFiles.write(
          to.resolveSibling(to.getFileName() + ".p7s"), Files.readAllBytes(signature));
    }
    PrivateFiles.write(to, text(from).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw new Failure(
          ExitCode.UNREADABLE, file + ": is no policy file of less than 1 MiB; name another");
    }
    return Files.readString(file);
  }
}
