package org.signetmail.app.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;

/**
 * How the backups of a system stand: how old the last is, and the last proof that one is good, held
 * against what the configuration asks for. Stateless over the store.
 */
public final class BackupHealth {
  /** How long a proof lasts where drills are not scheduled. */
  private static final Duration PROOF = Duration.ofDays(30);

  private final Organization organization;
  private final BackupSettings settings;

  public BackupHealth(Organization organization) {
    this.organization = organization;
    this.settings = organization.configuration().backup();
  }

  /** The last that was taken, wherever it is now. */
  public Optional<BackupRecord> last() {
    List<BackupRecord> backups = organization.store().backups().backups();
    return backups.isEmpty() ? Optional.empty() : Optional.of(backups.getLast());
  }

  public Optional<DrillRecord> drill() {
    return organization.store().backups().latestDrill();
  }

  /** When any of them was last proven whole, by a drill or by {@code signet backup verify}. */
  public Optional<Instant> proven() {
    return organization.store().backups().backups().stream()
        .flatMap(backup -> backup.verified().stream())
        .max(Instant::compareTo);
  }

  /** Whether one should have been taken since. */
  public boolean isBackupLate() {
    return last().isEmpty() || isLate(last().get().at(), settings.every());
  }

  /** Whether a drill should have been held since. */
  public boolean isDrillLate() {
    return drill().isEmpty() || isLate(drill().get().at(), settings.drillEvery());
  }

  /** Whether there are backups, and it is too long ago that one was proven whole. */
  public boolean isProofLate() {
    Optional<Duration> every = Optional.of(settings.drillEvery().orElse(PROOF));
    return last().isPresent() && (proven().isEmpty() || isLate(proven().get(), every));
  }

  /**
   * With half as much grace as the time between two. Where only people take them, any that there is
   * will do.
   */
  private boolean isLate(Instant last, Optional<Duration> every) {
    return every
        .map(wanted -> last.plus(wanted.multipliedBy(3).dividedBy(2)).isBefore(organization.now()))
        .orElse(false);
  }
}
