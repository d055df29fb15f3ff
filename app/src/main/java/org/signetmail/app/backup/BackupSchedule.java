package org.signetmail.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.backup.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes backups and holds drills when it is time, on one of all nodes. One that fails is tried
 * again at the next turn; how old the last good one is, is on {@code /metrics}.
 */
public final class BackupSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

  private final Organization organization;
  private final BackupSettings settings;
  private final String node;

  public BackupSchedule(Organization organization, String node) {
    this.organization = organization;
    this.settings = organization.configuration().backup();
    this.node = node;
  }

  /** Does what is due. */
  public void turn() throws IOException {
    if (settings.every().isPresent() && isDue(lastBackup(), settings.every().get())) {
      backUp();
    }
    if (settings.drillEvery().isPresent()
        && lastBackup().isPresent()
        && isDue(lastDrill(), settings.drillEvery().get())) {
      drill();
    }
  }

  private void backUp() throws IOException {
    try (RenewedClaim claim = new RenewedClaim(organization, "backup", node, Progress.NONE)) {
      if (!claim.claim()) {
        return;
      }
      Path folder = BackupMaker.folder(organization);
      if (!Files.exists(folder)) {
        PrivateFiles.createFolder(folder);
      }
      BackupMaker.Made made =
          new BackupMaker(organization).make(folder, BackupMaker.Kind.WHAT_CHANGED, claim);
      LOG.info("backup: {} ({})", made.file(), made.manifest().kind());
      for (Path deleted : new BackupRetention(organization).prune()) {
        LOG.info("backup: {} deleted, its time is over", deleted);
      }
    }
  }

  private void drill() throws IOException {
    Drill.Held held =
        new Drill(organization)
            .hold(List.of(BackupMaker.folder(organization)), List.of(), Progress.NONE);
    if (held.report().result() == DrillRecord.Result.PASSED) {
      LOG.info("drill: passed, {}", held.file());
    } else {
      LOG.error("drill: failed, read {}", held.file());
    }
  }

  private boolean isDue(Optional<Instant> last, Duration every) {
    return last.isEmpty() || !last.get().plus(every).isAfter(organization.now());
  }

  private Optional<Instant> lastBackup() {
    List<BackupRecord> backups = organization.store().backups().backups();
    return backups.isEmpty() ? Optional.empty() : Optional.of(backups.getLast().at());
  }

  private Optional<Instant> lastDrill() {
    return organization.store().backups().latestDrill().map(DrillRecord::at);
  }
}
