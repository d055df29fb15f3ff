package org.signetmail.app.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyVault;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;

/** A process that takes backups, or restores one, until it is done or killed. */
final class BackupProcess {
  private BackupProcess() {}

  /**
   * @param arguments {@code create HOME}, for ever; or {@code restore HOME BACKUPS SAFE}, once
   */
  public static void main(String[] arguments) throws IOException {
    Home home = new Home(Path.of(arguments[1]));
    if (arguments[0].equals("create")) {
      create(home);
    }
    System.out.println(restore(home, Path.of(arguments[2]), Path.of(arguments[3])));
  }

  private static void create(Home home) throws IOException {
    // Names have seconds: each backup is of one second later than the one before.
    Instant[] now = {Instant.now()};
    try (Organization organization = Organization.open(home, () -> now[0])) {
      while (true) {
        now[0] = Instant.now().isAfter(now[0]) ? Instant.now() : now[0].plusSeconds(1);
        System.out.println("begin");
        Path made =
            new BackupMaker(organization)
                .make(
                    BackupMaker.folder(organization), BackupMaker.Kind.WHAT_CHANGED, Progress.NONE)
                .file();
        System.out.println("made " + made.getFileName());
        now[0] = now[0].plusSeconds(1);
      }
    }
  }

  private static String restore(Home home, Path backups, Path safe) throws IOException {
    Certificate root =
        Certificates.read(Files.readAllBytes(safe.resolve("root.pem")), "root").getFirst();
    char[] passphrase =
        Files.readString(safe.resolve("passphrase"), StandardCharsets.US_ASCII)
            .strip()
            .toCharArray();
    System.out.println("begin");
    if (!(Backups.find(List.of(backups), Optional.empty())
        instanceof BackupShelf.Found.Chain found)) {
      return "no backup";
    }
    Backup.Restoration outcome =
        Backups.restore(
            found.chain(),
            List.of(KeyVault.decryption(safe.resolve("backup.p12"), passphrase)),
            root,
            home,
            InstantSource.system(),
            Progress.NONE);
    return switch (outcome) {
      case Backup.Restoration.Restored restored -> "restored " + restored.manifest().id();
      case Backup.Restoration.Refused refused -> refused.findings().getFirst().line();
    };
  }
}
