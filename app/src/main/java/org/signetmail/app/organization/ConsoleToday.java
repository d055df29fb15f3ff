package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.backup.BackupHealth;
import org.signetmail.app.doctor.Check;
import org.signetmail.app.doctor.NextHopAnswers;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Census;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Severity;
import org.signetmail.web.console.TodayView;
import org.signetmail.web.console.TodayView.Care;

/**
 * The state of the system, for the console's first page. What takes long (counting everybody,
 * asking the next hop) is at most a minute older than the page says. Thread-safe.
 */
final class ConsoleToday implements TodayView.Desk {
  private final Organization organization;
  private final Metrics metrics;
  private final LiveRoles roles;
  private final BackupHealth backups;
  private final Refreshed<Census> census;
  private final Refreshed<TodayView.Hops> hops;

  ConsoleToday(Organization organization, Metrics metrics, LiveRoles roles) {
    this.organization = organization;
    this.metrics = metrics;
    this.roles = roles;
    this.backups = new BackupHealth(organization);
    this.census = new Refreshed<>(this::count, organization.store().census().last());
    census.lately(); // begun now, so that the first page need not wait
    this.hops = new Refreshed<>(this::ask);
  }

  @Override
  public TodayView today(Actor actor) {
    actor.require(Right.SEE_TODAY);
    Instant now = organization.now();
    return new TodayView(
        now,
        census.get(),
        metrics.since(),
        metrics.verdicts(),
        metrics.treatments(),
        new Care(
            backups.last().map(BackupRecord::at),
            backups.isBackupLate() ? Care.State.LATE : Care.State.GOOD),
        drill(),
        organization.log().latestCheckpoint(),
        organization.store().log().size(),
        hops.lately(),
        organization.store().recoveries().unfinished(now).stream()
            .filter(one -> one.steps().stream().noneMatch(Step.Denied.class::isInstance))
            .count(),
        roles.problem());
  }

  /** Kept, so that the first page after a start has the last count while everybody is counted. */
  private Census count() {
    Census census = organization.store().census().take(organization.now());
    organization.store().census().keep(census);
    return census;
  }

  private Care drill() {
    Optional<DrillRecord> last = backups.drill();
    boolean isFailed =
        last.filter(drill -> drill.result() == DrillRecord.Result.FAILED).isPresent();
    return new Care(
        last.map(DrillRecord::at),
        isFailed ? Care.State.FAILED : backups.isDrillLate() ? Care.State.LATE : Care.State.GOOD);
  }

  private TodayView.Hops ask() {
    try {
      Check.Result result = new NextHopAnswers(organization).look();
      List<String> problems =
          result.findings().stream()
              .filter(finding -> finding.severity() != Severity.INFO)
              .map(Finding::line)
              .toList();
      return new TodayView.Hops(organization.now(), result.seen(), problems);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
