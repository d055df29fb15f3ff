package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.testkit.CommandRun;

/**
 * Whatever a person or a sender gives to the command, it answers soon, with the right exit code and
 * with one line or a report: never with a stack trace, a secret or a piece of the content.
 *
 * <p>{@code bad-input.tsv} is the table; a new kind of bad input is a new line there.
 */
final class BadInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final List<String> KEYS =
      List.of(
          "root.pem",
          "alice.pem",
          "alice.key",
          "alice.p12",
          "no-key.p12",
          "signs-only.pem",
          "signs-only.p12",
          "expired.pem",
          "expired.p12",
          "giant.pem");

  @TempDir private static Path folder = Path.of("");

  /** One line of the table. */
  record BadInput(String kind, String command, String input, int status, String says) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static Stream<BadInput> table() throws IOException {
    return new String(resource("bad-input.tsv"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(row -> new BadInput(row[0], row[1], row[2], Integer.parseInt(row[3]), row[4]));
  }

  @BeforeAll
  static void makeFiles() throws IOException {
    for (String name : KEYS) {
      Files.write(folder.resolve(name), resource("badinput/" + name));
    }
    BadMessages.makeIn(folder);
  }

  @ParameterizedTest
  @MethodSource("table")
  void answersSoonInOneLineOrAReport(BadInput bad) {
    String[] words =
        Arrays.stream(bad.command().split(" "))
            .filter(word -> !word.isEmpty())
            .map(word -> word.startsWith("@") ? folder + "/" + word.substring(1) : word)
            .toArray(String[]::new);
    byte[] input = bad.input().getBytes(StandardCharsets.UTF_8);

    CommandRun run = CommandRun.of(input, errors -> Main.run(words, errors));

    String everything = run.errors() + run.text();
    assertEquals(bad.status(), run.status(), everything);
    if (bad.says().startsWith("!")) {
      assertEquals("", run.text());
      assertSaysOneLine(bad.says().substring(1), run.errors());
    } else {
      assertEquals("", run.errors());
      assertTrue(run.text().contains(bad.says()), run.text());
    }
    assertFalse(everything.contains("\tat "), everything);
    assertFalse(everything.contains(BadMessages.SECRET), everything);
    assertFalse(everything.contains("PRIVATE KEY-----"), everything);
    assertTrue(run.took().compareTo(PATIENCE) < 0, () -> "took " + run.took());
  }

  private static void assertSaysOneLine(String expected, String errors) {
    String pattern =
        Arrays.stream(expected.split("…", -1))
            .map(java.util.regex.Pattern::quote)
            .collect(Collectors.joining(".*"));
    String line = errors.replace(folder + "/", "");
    assertTrue(line.endsWith(System.lineSeparator()), errors);
    assertEquals(1, line.lines().count(), errors);
    assertTrue(line.strip().matches("signet: " + pattern), () -> line + "want " + expected);
    assertTrue(line.length() < 400, errors);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = BadInputTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + ": is not beside the test");
      }
      return in.readAllBytes();
    }
  }
}
