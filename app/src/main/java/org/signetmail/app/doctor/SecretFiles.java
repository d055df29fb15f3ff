package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.pkix.Finding;

/** Secret files are the system user's alone, and what belongs in a safe is not here. */
record SecretFiles(Home home) implements Check {
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public String name() {
    return "secret files";
  }

  @Override
  public Result look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<Path> secrets = secrets();
    for (Path file : secrets) {
      if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        findings.add(SystemFinding.READABLE_SECRET.on(file, "others than its owner have access"));
      }
    }
    for (KeyName name : List.of(KeyName.ROOT, KeyName.BACKUP)) {
      Path file = home.folder().resolve(name.file());
      if (Files.exists(file)) {
        findings.add(
            SystemFinding.KEY_NOT_CARRIED_AWAY.on(file, "lies on the machine that it protects"));
      }
    }
    return new Result(secrets.size() + " files", findings);
  }

  private List<Path> secrets() throws IOException {
    List<Path> secrets = new ArrayList<>();
    for (String folder : List.of("keys", "offline")) {
      Path place = home.folder().resolve(folder);
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          files.filter(Files::isRegularFile).sorted().forEach(secrets::add);
        }
      }
    }
    if (Files.exists(home.passphraseFile())) {
      secrets.add(home.passphraseFile());
    }
    return secrets;
  }
}
