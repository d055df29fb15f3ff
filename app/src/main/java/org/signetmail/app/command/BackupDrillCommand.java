package org.signetmail.app.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Drill;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.DrillRecord;
import org.signetmail.pkix.DecryptionIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet backup drill}. */
@Command(
    name = "drill",
    header = {"Example: signet backup drill --home signet-home /mnt/backups", ""},
    description =
        "Restores the newest backup beside the running system, looks whether it is all there, and"
            + " writes a signed report. Exits with 1 when something is missing.")
final class BackupDrillCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A key that the backup is sealed to; else the drill's own. May be repeated.")
  private List<String> keys = new ArrayList<>();

  @Mixin private Password password = new Password();

  @Option(names = "--json", description = "The report as one JSON document.")
  private boolean json;

  @Parameters(
      arity = "0..*",
      paramLabel = "PLACE",
      description = "Files or folders; else the folder of backups in signet.yaml.")
  private List<Path> places = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open();
        ProgressLine progress = new ProgressLine()) {
      List<DecryptionIdentity> openers =
          keys.isEmpty() ? List.of() : new Keys(keys, password).readers();
      List<Path> where = places.isEmpty() ? List.of(BackupMaker.folder(organization)) : places;
      Drill.Held held = new Drill(organization).hold(where, openers, progress);
      progress.end();
      System.out.print(
          json ? new String(held.report().json(), StandardCharsets.UTF_8) : held.report().text());
      System.err.println("signed report: " + held.file());
      return (held.report().result() == DrillRecord.Result.PASSED ? ExitCode.DONE : ExitCode.FAILED)
          .number();
    }
  }
}
