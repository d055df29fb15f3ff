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
 * @param cpuSeconds what it kept processors busy for, by itself and by the system for it
 * @param peakKilobytes the most memory it had resident
 */
record Run(int status, double seconds, double cpuSeconds, double peakKilobytes, String errors) {
  private static final Path TIME = Path.of("/usr/bin/time");
  private static final String[] NOTHING_USED = {"0", "0", "0"};

  /** Runs a program in this folder. */
  static Run in(Path folder, List<String> command) throws IOException {
    return start(folder, command, false);
  }

  /** Runs a program here, with its use of processor and memory. */
  static Run measured(List<String> command) throws IOException {
    if (!Files.isExecutable(TIME)) {
      throw new IOException(TIME + ": is not there; install the package 'time'");
    }
    return start(Path.of(""), command, true);
  }

  private static Run start(Path folder, List<String> command, boolean measured) throws IOException {
    Path errors = Files.createTempFile("signet-bench", ".err");
    Path usage = Files.createTempFile("signet-bench", ".time");
    try {
      List<String> words = new ArrayList<>();
      if (measured) {
        words.addAll(List.of(TIME.toString(), "-q", "-f", "%U %S %M", "-o", usage.toString()));
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
      String[] used = measured ? Files.readString(usage).strip().split(" ") : NOTHING_USED;
      return new Run(
          status,
          seconds,
          Double.parseDouble(used[0]) + Double.parseDouble(used[1]),
          Double.parseDouble(used[2]),
          Files.readString(errors).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(errors);
      Files.delete(usage);
    }
  }
}
