package org.signetmail.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.signetmail.testkit.Fixtures;

/**
 * The classes and tests that a page names, as {@code `room/package/Class`} or {@code
 * `room/package/ClassTest#method`}.
 */
final class NamedSources {
  private static final Path ROOT = Fixtures.repository();
  private static final Pattern NAMED =
      Pattern.compile("`([a-z]+)/((?:[a-z0-9]+/)*)([A-Z]\\w+)(?:#(\\w+))?`");

  private NamedSources() {}

  static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /** The rows of the page's tables whose first cell begins so, cell by cell from 1 on. */
  static List<String[]> rows(String page, String beginning) {
    return page.lines()
        .filter(line -> line.startsWith("| " + beginning))
        .map(line -> line.split("\\|"))
        .toList();
  }

  static List<MatchResult> in(String text) {
    return NAMED.matcher(text).results().toList();
  }

  static boolean namesTest(String text) {
    return in(text).stream().anyMatch(NamedSources::isTest);
  }

  /** What is named and is not there: no such class, or no such method in it. */
  static List<String> absent(String text) {
    return in(text).stream().filter(name -> !isThere(name)).map(MatchResult::group).toList();
  }

  private static boolean isThere(MatchResult name) {
    Path source =
        ROOT.resolve(name.group(1))
            .resolve("src/" + (isTest(name) ? "test" : "main") + "/java/org/signetmail")
            .resolve(name.group(1) + "/" + name.group(2) + name.group(3) + ".java");
    try {
      return Files.exists(source)
          && (name.group(4) == null
              || Files.readString(source).contains("void " + name.group(4) + "("));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTest(MatchResult name) {
    return name.group(3).endsWith("Test");
  }
}
