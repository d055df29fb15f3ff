package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.policy.JurisdictionTable;
import org.signetmail.policy.Policy;
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
  private final PolicyFile file;
  private volatile Policy policy;
  private Seen seen;

  /** When policy, table and signatures were last written. */
  private record Seen(
      FileTime policy, FileTime signature, FileTime table, FileTime tableSignature) {}

  LivePolicy(Organization organization) throws IOException {
    this.organization = organization;
    this.file = new PolicyFile(organization);
    try {
      this.policy = file.read(Policy.Changes.ANY).policy();
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    this.seen = look();
  }

  @Override
  public Policy get() {
    return policy;
  }

  /** Reads the files again if one has changed since they were last looked at. */
  synchronized void refresh() throws IOException {
    Seen now = look();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      PolicyFile.Read changed = file.read(policy.changes());
      if (!named(changed.policy()).equals(named(policy))) {
        LogEntry entry =
            LogEntry.of(EntryType.POLICY_CHANGED, organization.now())
                .with("policy-sha256", changed.policy().fingerprint());
        entry =
            changed
                .policy()
                .table()
                .map(JurisdictionTable::version)
                .map(LivePolicy::plain)
                .map(with(entry, "jurisdictions"))
                .orElse(entry);
        entry =
            changed.signer().map(Certificate::fingerprint).map(with(entry, "signer")).orElse(entry);
        organization.log().append(entry);
        policy = changed.policy();
        LOG.info("policy {} is in force", named(policy));
      }
    } catch (IOException e) {
      LOG.warn("the policy of before stays in force: {}", e.getMessage());
    }
  }

  private static java.util.function.Function<String, LogEntry> with(LogEntry entry, String name) {
    return value -> entry.with(name, value);
  }

  private static String plain(String version) {
    return version.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /** Policy and table, by what tells them apart. */
  private static String named(Policy policy) {
    return policy.fingerprint()
        + policy.table().map(table -> ", table " + table.version()).orElse("");
  }

  private Seen look() throws IOException {
    Path path = file.file();
    Path table = policy.jurisdictions().map(path::resolveSibling).orElse(path);
    return new Seen(
        written(path), written(signature(path)), written(table), written(signature(table)));
  }

  private static Path signature(Path path) {
    return path.resolveSibling(path.getFileName() + ".p7s");
  }

  private static FileTime written(Path path) throws IOException {
    return Files.exists(path) ? Files.getLastModifiedTime(path) : FileTime.fromMillis(0);
  }
}
