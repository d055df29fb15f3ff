package org.signetmail.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.signetmail.interop.browser.Browser;
import tools.jackson.databind.JsonNode;

/** The reader of mail at {@code /read}, as somebody with a key file uses it. */
final class ReaderPage {
  private final Browser browser;

  /**
   * @param address of the page, which is opened
   */
  ReaderPage(Browser browser, String address) {
    this.browser = browser;
    browser.open(address);
  }

  /** Chooses a mail, and waits for the system's word on it. */
  void choose(Path mail) {
    file("#file", mail);
    browser.await("document.getElementById('verdict').textContent.length > 0");
  }

  /** Opens it with a key file, and waits until that came to something. */
  void open(Path keyFile, String password) {
    file("#key", keyFile);
    browser.click("#password");
    browser.type(password);
    browser.press(Browser.Key.ENTER);
    browser.await(
        "!document.getElementById('go').disabled"
            + " && !document.getElementById('verdict').textContent.includes('is being opened')");
  }

  String verdict() {
    return browser.text("#verdict").strip();
  }

  /** What is shown of the letter; empty when nothing is. */
  String letter() {
    return browser.text("#text");
  }

  private void file(String selector, Path file) {
    JsonNode document = browser.call("DOM.getDocument", Map.of()).path("root").path("nodeId");
    JsonNode node =
        browser.call("DOM.querySelector", Map.of("nodeId", document.asInt(), "selector", selector));
    browser.call(
        "DOM.setFileInputFiles",
        Map.of("nodeId", node.path("nodeId").asInt(), "files", List.of(file.toString())));
  }
}
