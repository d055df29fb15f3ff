package org.signetmail.interop.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What every page of ours is: for everybody (axe-core), no wider than the window, and at rest. */
public final class Accessible {
  private static final String AXE = axe();

  private Accessible() {}

  /**
   * Looks at the page that is open.
   *
   * @param where for who reads the failure
   */
  public static void require(Browser browser, String where) {
    browser.evaluate(AXE + "; true");
    JsonNode broken =
        browser.evaluate(
            "axe.run().then(r => r.violations.filter(v => ['serious', 'critical']"
                + ".includes(v.impact)).map(v => v.id + ' ' + v.nodes[0].html))");
    assertEquals("[]", broken.toString(), where);
    assertTrue(
        browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean(false),
        where + ": is wider than the window");
    double shifted =
        browser
            .evaluate(
                "new Promise(done => { let sum = 0; new PerformanceObserver(list => list"
                    + ".getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value))"
                    + ".observe({type: 'layout-shift', buffered: true});"
                    + " setTimeout(() => done(sum), 50); })")
            .asDouble();
    assertTrue(shifted < 0.01, where + ": moves by " + shifted);
  }

  private static String axe() {
    try (InputStream in =
        Accessible.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe-core is not among the dependencies");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
