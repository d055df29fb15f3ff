package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of now: read at the start, and again when its file changes. A changed file that is
 * wrong changes nothing; the log says why. Thread-safe.
 */
final class LivePolicy implements Supplier<Policy> {
  private static final Logger LOG = LoggerFactory.getLogger(LivePolicy.class);

  private final Organization organization;
  private final Path file;
  private volatile Policy policy;
  private FileTime seen;

  LivePolicy(Organization organization) throws IOException {
    this.organization = organization;
    this.file = organization.home().folder().resolve(organization.configuration().policyFile());
    this.seen = Files.getLastModifiedTime(file);
    try {
      this.policy = read();
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Policy get() {
    return policy;
  }

  /** Reads the file again if it has changed since it was last looked at. */
  synchronized void refresh() throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    if (modified.equals(seen)) {
      return;
    }
    seen = modified;
    try {
      Policy changed = read();
      if (!changed.fingerprint().equals(policy.fingerprint())) {
        organization
            .log()
            .append(
                LogEntry.of(EntryType.POLICY_CHANGED, organization.now())
                    .with("policy-sha256", changed.fingerprint()));
        policy = changed;
        LOG.info("policy {} is in force", changed.fingerprint());
      }
    } catch (YamlProblem e) {
      LOG.warn("the policy of before stays in force: {}", e.getMessage());
    }
  }

  private Policy read() throws IOException {
    return Gateway.policy(Files.readString(file), file.toString());
  }
}
