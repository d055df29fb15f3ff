package org.signetmail.app.home;

import java.time.Duration;
import java.util.Optional;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * What {@code backup} in {@code signet.yaml} says.
 *
 * @param folder where backups are written to; relative to the home folder, or absolute
 * @param every how long after one backup the next is taken; empty when only people take them
 * @param fullEvery how old a full backup may be before the next is a full one again
 * @param keep how long a backup is kept after the last that needs it
 * @param drillEvery how long after one drill the next is held; empty when only people hold them,
 *     with a key that is kept elsewhere
 */
public record BackupSettings(
    String folder,
    Optional<Duration> every,
    Duration fullEvery,
    Duration keep,
    Optional<Duration> drillEvery) {
  /** A backup each day, a full one each week, drilled each week, kept for ninety days. */
  public static final BackupSettings STANDARD =
      new BackupSettings(
          "backups",
          Optional.of(Duration.ofDays(1)),
          Duration.ofDays(7),
          Duration.ofDays(90),
          Optional.of(Duration.ofDays(7)));

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(36_600);

  static BackupSettings of(YamlMapping backup) throws YamlProblem {
    backup.allow("folder", "every", "full-every", "keep", "drill-every");
    return new BackupSettings(
        backup.optionalText("folder").orElse(STANDARD.folder),
        orNever(backup, "every", STANDARD.every),
        ConfigurationFile.between(backup, "full-every", SHORTEST, LONGEST)
            .orElse(STANDARD.fullEvery),
        ConfigurationFile.between(backup, "keep", SHORTEST, LONGEST).orElse(STANDARD.keep),
        orNever(backup, "drill-every", STANDARD.drillEvery));
  }

  /** A duration, or none where the word {@code never} stands. */
  static Optional<Duration> orNever(YamlMapping mapping, String name, Optional<Duration> standard)
      throws YamlProblem {
    return mapping.optionalText(name).filter("never"::equals).isPresent()
        ? Optional.empty()
        : ConfigurationFile.between(mapping, name, SHORTEST, LONGEST).or(() -> standard);
  }

  /** As it stands in the file. */
  String text() {
    return """
    backup:
      folder: "%s"        # in the home folder, or absolute: best another machine's disk
      every: %s               # or never; each has only what changed since the one before
      full-every: %s           # a full one, which needs no other
      keep: %s                # after the last backup that needs it
      drill-every: %s          # or never; restores one beside the system and reports
    """
        .formatted(
            folder.replace("\\", "\\\\").replace("\"", "\\\""),
            every.map(Duration::toString).orElse("never"),
            fullEvery,
            keep,
            drillEvery.map(Duration::toString).orElse("never"));
  }
}
