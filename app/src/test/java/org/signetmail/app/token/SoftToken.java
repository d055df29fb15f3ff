package org.signetmail.app.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.signetmail.app.home.Home;
import org.signetmail.testkit.Fixtures;

/**
 * A folder with tokens of SoftHSM, and commands in it. The library reads its own environment, so
 * each command is a process of its own.
 *
 * @param module the library
 */
record SoftToken(Path folder, Path module) {
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));

  record Ran(int status, String out) {}

  /** With one token, whose PIN is 4711. */
  static SoftToken in(Path folder, String label) throws Exception {
    Path module =
        MODULES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> Fixtures.absent("libsofthsm2.so", "install softhsm2"));
    Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(folder));
    SoftToken token = new SoftToken(folder, module);
    token.done(
        token.run(
            "softhsm2-util --init-token --free --pin 4711 --so-pin 12345678 --label " + label));
    return token;
  }

  Home home() {
    return new Home(folder.resolve("home"));
  }

  /** Runs a command of ours. */
  Ran signet(String... words) throws Exception {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(words));
    return run(command);
  }

  /** Runs a command of others. */
  Ran run(String words) throws Exception {
    return run(Stream.of(words.split(" ")).toList());
  }

  /** Runs a line in a shell that knows the command {@code signet}. */
  Ran shell(String line) throws Exception {
    return run(
        List.of("sh", "-c", "signet() { " + String.join(" ", java()) + " \"$@\"; }; " + line));
  }

  void done(Ran ran) {
    assertEquals(0, ran.status(), ran.out());
  }

  private static List<String> java() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "org.signetmail.app.Main");
  }

  private Ran run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString(),
                "SIGNET_HOME", home().folder().toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), command.toString());
    return new Ran(process.exitValue(), out);
  }
}
