package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Backups;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupManifest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet backup}: the whole system in one file, and back. */
@Command(
    name = "backup",
    header = {"Example: signet backup create monday.backup", ""},
    description = "Backups: create, verify, restore.",
    subcommands = {
      BackupCommand.Create.class,
      BackupCommand.Verify.class,
      BackupCommand.Restore.class
    })
final class BackupCommand extends CommandGroup {
  @Command(name = "create", description = "Takes a backup while the system runs.")
  static final class Create implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "FILE", description = "The new backup; must not exist.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      if (Files.exists(file)) {
        throw Failure.usage(file + ": exists already; name a new file");
      }
      try (Organization organization = home.open()) {
        Output.writeFile(file, out -> describe("Backup of ", Backups.create(organization, out)));
        System.out.println("in " + file + ", " + Files.size(file) / 1000 + " kB");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "verify", description = "Proves without keys that a backup is whole.")
  static final class Verify implements Callable<Integer> {
    @Option(names = "--trust", required = true, paramLabel = "ROOT", description = "Our root.")
    private Path root = Path.of("");

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      switch (Backups.verify(existing(file), certificate(root), InstantSource.system())) {
        case Backup.Verification.Whole whole -> {
          describe("Whole: backup of ", whole.manifest());
          System.out.println("made by " + whole.maker().displayName());
        }
        case Backup.Verification.NotWhole(List<Finding> findings) -> throw refused(findings);
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "restore",
      description = "Puts a backup into an empty home; nothing is ever overwritten.")
  static final class Restore implements Callable<Integer> {
    @Mixin private Keys keys = new Keys();

    @Option(names = "--trust", required = true, paramLabel = "ROOT", description = "Our root.")
    private Path root = Path.of("");

    @Option(
        names = "--home",
        paramLabel = "FOLDER",
        description = "The empty home; else SIGNET_HOME, else ./signet-home.")
    private @Nullable Path folder;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      Home home = Home.locate(folder);
      switch (Backups.restore(
          existing(file),
          keys.readers().getFirst(),
          certificate(root),
          home,
          InstantSource.system())) {
        case Backup.Restoration.Restored(BackupManifest manifest) ->
            describe("Restored into " + home + ": ", manifest);
        case Backup.Restoration.Refused(List<Finding> findings) -> throw refused(findings);
      }
      System.out.println(
          "Next: put the passphrase back into "
              + home.passphraseFile()
              + " (mode 600), then 'signet log verify --home "
              + home
              + "' and 'signet up'");
      return ExitCode.DONE.number();
    }
  }

  private static void describe(String start, BackupManifest manifest) {
    System.out.println(start + manifest.organization() + ", " + manifest.at());
    for (Map.Entry<String, Long> count : manifest.counts().entrySet()) {
      System.out.printf("  %-14s %d%n", count.getKey(), count.getValue());
    }
  }

  private static Path existing(Path file) throws java.io.IOException {
    if (!Files.exists(file)) {
      throw new java.nio.file.NoSuchFileException(file.toString());
    }
    return file;
  }

  private static Certificate certificate(Path file) throws java.io.IOException {
    return Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).getFirst();
  }

  private static Failure refused(List<Finding> findings) {
    return new Failure(ExitCode.FAILED, findings.getFirst().line());
  }
}
