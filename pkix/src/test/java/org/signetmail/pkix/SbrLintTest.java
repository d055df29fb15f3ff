package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.DeclaredExceptions;
import org.signetmail.testkit.Fixtures;

/**
 * Other people's certificates, each with what another linter finds in it, by the clause that is
 * broken. Where the clauses are not the same, the difference is declared with its reason.
 */
class SbrLintTest {
  private static final String NONE = "none";

  @Test
  void theSameClausesAreBroken() throws IOException {
    Map<String, String> clauses = clauses();
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    for (Path file : files()) {
      String name = name(file);
      expected.put(name, words(theirs(file, clauses)));
      actual.put(name, words(ours(file)));
    }
    assertEquals(97, expected.size());
    DeclaredExceptions.hold(SbrLintTest.class, "/sbr-lint-exceptions.tsv", expected, actual);
  }

  @Test
  void whatACertificateSaysItKeepsIsRecognisedFromItsPolicy() throws IOException {
    int recognised = 0;
    for (Path file : files()) {
      Set<SmimeBaseline> named =
          SmimeBaseline.all().stream()
              .filter(one -> certificate(file).policies().contains(one.policy()))
              .collect(Collectors.toSet());
      SmimeBaseline.of(certificate(file)).ifPresent(one -> assertTrue(named.contains(one)));
      assertEquals(named.isEmpty(), SmimeBaseline.of(certificate(file)).isEmpty(), name(file));
      recognised += named.isEmpty() ? 0 : 1;
    }
    assertTrue(recognised > 90, recognised + " of 97");
  }

  /** The clauses of their ERROR and FATAL rows. */
  private static Set<String> theirs(Path file, Map<String, String> clauses) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String row : Files.readAllLines(file)) {
      String[] columns = row.split(",");
      if (columns.length > 3 && (columns[2].equals("ERROR") || columns[2].equals("FATAL"))) {
        found.add(
            Objects.requireNonNull(clauses.get(columns[3]), () -> columns[3] + " has no clause"));
      }
    }
    if (found.size() > 1) {
      found.remove("-");
    }
    return found;
  }

  private static Set<String> ours(Path file) {
    String[] folders = name(file).split("/");
    String level = folders[0].equals("sponsored") ? "sponsor" : folders[0];
    SmimeBaseline baseline = SmimeBaseline.ofWord(level + "-" + folders[1]).orElseThrow();
    return CertificateLint.lint(certificate(file), baseline).stream()
        .filter(Finding::isError)
        .map(finding -> finding.code().clause())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Certificate certificate(Path file) {
    try {
      return Certificates.read(Files.readAllBytes(file), name(file)).getFirst();
    } catch (IOException e) {
      throw new AssertionError(name(file), e);
    }
  }

  private static String words(Set<String> clauses) {
    return clauses.isEmpty() ? NONE : String.join(", ", clauses);
  }

  private static String name(Path file) {
    return file.subpath(file.getNameCount() - 3, file.getNameCount())
        .toString()
        .replace(".crttest", "");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Fixtures.data("sbr-lint"))) {
      return files.filter(file -> file.toString().endsWith(".crttest")).sorted().toList();
    }
  }

  private static Map<String, String> clauses() throws IOException {
    Map<String, String> clauses = new HashMap<>();
    try (InputStream in = SbrLintTest.class.getResourceAsStream("/sbr-lint-clauses.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (!line.startsWith("#")) {
          clauses.put(line.split("\t")[0], line.split("\t")[1]);
        }
      }
    }
    return clauses;
  }
}
