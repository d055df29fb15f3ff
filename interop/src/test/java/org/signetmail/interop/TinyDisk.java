package org.signetmail.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.signetmail.testkit.Fixtures;

/** A file system in memory that is soon full (tmpfs); wants the rights of root. */
record TinyDisk(Path folder) implements AutoCloseable {
  static TinyDisk mount(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    Tool mount =
        Tool.run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + megabytes + "m,mode=755",
            "none",
            folder.toString());
    if (mount.status() != 0) {
      throw Fixtures.absent("tmpfs", "run as root where mounting is allowed: " + mount.errors());
    }
    return new TinyDisk(folder);
  }

  /** Leaves no room for another octet. */
  void fill() throws IOException {
    byte[] block = new byte[4_096];
    try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  void empty() throws IOException {
    Files.deleteIfExists(folder.resolve("ballast"));
  }

  @Override
  public void close() {
    Tool.run("umount", "-l", folder.toString());
  }
}
