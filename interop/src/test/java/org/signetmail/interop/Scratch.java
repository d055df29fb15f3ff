package org.signetmail.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.signetmail.testkit.Fixtures;

/** Folders under {@code interop/target} that a person can look into after the tests. */
final class Scratch {
  private Scratch() {}

  /** An empty folder. */
  static Path folder(String name) {
    Path folder = Fixtures.repository().resolve("interop/target/interop").resolve(name);
    try {
      if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
