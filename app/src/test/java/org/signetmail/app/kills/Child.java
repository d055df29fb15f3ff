package org.signetmail.app.kills;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of {@link Worker}, which may be killed at any moment. */
final class Child implements AutoCloseable {
  private final Path log;
  private final Process process;
  private final BufferedReader lines;

  Child(Path folder, List<String> arguments) throws IOException {
    log = folder.resolve(arguments.getFirst() + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                folder.toString()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    lines = process.inputReader();
  }

  /**
   * The next thing that it says, {@code WHAT ACT DETAIL}; empty when it has ended. A line that a
   * kill cut short was not said.
   */
  Optional<String[]> next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("(begin|done|resumed) .*\\.")) {
        String[] words = line.substring(0, line.length() - 1).split(" ", 3);
        return Optional.of(words.length == 3 ? words : new String[] {words[0], words[1], ""});
      }
    }
    return Optional.empty();
  }

  /** SIGKILL; whether it was still at work. */
  boolean kill() throws InterruptedException {
    boolean atWork = process.isAlive();
    process.toHandle().destroyForcibly();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return atWork;
  }

  /** How it ended by itself, with its complaint. */
  void end() throws IOException, InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(process.exitValue() == 0, () -> "ended by itself: " + complaint());
  }

  private String complaint() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
