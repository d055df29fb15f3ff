package org.signetmail.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a program as a process of its own.
 *
 * @param seconds from before its start to after its end
 * @param peakKilobytes the most memory it had resident; 0 where {@code /usr/bin/time} is missing
 */
record Run(int status, double seconds, long peakKilobytes, String errors) {
  private static final Path TIME = Path.of("/usr/bin/time");

  /** Whether memory can be measured here. */
  static boolean measuresMemory() {
    return Files.isExecutable(TIME);
  }

  /** Runs a program in this folder. */
  static Run in(Path folder, List<String> command) throws IOException {
    return start(folder, command, false);
  }

  /** Runs a program here, with its peak of memory. */
  static Run measured(List<String> command) throws IOException {
    return start(Path.of(""), command, measuresMemory());
  }

  private static Run start(Path folder, List<String> command, boolean withMemory)
      throws IOException {
    Path errors = Files.createTempFile("signet-bench", ".err");
    Path memory = Files.createTempFile("signet-bench", ".time");
    try {
      List<String> words = new ArrayList<>();
      if (withMemory) {
        words.addAll(List.of(TIME.toString(), "-q", "-f", "%M", "-o", memory.toString()));
      }
      words.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toAbsolutePath().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(new File("/dev/null"))
              .redirectError(errors.toFile());
      long start = System.nanoTime();
      int status = builder.start().waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      String peak = Files.readString(memory).strip();
      return new Run(
          status,
          seconds,
          peak.isEmpty() ? 0 : Long.parseLong(peak),
          Files.readString(errors).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(errors);
      Files.delete(memory);
    }
  }
}
