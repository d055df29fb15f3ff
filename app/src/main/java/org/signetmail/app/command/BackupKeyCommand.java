package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.backup.BackupRecipients;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet backup key}: another key that opens backups, because one is lost or was seen. */
@Command(
    name = "key",
    header = {"Example: signet backup key -o backup-2.p12", ""},
    description = {
      "Makes a new key that opens backups. Those taken from now on are sealed to it, and no more"
          + " to",
      "the ones before; these still open what was taken until now."
    })
final class BackupKeyCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private Password password = new Password();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "KEY.p12",
      description = "Where it goes; to be carried away from this machine.")
  private Path output = Path.of("");

  @Option(names = "--beside", description = "The present keys go on to open new backups as well.")
  private boolean beside;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(output)) {
      throw Failure.usage(output + ": is there already; name a new file");
    }
    char[] secret = password.obtain(output.toString());
    try (Organization organization = home.open()) {
      BackupRecipients recipients = new BackupRecipients(organization);
      DecryptionIdentity key = recipients.make();
      PrivateFiles.write(output, KeyFile.writeDecryption(List.of(key), List.of(), secret));
      recipients.put(
          key.certificate(), beside ? BackupRecipients.Others.STAY : BackupRecipients.Others.GO);
    }
    System.out.println("The key that opens backups from now on is in " + output);
    System.out.println("Carry it away, and take a backup now: 'signet backup create'");
    return ExitCode.DONE.number();
  }
}
