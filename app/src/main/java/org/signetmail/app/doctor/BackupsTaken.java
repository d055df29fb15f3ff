package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.backup.BackupHealth;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;

/**
 * Backups are as young, and tried as often, as the configuration asks, with half as much grace;
 * they lie elsewhere than what they are of, and can be opened for a while yet.
 */
record BackupsTaken(Organization organization) implements Check {
  @Override
  public String name() {
    return "backup";
  }

  @Override
  public Result look() throws IOException {
    BackupHealth health = new BackupHealth(organization);
    Optional<BackupRecord> backup = health.last();
    Optional<DrillRecord> drill = health.drill();
    List<Finding> findings = new ArrayList<>();
    if (health.isBackupLate()) {
      findings.add(
          SystemFinding.BACKUP_OLD.on(
              "backup", backup.map(one -> "the last is of " + one.at()).orElse("there is none")));
    }
    backup
        .filter(one -> one.removed().isEmpty() && !Files.exists(Path.of(one.file())))
        .ifPresent(
            one -> findings.add(SystemFinding.BACKUP_NOT_THERE.on(one.file(), "is not there")));
    if (health.isDrillLate()) {
      findings.add(
          SystemFinding.DRILL_OLD.on(
              "drill", drill.map(one -> "the last was " + one.at()).orElse("there was none")));
    }
    if (drill.filter(one -> one.result() == DrillRecord.Result.FAILED).isPresent()) {
      findings.add(SystemFinding.DRILL_FAILED.on("drill", "of " + drill.get().at() + " failed"));
    }
    if (health.isProofLate()) {
      findings.add(
          SystemFinding.BACKUP_UNPROVEN.on(
              "backup",
              health
                  .proven()
                  .map(at -> "none was proven whole since " + at)
                  .orElse("none was ever proven whole")));
    }
    place(findings);
    keys(findings);
    return new Result(
        "taken "
            + backup.map(one -> ago(one.at())).orElse("never")
            + ", drilled "
            + drill.map(one -> ago(one.at())).orElse("never"),
        findings);
  }

  /** What takes the disk takes both. */
  private void place(List<Finding> findings) throws IOException {
    Path folder = BackupMaker.folder(organization);
    Path home = organization.home().folder();
    if (Files.exists(folder) && Files.getFileStore(folder).equals(Files.getFileStore(home))) {
      findings.add(
          SystemFinding.BACKUP_ON_SAME_DISK.on(folder, "is on the disk that it is a backup of"));
    }
  }

  private void keys(List<Finding> findings) throws IOException {
    Instant soon = organization.now().plus(OwnCertificates.SOON);
    for (String file : List.of("backup", "drill")) {
      for (Certificate recipient : organization.home().certificates(file)) {
        if (!recipient.notAfter().isAfter(soon)) {
          findings.add(
              SystemFinding.BACKUP_KEY_ENDS.on(
                  recipient.displayName(), "its certificate ends " + recipient.notAfter()));
        }
      }
    }
  }

  private String ago(Instant at) {
    long hours = Duration.between(at, organization.now()).toHours();
    return hours < 1 ? "within the hour" : hours < 48 ? hours + " h ago" : hours / 24 + " days ago";
  }
}
