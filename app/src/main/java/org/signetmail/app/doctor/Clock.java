package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Finding;
import org.signetmail.tlog.LogEntry;

/**
 * The clock agrees with the database's, does not run behind the log, and something holds it.
 *
 * @param holders what programs that hold a clock leave while they do
 */
record Clock(Organization organization, List<Path> holders) implements Check {
  /** Of the usual programs. */
  private static final List<Path> HOLDERS =
      List.of(
          Path.of("/run/systemd/timesync/synchronized"),
          Path.of("/run/chrony/chronyd.pid"),
          Path.of("/run/ntpd.pid"));

  Clock(Organization organization) {
    this(organization, HOLDERS);
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Result look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Instant now = organization.now();
    Optional<Instant> last = lastEntry();
    if (last.filter(now::isBefore).isPresent()) {
      findings.add(
          SystemFinding.CLOCK_BEHIND.on(
              "clock", now + " is before the log's last entry, " + last.get()));
    }
    organization
        .time()
        .problem()
        .ifPresent(wrong -> findings.add(SystemFinding.CLOCK_APART.on("clock", wrong)));
    if (holders.stream().noneMatch(Files::exists)) {
      findings.add(
          SystemFinding.CLOCK_ALONE.on("clock", "no program that holds it by NTP is seen"));
    }
    return new Result(now.toString(), findings);
  }

  private Optional<Instant> lastEntry() throws IOException {
    long size = organization.store().log().size();
    return size == 0
        ? Optional.empty()
        : Optional.of(LogEntry.parse(organization.store().log().leaf(size - 1)).time());
  }
}
