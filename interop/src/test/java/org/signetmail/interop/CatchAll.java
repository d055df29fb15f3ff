package org.signetmail.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The end of the line: a server that keeps each message as the octets it got. */
final class CatchAll implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final int port;

  CatchAll(Path folder) throws IOException {
    this(folder, 0);
  }

  /**
   * @param wanted where it listens; 0 for any port
   */
  CatchAll(Path folder, int wanted) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.process =
        new ProcessBuilder(
                "python3",
                Fixtures.peer("smtpcatch.py").toString(),
                Integer.toString(wanted),
                folder.toString())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    BufferedReader out = process.inputReader();
    String line = String.valueOf(out.readLine());
    if (!line.startsWith("PORT ")) {
      throw new IOException("smtpcatch: " + line + Files.readString(folder.resolve("errors.txt")));
    }
    this.port = Integer.parseInt(line.substring(5));
  }

  int port() {
    return port;
  }

  /** Its messages by their first recipient, when there are so many. */
  Map<String, byte[]> await(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (files().size() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("of " + count + " messages came " + files().size());
      }
      Thread.sleep(50);
    }
    Map<String, byte[]> messages = new LinkedHashMap<>();
    for (Path file : files()) {
      String name = file.getFileName().toString().replace(".eml", ".env");
      JsonNode envelope = JsonMapper.shared().readTree(Files.readString(file.resolveSibling(name)));
      String recipient = envelope.path("to").path(0).asString();
      messages.put(
          recipient.substring(recipient.indexOf('<') + 1, recipient.indexOf('>')),
          Files.readAllBytes(file));
    }
    return messages;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
