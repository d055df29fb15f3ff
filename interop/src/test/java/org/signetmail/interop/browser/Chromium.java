package org.signetmail.interop.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.signetmail.testkit.Fixtures;

/** A headless Chromium process with a profile of its own, which is gone when it is closed. */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox", // its own sandbox needs user namespaces; pages here are our own
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-extensions",
          "--disable-component-update",
          "--disable-background-networking",
          "--disable-sync",
          "--no-first-run",
          "--no-default-browser-check",
          "--password-store=basic",
          "--hide-scrollbars",
          "--remote-debugging-port=0");

  private final Path profile;
  private final Process process;
  private final URI devTools;

  private Chromium(Path profile, Process process, URI devTools) {
    this.profile = profile;
    this.process = process;
    this.devTools = devTools;
  }

  /**
   * Starts one.
   *
   * @param more flags
   */
  static Chromium start(List<String> more) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw Fixtures.absent("chromium", "install chromium");
    }
    Path profile = Files.createTempDirectory("signet-chromium");
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.addAll(more);
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(profile.resolve("log").toFile())
            .start();
    try {
      return new Chromium(profile, process, awaitDevTools(profile, process));
    } catch (IOException | RuntimeException e) {
      end(process);
      delete(profile);
      throw e;
    }
  }

  /** Where it listens for commands. */
  URI devTools() {
    return devTools;
  }

  @Override
  public void close() {
    end(process);
    delete(profile);
  }

  private static URI awaitDevTools(Path profile, Process process) throws IOException {
    Path told = profile.resolve("DevToolsActivePort");
    for (int attempt = 0; attempt < 600 && process.isAlive(); attempt++) {
      if (Files.exists(told)) {
        List<String> lines = Files.readAllLines(told);
        if (lines.size() == 2) {
          return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        }
      }
      pause();
    }
    throw new IOException("chromium did not start: " + Files.readString(profile.resolve("log")));
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its last children may still write for a moment: what cannot go is left to the machine. */
  private static void delete(Path folder) {
    for (int attempt = 0; attempt < 20 && Files.exists(folder); attempt++) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | java.io.UncheckedIOException _) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
