package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each row of the threat model in {@code SECURITY.md} names tests that show it, and they exist. */
final class ThreatModelTest {
  private static final String PAGE = "SECURITY.md";

  @Test
  void everyRowIsShownByATest() throws IOException {
    List<String[]> rows = NamedSources.rows(NamedSources.page(PAGE), "**");

    assertTrue(rows.size() > 20, rows.size() + " rows");
    for (String[] cells : rows) {
      assertTrue(NamedSources.namesTest(cells[4]), "no test: " + cells[1]);
    }
  }

  @Test
  void everyClassAndTestOnThePageExists() throws IOException {
    assertEquals(List.of(), NamedSources.absent(NamedSources.page(PAGE)));
  }

  @Test
  void everyRowIsTriedFromOutsideOrSaidNotToBe() throws IOException {
    StringBuilder script = new StringBuilder(NamedSources.page("interop/redteam"));
    for (String part : List.of("files", "mail", "pages")) {
      script.append(NamedSources.page("interop/attacks/" + part + ".py"));
    }
    List<String> rows =
        Pattern.compile("\"([^\"\\n]+)\"")
            .matcher(script)
            .results()
            .map(row -> row.group(1))
            .toList();

    for (String[] cells : NamedSources.rows(NamedSources.page(PAGE), "**")) {
      String row = cells[1].strip().replace("*", "");
      assertTrue(
          rows.stream().anyMatch(tried -> tried.length() > 6 && row.startsWith(tried)),
          "interop/redteam does not know: " + row);
    }
  }
}
