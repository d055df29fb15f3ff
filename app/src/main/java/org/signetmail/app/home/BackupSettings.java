package org.signetmail.app.home;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.SnapshotForm;

/**
 * What {@code backup} in {@code signet.yaml} says.
 *
 * @param folder where backups are written to; relative to the home folder, or absolute
 * @param every how long after one backup the next is taken; empty when only people take them
 * @param fullEvery how old a full backup may be before the next is a full one again
 * @param keep how long a backup is kept after the last that needs it
 * @param drillEvery how long after one drill the next is held; empty when only people hold them,
 *     with a key that is kept elsewhere
 * @param form how the store is copied
 * @param tools the folder of PostgreSQL's own programs; empty when they are found without
 */
public record BackupSettings(
    String folder,
    Optional<Duration> every,
    Duration fullEvery,
    Duration keep,
    Optional<Duration> drillEvery,
    SnapshotForm form,
    Optional<String> tools) {
  /** A backup each day, a full one each week, drilled each week, kept for ninety days. */
  public static final BackupSettings STANDARD =
      new BackupSettings(
          "backups",
          Optional.of(Duration.ofDays(1)),
          Duration.ofDays(7),
          Duration.ofDays(90),
          Optional.of(Duration.ofDays(7)),
          SnapshotForm.ROWS,
          Optional.empty());

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(36_600);

  static BackupSettings of(YamlMapping backup) throws YamlProblem {
    backup.allow(
        "folder", "every", "full-every", "keep", "drill-every", "method", "postgresql-tools");
    return new BackupSettings(
        backup.optionalText("folder").orElse(STANDARD.folder),
        orNever(backup, "every", STANDARD.every),
        ConfigurationValues.between(backup, "full-every", SHORTEST, LONGEST)
            .orElse(STANDARD.fullEvery),
        ConfigurationValues.between(backup, "keep", SHORTEST, LONGEST).orElse(STANDARD.keep),
        orNever(backup, "drill-every", STANDARD.drillEvery),
        backup.optional("method", BackupSettings::form).orElse(STANDARD.form),
        backup.optionalText("postgresql-tools"));
  }

  /** Where PostgreSQL's own programs are looked for. */
  public PostgresqlTools postgresqlTools() {
    return new PostgresqlTools(tools.map(Path::of));
  }

  private static SnapshotForm form(String word) {
    return switch (word) {
      case "rows" -> SnapshotForm.ROWS;
      case "pg_dump" -> SnapshotForm.PG_DUMP;
      default -> throw new IllegalArgumentException("'" + word + "' is not rows or pg_dump");
    };
  }

  /** A duration, or none where the word {@code never} stands. */
  static Optional<Duration> orNever(YamlMapping mapping, String name, Optional<Duration> standard)
      throws YamlProblem {
    return mapping.optionalText(name).filter("never"::equals).isPresent()
        ? Optional.empty()
        : ConfigurationValues.between(mapping, name, SHORTEST, LONGEST).or(() -> standard);
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
                escaped(folder),
                every.map(Duration::toString).orElse("never"),
                fullEvery,
                keep,
                drillEvery.map(Duration::toString).orElse("never"))
        + (form == SnapshotForm.ROWS ? "" : "  method: pg_dump\n")
        + tools.map(folder -> "  postgresql-tools: \"" + escaped(folder) + "\"\n").orElse("");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
