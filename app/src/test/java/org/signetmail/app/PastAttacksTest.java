package org.signetmail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of past attacks names code and tests that exist. */
final class PastAttacksTest {
  private static final String PAGE = "docs/past-attacks.md";

  @Test
  void everyClassAndTestOnThePageExists() throws IOException {
    String page = NamedSources.page(PAGE);

    assertEquals(List.of(), NamedSources.absent(page), PAGE + " names what is not there");
    assertTrue(NamedSources.in(page).size() > 60, "names on the page");
  }

  @Test
  void everyAttackNamesWhatStopsItAndWhatShowsIt() throws IOException {
    for (String[] cells : NamedSources.rows(NamedSources.page(PAGE), "")) {
      if (!cells[1].isBlank() && !cells[1].strip().equals("attack")) {
        assertFalse(NamedSources.in(cells[3]).isEmpty(), "no code: " + cells[1]);
        assertTrue(cells[4].contains("Test"), "no test: " + cells[1]);
      }
    }
  }
}
