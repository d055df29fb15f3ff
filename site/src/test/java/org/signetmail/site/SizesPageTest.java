package org.signetmail.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.Fixtures;

/**
 * What {@code docs/operate/sizes.md} calculates is calculated rightly, from figures that are so.
 */
class SizesPageTest {
  private static final Path PAGE = Fixtures.repository().resolve("docs/operate/sizes.md");

  private static final Pattern MEASURED =
      Pattern.compile("(?m)^\\|[^|]*\\| `([0-9.,]+)`[^|]*\\| \\[[^]]*]\\(([^)]+)\\) \\|$");
  private static final Pattern SUM = Pattern.compile("`([^`=]+) = ([^`]+)`");
  private static final Pattern TERM =
      Pattern.compile("([×÷+]?) ?([0-9][0-9.,]*)(?: (KB|MB|GB))?\\s*");

  private static final Map<String, Double> UNITS = Map.of("KB", 1e3, "MB", 1e6, "GB", 1e9);

  /** Figures are shown to three or four digits. */
  private static final double ROUNDED = 0.005;

  @Test
  void theMeasuredFiguresStandOnTheirPages() throws IOException {
    String page = Files.readString(PAGE);
    int found = 0;
    for (MatchResult row : MEASURED.matcher(page).results().toList()) {
      Path source = PAGE.resolveSibling(row.group(2)).normalize();
      String figure = row.group(1);
      assertTrue(
          Pattern.compile("(?<![0-9.,])" + Pattern.quote(figure) + "(?![0-9])")
              .matcher(Files.readString(source))
              .find(),
          figure
              + " is not on "
              + source.getFileName()
              + "; it was measured again: calculate anew");
      found++;
    }
    assertTrue(found >= 10, found + " rows were read");
  }

  @Test
  void theSumsComeOut() throws IOException {
    int found = 0;
    for (MatchResult sum : SUM.matcher(Files.readString(PAGE)).results().toList()) {
      double left = value(sum.group(1));
      double right = value(sum.group(2));
      assertEquals(left, right, Math.abs(left) * ROUNDED, sum.group());
      found++;
    }
    assertTrue(found >= 15, found + " sums were read");
  }

  /** From left to right; pages have no brackets. Octets over octets a second are seconds. */
  private static double value(String expression) {
    Matcher term = TERM.matcher(expression.strip());
    double value = 0;
    int end = 0;
    while (term.find()) {
      assertEquals(end, term.start(), "not understood: " + expression);
      end = term.end();
      double number =
          Double.parseDouble(term.group(2).replace(",", ""))
              * (term.group(3) == null ? 1 : UNITS.getOrDefault(term.group(3), Double.NaN));
      value =
          switch (term.group(1)) {
            case "×" -> value * number;
            case "÷" -> value / number;
            default -> value + number;
          };
    }
    assertEquals(expression.strip().length(), end, "not understood: " + expression);
    return value;
  }
}
