package org.signetmail.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;

/** The demo as a person runs it: processes of its own, folders, signals. */
class DemoTest {
  private static final int STEPS = 19;

  @TempDir Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void twoAtTheSameTimeTellTheWholeStoryEachInItsOwnFolder() throws Exception {
    Process first = demo("--once");
    Process second = demo("--once");

    List<String> one = lines(first);
    List<String> two = lines(second);

    assertEquals(0, first.waitFor(), () -> String.join("\n", one));
    assertEquals(0, second.waitFor(), () -> String.join("\n", two));
    assertEquals(STEPS, steps(one), "every step is told");
    assertEquals(STEPS, steps(two), "every step is told");
    assertTrue(Files.exists(folder.resolve("demo/mail/to-bob.eml")));
    assertTrue(Files.exists(folder.resolve("demo-2/mail/to-bob.eml")));
    assertEquals(
        0,
        new ProcessBuilder("sh", folder.resolve("demo/openssl.sh").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor(),
        "the printed commands work again, later");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void killedAtAnyStepTheNextRunStartsCleanAndNothingIsLeftListening() throws Exception {
    for (int step : new int[] {1, 4, 12, 16}) {
      Process process = demo();
      List<Integer> ports = untilStep(process, step);
      process.destroyForcibly().waitFor();
      for (int port : ports) {
        assertFalse(listens(port), "port " + port + " after a kill in step " + step);
      }
    }

    Process next = demo("--once");
    List<String> story = lines(next);

    assertEquals(0, next.waitFor(), () -> String.join("\n", story));
    assertFalse(Files.exists(folder.resolve("demo-2")), "the killed runs' folder is used again");
  }

  @Test
  void aFolderThatTheDemoDidNotMakeIsNotTouched() throws Exception {
    Path precious = Files.createDirectories(folder.resolve("demo")).resolve("thesis.txt");
    Files.writeString(precious, "chapter one");

    Process process = demo("--once");
    List<String> said = lines(process);

    assertEquals(2, process.waitFor());
    assertTrue(said.getLast().contains("was not made by the demo"), said::toString);
    assertEquals("chapter one", Files.readString(precious));
  }

  private Process demo(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("demo");
    command.add("--home");
    command.add(folder.resolve("demo").toString());
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> lines(Process process) throws IOException {
    try (BufferedReader in = reader(process)) {
      return in.lines().toList();
    }
  }

  /** Reads until a step has been told, and gives the ports that were named so far. */
  private static List<Integer> untilStep(Process process, int step) throws IOException {
    List<Integer> ports = new ArrayList<>();
    Pattern port = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d+)");
    BufferedReader in = reader(process);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      for (Matcher found = port.matcher(line); found.find(); ) {
        ports.add(Integer.parseInt(found.group(1)));
      }
      if (line.matches(".\\s+" + step + "\\s.*")) {
        return ports;
      }
    }
    throw new AssertionError("the demo ended before step " + step);
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static long steps(List<String> lines) {
    return lines.stream().filter(line -> line.matches("●\\s+\\d+\\s.*")).count();
  }

  private static boolean listens(int port) {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
