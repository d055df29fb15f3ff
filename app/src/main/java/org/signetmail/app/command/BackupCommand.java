package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.BackupRetention;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet backup}: the whole system in one file, or in one and what changed since. */
@Command(
    name = "backup",
    header = {"Example: signet backup create /mnt/backups", ""},
    description = "Backups: create, list, verify, restore, drill, prune, key.",
    subcommands = {
      BackupCommand.Create.class,
      BackupCommand.Listing.class,
      BackupVerifyCommand.class,
      BackupRestoreCommand.class,
      BackupDrillCommand.class,
      BackupCommand.Prune.class,
      BackupKeyCommand.class
    })
final class BackupCommand extends CommandGroup {
  @Command(
      name = "create",
      header = {"Example: signet backup create /mnt/backups", ""},
      description =
          "Takes a backup while the system runs: of what changed since the one before, where that"
              + " lies beside it; else a full one.")
  static final class Create implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--full", description = "A full one, which needs no other.")
    private boolean full;

    @Parameters(
        arity = "0..1",
        paramLabel = "PLACE",
        description = "A folder, or a new file; else the folder of backups in signet.yaml.")
    private @Nullable Path place;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open();
          ProgressLine progress = new ProgressLine()) {
        Path where = place == null ? folder(organization) : place;
        BackupMaker.Kind kind = full ? BackupMaker.Kind.FULL : BackupMaker.Kind.WHAT_CHANGED;
        BackupMaker.Made made = new BackupMaker(organization).make(where, kind, progress);
        progress.end();
        describe("Backup of ", made.manifest());
        System.out.println(
            made.why().map(why -> "full (" + why + ")").orElse("incremental")
                + ", in "
                + made.file()
                + ", "
                + Files.size(made.file()) / 1000
                + " kB");
      }
      return ExitCode.DONE.number();
    }

    private static Path folder(Organization organization) throws IOException {
      Path folder = BackupMaker.folder(organization);
      if (!Files.exists(folder)) {
        PrivateFiles.createFolder(folder);
      }
      return folder;
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet backup list", ""},
      description = "The backups that this system took, oldest first, without those removed.")
  static final class Listing implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<BackupRecord> backups =
            organization.store().backups().backups().stream()
                .filter(backup -> backup.removed().isEmpty())
                .toList();
        if (json) {
          Json.print(System.out, out -> write(out, backups));
        } else {
          table(backups, organization.now());
        }
      }
      return ExitCode.DONE.number();
    }

    private static void table(List<BackupRecord> backups, Instant now) {
      Table table = new Table("ID", "TAKEN", "AGE", "KIND", "ON", "KB", "VERIFIED", "FILE");
      for (BackupRecord backup : backups) {
        table.row(
            backup.id().substring(0, 8),
            backup.at().toString(),
            age(backup.at(), now),
            backup.isFull() ? "full" : "incremental " + backup.number(),
            backup.base().map(base -> base.substring(0, 8)).orElse("-"),
            Long.toString(backup.octets() / 1000),
            backup.verified().map(at -> age(at, now) + " ago").orElse("never"),
            backup.file() + (isThere(backup) ? "" : " (not there)"));
      }
      table.print(System.out, "No backup was taken; take one with 'signet backup create'");
    }

    private static void write(JsonGenerator json, List<BackupRecord> backups) {
      json.writeStartArray();
      for (BackupRecord backup : backups) {
        json.writeStartObject();
        json.writeStringProperty("id", backup.id());
        json.writeStringProperty("at", backup.at().toString());
        json.writeStringProperty("kind", backup.isFull() ? "full" : "incremental");
        json.writeNumberProperty("number", backup.number());
        optional(json, "base", backup.base());
        json.writeStringProperty("file", backup.file());
        json.writeBooleanProperty("there", isThere(backup));
        json.writeNumberProperty("octets", backup.octets());
        json.writeNumberProperty("content", backup.content());
        optional(json, "verified", backup.verified().map(Instant::toString));
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) {
      if (value.isPresent()) {
        json.writeStringProperty(name, value.get());
      } else {
        json.writeNullProperty(name);
      }
    }

    private static boolean isThere(BackupRecord backup) {
      return Files.exists(Path.of(backup.file()));
    }

    private static String age(Instant at, Instant now) {
      Duration age = Duration.between(at, now);
      return age.toDays() > 1
          ? age.toDays() + " d"
          : age.toHours() > 1 ? age.toHours() + " h" : age.toMinutes() + " min";
    }
  }

  @Command(
      name = "prune",
      header = {"Example: signet backup prune", ""},
      description =
          "Deletes backups whose time is over (backup.keep in signet.yaml); never the newest"
              + " chain.")
  static final class Prune implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<Path> deleted = new BackupRetention(organization).prune();
        deleted.forEach(file -> System.out.println("deleted " + file));
        System.out.println(deleted.size() + " backups deleted");
      }
      return ExitCode.DONE.number();
    }
  }

  static void describe(String start, BackupManifest manifest) {
    System.out.println(start + manifest.organization() + ", " + manifest.at());
    for (Map.Entry<String, Long> count : manifest.rows().entrySet()) {
      if (count.getValue() > 0) {
        System.out.printf("  %-20s %d%n", count.getKey(), count.getValue());
      }
    }
  }
}
