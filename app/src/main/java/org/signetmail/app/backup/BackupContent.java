package org.signetmail.app.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.HomeFile;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.YamlProblem;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.Verification;

/**
 * What goes into a backup of a home: store, configuration, policy, sealed keys and certificates,
 * notices that have not gone out, what was decided under the laws of places. The passphrase and
 * what lies in {@code offline/} stay out: a backup and its key together must not be a running
 * system.
 */
final class BackupContent {
  private static final List<String> FOLDERS =
      List.of("keys", "certificates", "drills", "outside", "decisions");

  private BackupContent() {}

  /** Of this moment; a checkpoint is signed first, which the copy of the log will contain. */
  static BackupSources of(Organization organization) throws IOException {
    BackupSettings backup = organization.configuration().backup();
    return new BackupSources(
        organization.configuration().organization(),
        organization.store().snapshot(backup.form(), backup.postgresqlTools()),
        files(organization.home(), organization.configuration().policyFile()),
        checkpoint(organization).note().format());
  }

  private static PublishedCheckpoint checkpoint(Organization organization) throws IOException {
    return switch (organization.log().publish(organization.now())) {
      case Verification.Verified<PublishedCheckpoint>(PublishedCheckpoint published) -> published;
      case Verification.Refused<PublishedCheckpoint>(String reason) ->
          throw new IOException(
              "log: " + reason + "; run 'signet log verify' before you rely on a backup");
    };
  }

  private static List<HomeFile> files(Home home, String policyFile) throws IOException {
    List<HomeFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(ConfigurationFile.NAME, policyFile, "log.vkey"));
    names.addAll(governing(home, policyFile));
    for (String name : names) {
      Path path = home.folder().resolve(name);
      files.add(new HomeFile(name, () -> Files.newInputStream(path)));
    }
    for (String folder : FOLDERS) {
      for (Path path : plainFiles(home.folder().resolve(folder))) {
        files.add(new HomeFile(name(home, path), () -> Files.newInputStream(path)));
      }
    }
    for (Path notice : plainFiles(home.outbox())) {
      try {
        byte[] octets = Files.readAllBytes(notice);
        files.add(new HomeFile(name(home, notice), () -> new ByteArrayInputStream(octets)));
      } catch (NoSuchFileException e) {
        // It went out in this moment, and is no longer ours to keep.
      }
    }
    return files;
  }

  /**
   * The table of laws that a policy names, and the signatures of both, as far as they are there.
   */
  private static List<String> governing(Home home, String policyFile) throws IOException {
    List<String> names = new ArrayList<>(List.of(policyFile + ".p7s"));
    try {
      Gateway.policy(Files.readString(home.folder().resolve(policyFile)), policyFile)
          .jurisdictions()
          .ifPresent(table -> names.addAll(List.of(table, table + ".p7s")));
    } catch (YamlProblem e) {
      // A policy that cannot be used is kept as it is, and names nothing.
    }
    return names.stream().filter(name -> Files.exists(home.folder().resolve(name))).toList();
  }

  private static List<Path> plainFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> Files.isRegularFile(file) && !isDraft(file)).sorted().toList();
    }
  }

  private static boolean isDraft(Path file) {
    return file.toString().endsWith(".part");
  }

  private static String name(Home home, Path path) {
    return home.folder().relativize(path).toString().replace('\\', '/');
  }
}
