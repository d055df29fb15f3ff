package org.signetmail.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another program on the same mail: OpenSSL, which shares no code with us. The commands are printed
 * for people, kept in {@code openssl.sh}, and run where the program is installed.
 */
final class Peer {
  private static final int PATIENCE_SECONDS = 20;

  private final Stage stage;

  Peer(Stage stage) {
    this.stage = stage;
  }

  String opens(Cast alice, Path toAlice, Cast bob, Path toBob) throws IOException {
    List<String> commands = new ArrayList<>();
    commands.addAll(commands(bob.openingKey(bob.decryption().size() - 1), toBob));
    commands.addAll(commands(alice.openingKey(0), toAlice));
    String script = "set -e\n" + String.join("\n", commands) + "\n";
    Path file = stage.keep("openssl.sh", script.getBytes(StandardCharsets.UTF_8));
    String shown = String.join("\n", commands);
    return run(file) + "\n" + shown;
  }

  private List<String> commands(Path key, Path mail) {
    Path signed = stage.folder().resolve("mail").resolve("opened-by-openssl-" + mail.getFileName());
    Path password = key.resolveSibling("password");
    return List.of(
        "openssl cms -decrypt -in %s -inkey %s -passin file:%s -out %s"
            .formatted(quoted(mail), quoted(key), quoted(password), quoted(signed)),
        "openssl cms -verify -in %s -CAfile %s -purpose any"
            .formatted(quoted(signed), quoted(stage.home().certificateFile("root"))));
  }

  private String run(Path script) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "no shell here; these commands do it elsewhere:";
    }
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("openssl did not come to an end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    String said = new String(output, StandardCharsets.UTF_8);
    if (process.exitValue() == 127) {
      return "OpenSSL is not installed here; where it is, these commands do it:";
    }
    MailScenes.check(process.exitValue() == 0, "openssl says: " + lastLine(said));
    return "it does; the commands, for you to try:";
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  private static String lastLine(String text) {
    return text.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("nothing");
  }
}
