package org.signetmail.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.testkit.Fixtures;

/** The documentation of this repository. */
class SiteTest {
  private static final Path REPOSITORY = Fixtures.repository();

  @TempDir private static Path folder = Path.of("");

  private static Map<String, Page> pages = Map.of();
  private static List<String> broken = List.of();

  @BeforeAll
  static void make() throws IOException {
    Site site = Site.of(REPOSITORY);
    pages = site.pages();
    broken = site.broken();
    site.write(folder);
  }

  @Test
  void everyLinkOfTheDocumentationLeadsSomewhere() {
    assertEquals(List.of(), broken);
  }

  @Test
  void everyPageOfTheDocumentationIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY.resolve("docs"))) {
      Set<String> written =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .map(file -> REPOSITORY.relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      written.removeAll(pages.keySet());
      assertEquals(Set.of(), written);
    }
  }

  @Test
  void whatPagesShowAndLoadIsBesideThem() throws IOException {
    String page = Files.readString(folder.resolve("docs/operate/portal.html"));
    assertTrue(page.contains("<img src=\"portal/keys.png\""), page);
    assertTrue(Files.size(folder.resolve("docs/operate/portal/keys.png")) > 0);
    assertTrue(page.contains("href=\"../../site.css\""), page);
    assertTrue(Files.exists(folder.resolve("site.css")));
    assertTrue(page.contains("src=\"../../search.js\""), page);
  }

  @Test
  void everyCommandIsOnItsPage() throws IOException {
    String page = Files.readString(folder.resolve("docs/commands.html"));
    for (String command : List.of("signet sign", "signet officer replace", "signet backup drill")) {
      assertTrue(page.contains(">" + command + "</h2>"), command);
    }
  }

  @Test
  void everyStandardThatTheCodeCitesHasItsTitle() throws IOException {
    Set<Integer> cited = new TreeSet<>(Standards.cited(REPOSITORY).keySet());
    cited.removeAll(Standards.titles(REPOSITORY).keySet());
    assertEquals(Set.of(), cited, "put their titles into docs/standards.tsv");
  }

  @Test
  void theSearchKnowsWhatStandsUnderAHeading() throws IOException {
    String index = Files.readString(folder.resolve("search-index.js"));
    assertTrue(index.contains("\"at\":\"docs/operate/portal.html#inviting\""), "portal, Inviting");
    assertFalse(index.contains("\"text\":\"\""), "a heading without text is not found");
  }

  @Test
  void whatLooksLikeMarkupIsText() {
    Page page = Markdown.page("docs/a.md", "# A\n\n<script>x</script>\n\n[b](javascript:x)\n");
    String html = Markdown.html(page);
    assertFalse(html.contains("<script>"), html);
    assertTrue(html.contains(">b</a>"), html);
    assertFalse(html.contains("javascript:"), html);
  }
}
