package org.signetmail.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One run of somebody else's program. */
record Tool(List<String> command, int status, String out, String errors) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  static Tool run(String... command) {
    return run(List.of(command));
  }

  static Tool run(List<String> command) {
    return run(PATIENCE, command);
  }

  /** Runs OpenSSL, which must do it; words have blanks between them, and none in them. */
  static void openssl(String command) {
    run(("openssl " + command).split(" ")).succeeded();
  }

  /** One that may take longer. */
  static Tool run(Duration patience, List<String> command) {
    try {
      Path out = Files.createTempFile("signet-interop", ".out");
      Path errors = Files.createTempFile("signet-interop", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(patience)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError(command + ": did not end in " + patience.toSeconds() + " s");
        }
        return new Tool(command, process.exitValue(), text(out), text(errors));
      } finally {
        Files.delete(out);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the machine has a program. */
  static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** This run, which must have gone well. */
  Tool succeeded() {
    if (status != 0) {
      throw new AssertionError(
          String.join(" ", command) + "\nended with " + status + "\n" + errors + out);
    }
    return this;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
