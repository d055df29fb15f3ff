package org.signetmail.interop.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver sees and does what a person would. */
final class BrowserTest {
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">
      <form><input id="name"><button>Greet</button></form><h1></h1>
      <a id="keep" download="kept.txt" href="data:text/plain,kept">keep</a>
      <img src="http://127.0.0.1:9/picture.png">
      <script>
        document.forms[0].addEventListener('submit', e => {
          e.preventDefault();
          document.querySelector('h1').innerText = 'Hello, ' + document.getElementById('name').value;
        });
      </script>
      """;

  @Test
  void aPageIsOpenedTypedIntoClickedAndLookedAt(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path page = Files.writeString(folder.resolve("page.html"), PAGE);
    try (Browser browser = Browser.start()) {
      browser.open(page.toUri().toString());
      browser.click("#name");
      browser.type("Zoë");
      browser.press(Browser.Key.ENTER);
      browser.await("document.querySelector('h1').innerText === 'Hello, Zoë'");

      browser.press(Browser.Key.TAB);
      assertEquals("BUTTON", browser.evaluate("document.activeElement.tagName").asString(""));
      browser.click("#name");
      browser.type("!");
      browser.click("button");
      assertEquals("Hello, Zoë!", browser.text("h1"));

      browser.show(360, 640, Browser.Scheme.DARK);
      assertTrue(
          browser
              .evaluate("innerWidth === 360 && matchMedia('(prefers-color-scheme: dark)').matches")
              .asBoolean(false));
      browser.screenshot(folder.resolve("page.png"));
      assertTrue(Files.size(folder.resolve("page.png")) > 1000);

      browser.downloadTo(folder);
      browser.click("#keep");
      for (int i = 0; !Files.exists(folder.resolve("kept.txt")) && i < 200; i++) {
        Thread.sleep(20);
      }
      assertEquals("kept", Files.readString(folder.resolve("kept.txt")));

      assertEquals(List.of(page.toUri().toString()), browser.requests());
      assertTrue(
          browser.complaints().toString().contains("Content Security Policy"),
          browser.complaints().toString());
    }
  }
}
