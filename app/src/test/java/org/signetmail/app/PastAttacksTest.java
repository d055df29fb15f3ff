package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.Fixtures;

/** The page of past attacks names code and tests that exist. */
final class PastAttacksTest {
  private static final Path ROOT = Fixtures.repository();
  private static final Pattern NAMED =
      Pattern.compile("`([a-z]+)/((?:[a-z]+/)*)(\\w+)(?:#(\\w+))?`");

  @Test
  void everyClassAndTestOnThePageExists() throws IOException {
    List<String> absent = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/past-attacks.md")));
    int count = 0;
    while (named.find()) {
      count++;
      String kind = named.group(3).endsWith("Test") ? "test" : "main";
      Path source =
          ROOT.resolve(named.group(1))
              .resolve("src/" + kind + "/java/org/signetmail/" + named.group(1))
              .resolve(named.group(2) + named.group(3) + ".java");
      boolean isThere =
          Files.exists(source)
              && (named.group(4) == null
                  || Files.readString(source).contains("void " + named.group(4) + "("));
      if (!isThere) {
        absent.add(named.group());
      }
    }
    assertEquals(List.of(), absent, "docs/past-attacks.md names what is not there");
    assertTrue(count > 60, count + " names on the page");
  }

  @Test
  void everyAttackNamesWhatStopsItAndWhatShowsIt() throws IOException {
    for (String line : Files.readAllLines(ROOT.resolve("docs/past-attacks.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| attack")) {
        String[] columns = line.split("\\|");
        assertTrue(NAMED.matcher(columns[3]).find(), "no code: " + line);
        assertTrue(columns[4].contains("Test"), "no test: " + line);
      }
    }
  }
}
