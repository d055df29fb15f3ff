package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet archive}: the archived keys themselves. */
@Command(
    name = "archive",
    header = {"Example: signet archive import old-keys --list passwords.csv", ""},
    description =
        "The archived keys: take in those of former systems, destroy those whose time is"
            + " over.",
    subcommands = {ArchiveImportCommand.class, ArchiveCommand.Destroy.class})
final class ArchiveCommand extends CommandGroup {
  @Command(
      name = "destroy",
      header = {"Example: signet archive destroy --dry-run", ""},
      description =
          "Destroys keys whose last certificate ended longer ago than archive.keep-after-expiry of"
              + " signet.yaml says; a running system does it by itself.")
  static final class Destroy implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--dry-run", description = "Say only how many there are.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Retention retention =
            organization
                .archiving()
                .retention()
                .orElseThrow(() ->
                    Failure.usage(
                        organization.home().configuration()
                            + ": archive.keep-after-expiry is never, so every key is kept; write a"
                            + " time such as P3650D"));
        long keys =
            retention.run(
                dryRun ? Retention.Mode.COUNT : Retention.Mode.DESTROY, organization.now());
        System.out.println(keys + (dryRun ? " keys are due" : " keys destroyed"));
      }
      return ExitCode.DONE.number();
    }
  }
}
