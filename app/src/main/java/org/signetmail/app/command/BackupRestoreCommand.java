package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Home;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupManifest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.store.StoreUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet backup restore}. */
@Command(
    name = "restore",
    header = {
      "Example: signet backup restore --key backup.p12 --trust root.pem --home new /mnt/backups",
      ""
    },
    description =
        "Puts the newest backup into an empty home; nothing is ever overwritten. Interrupted, it"
            + " goes on when it is run again.")
final class BackupRestoreCommand implements Callable<Integer> {
  @Mixin private Keys keys = new Keys();

  @Option(names = "--trust", required = true, paramLabel = "ROOT", description = "Our root.")
  private Path root = Path.of("");

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "The empty home; else SIGNET_HOME, else ./signet-home.")
  private @Nullable Path folder;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "To this point in time: the newest backup of before 2026-11-23T12:00:00Z.")
  private @Nullable String until;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "An empty store elsewhere than it was: jdbc:postgresql://host/database.")
  private @Nullable String store;

  @Option(
      names = "--dangerous-rows",
      description =
          "Also when a row is not the one that the log in the backup knows: somebody changed it.")
  private boolean anyRows;

  @Parameters(
      arity = "1..*",
      paramLabel = "PLACE",
      description = "Files, or folders of them; what one builds on is found beside it.")
  private List<Path> places = List.of();

  @Override
  public Integer call() throws Exception {
    Home home = Home.locate(folder);
    BackupChain chain = BackupVerifyCommand.chain(places, BackupVerifyCommand.time(until));
    switch (restore(chain, home)) {
      case Backup.Restoration.Restored(BackupManifest manifest) ->
          BackupCommand.describe("Restored into " + home + ": ", manifest);
      case Backup.Restoration.Refused(List<Finding> findings) ->
          throw BackupVerifyCommand.refused(findings);
    }
    System.out.println(
        "Next: put the passphrase back into "
            + home.passphraseFile()
            + " (mode 600), then 'signet log verify --home "
            + home
            + "' and 'signet up'");
    return ExitCode.DONE.number();
  }

  private Backup.Restoration restore(BackupChain chain, Home home) throws IOException {
    Certificate trusted = BackupVerifyCommand.certificate(root);
    InstantSource clock = InstantSource.system();
    if (store != null) {
      StoreUrl.of(store); // a wrong one is said before anything is read
    }
    List<DecryptionIdentity> openers = keys.readers();
    try (ProgressLine progress = new ProgressLine()) {
      Backup.Restoration restoration =
          Backups.restore(
              chain,
              openers,
              trusted,
              home,
              Optional.ofNullable(store),
              anyRows ? Backups.Rows.DANGEROUSLY_ANY : Backups.Rows.AS_LOGGED,
              clock,
              progress);
      progress.end();
      return restoration;
    }
  }
}
