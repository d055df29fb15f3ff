package org.signetmail.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.signetmail.testkit.Fixtures;

/**
 * A folder in which nothing can be written for a while, also by who has its files open and by root:
 * as on a disk that the system made read-only. Wants the rights of root, and a file system that
 * holds open files to {@code chattr +i}, such as ext4; a mount cannot be made read-only while
 * somebody writes there.
 */
record ProtectedFolder(Path folder) implements AutoCloseable {
  static ProtectedFolder make(Path folder) throws IOException {
    ProtectedFolder made = new ProtectedFolder(Files.createDirectories(folder));
    Path probe = folder.resolve("probe");
    try (OutputStream open = Files.newOutputStream(probe)) {
      made.protect();
      try {
        open.write(1);
      } catch (IOException e) {
        return made;
      } finally {
        made.unprotect();
      }
    }
    throw Fixtures.absent("a file system with chattr +i", "run as root with /tmp on ext4");
  }

  void protect() {
    Tool.run("chattr", "-R", "+i", folder.toString());
  }

  void unprotect() {
    Tool.run("chattr", "-R", "-i", folder.toString());
  }

  @Override
  public void close() {
    unprotect();
  }
}
