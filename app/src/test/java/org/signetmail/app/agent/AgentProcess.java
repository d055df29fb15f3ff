package org.signetmail.app.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.signetmail.app.Main;
import org.signetmail.testkit.Fixtures;

/** {@code signet agent} as a process of its own, up when made, and a mail program beside it. */
final class AgentProcess implements Closeable {
  private static final String PLACE = "mail program: SMTP 127.0.0.1:";

  private final Process process;
  private final Path errors;
  private int port;

  AgentProcess(Path folder, String... options) throws IOException {
    errors = Files.createTempFile(folder, "agent", ".errors");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "agent",
                "--listen=127.0.0.1:0"));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.equals("ready")) {
      if (line.startsWith(PLACE)) {
        port = Integer.parseInt(line.substring(PLACE.length()).replaceAll("\\D.*", ""));
      }
      line = said.readLine();
    }
    assertTrue(line != null && port > 0, () -> "not up: " + errors());
  }

  /** What a mail program came to: swaks, with the whole message given. */
  record Submission(int status, String conversation) {}

  Submission submit(String sender, String recipients, String message) throws Exception {
    Path file = Files.createTempFile(errors.getParent(), "mail", ".eml");
    Files.writeString(file, message, StandardCharsets.ISO_8859_1);
    String path = System.getenv().getOrDefault("PATH", "");
    Path swaks =
        Stream.of(path.split(":"))
            .map(place -> Path.of(place, "swaks"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> Fixtures.absent("swaks", "install it to send mail to the agent"));
    Process client =
        new ProcessBuilder(
                swaks.toString(),
                "--server",
                "127.0.0.1:" + port,
                "--helo",
                "localhost",
                "--from",
                sender,
                "--to",
                recipients,
                "--data",
                "@" + file)
            .redirectErrorStream(true)
            .start();
    client.getOutputStream().close();
    String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(client.waitFor(60, TimeUnit.SECONDS), said);
    return new Submission(client.exitValue(), said);
  }

  /** Ends it as an operating system does, and says with what it ended. */
  int stop() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return process.exitValue();
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
