package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.FindingCode;
import org.signetmail.testkit.Fixtures;

/**
 * {@code docs/findings.md} is made of the enums that implement {@link FindingCode} and of the
 * sentences over their constants: what the program says is what the page says.
 */
final class FindingsPageTest {
  private static final String WRITE =
      "SIGNET_WRITE_DOCS=true ./mvnw -q -pl app -am test -Dtest=FindingsPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";
  private static final Path ROOT = Fixtures.repository();
  private static final Path PAGE = ROOT.resolve("docs/findings.md");
  private static final String TOP =
      """
      # Findings

      Everything Signet can find about a message, a certificate, a key, a request or a rollout, by its
      code. Codes are stable: `--json` and the log carry them. The severity may differ where a profile or
      an option says so: missing revocation status is an error only with `--revocation=required`.

      This page is generated; `%s` writes it.
      """
          .formatted(WRITE);

  @Test
  void thePageSaysWhatTheProgramSays() throws Exception {
    String page = page();
    if ("true".equals(System.getenv("SIGNET_WRITE_DOCS"))) {
      Files.writeString(PAGE, page);
    }
    String now = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(
        List.of(),
        page.lines().filter(line -> !now.contains(line)).toList(),
        "docs/findings.md is out of date; write it with: " + WRITE);
    assertTrue(page.equals(now), "docs/findings.md says more than is so; write it with: " + WRITE);
  }

  @Test
  void everyCodeIsThereOnceAndDotted() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Class<?> kind : kinds()) {
      for (Object constant : kind.getEnumConstants()) {
        String code = ((FindingCode) constant).code();
        assertTrue(code.matches("[a-z][a-z-]*(\\.[a-z][a-z0-9-]*)+"), code);
        assertTrue(seen.add(code), code + ": is the code of two findings");
      }
    }
    assertTrue(seen.size() > 150, seen.toString());
  }

  private static String page() throws Exception {
    StringBuilder page = new StringBuilder(TOP);
    for (Class<?> kind : kinds()) {
      String source = Files.readString(source(kind));
      page.append("\n## ").append(room(kind)).append(": `").append(kind.getSimpleName());
      page.append("`\n\n").append(sentence(source, "public enum ")).append("\n\n");
      page.append("| code | severity | what it means | what to do next | clause |\n");
      page.append("|---|---|---|---|---|\n");
      for (Object constant : kind.getEnumConstants()) {
        FindingCode code = (FindingCode) constant;
        String meaning = sentence(source, "  " + ((Enum<?>) constant).name() + "\\(");
        page.append("| `").append(code.code()).append("` | ").append(code.severity().word());
        page.append(" | ").append(meaning).append(" | ").append(code.advice());
        page.append(" | ").append(code.clause()).append(" |\n");
      }
    }
    return page.toString();
  }

  /** The sentence that stands over something in its source. */
  private static String sentence(String source, String over) {
    Matcher comment = Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + over).matcher(source);
    if (!comment.find()) {
      throw new AssertionError("over '" + over.strip() + "': say in one sentence what it means");
    }
    return comment
        .group(1)
        .replaceAll("\\n\\s*\\*", "\n")
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static List<Class<?>> kinds() throws Exception {
    List<Class<?>> all = new ArrayList<>();
    for (Path source : sources()) {
      String name = String.valueOf(ROOT.relativize(source)).replaceFirst(".*src/main/java/", "");
      all.add(Class.forName(name.replaceFirst("\\.java$", "").replace('/', '.')));
    }
    return all;
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String room : new TreeSet<>(House.rooms())) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(room).resolve("src/main/java"))) {
        for (Path file :
            files.filter(f -> f.toString().endsWith("Finding.java")).sorted().toList()) {
          if (Files.readString(file).contains("implements FindingCode")) {
            all.add(file);
          }
        }
      }
    }
    return all;
  }

  private static Path source(Class<?> kind) {
    return ROOT.resolve(room(kind))
        .resolve("src/main/java")
        .resolve(kind.getName().replace('.', '/') + ".java");
  }

  private static String room(Class<?> kind) {
    return kind.getName().split("\\.")[2];
  }
}
