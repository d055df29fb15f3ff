package org.signetmail.interop.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page in a real Chromium: opened, clicked and typed into as a person would, looked at, and
 * listened to. What does not come in half a minute is an {@link AssertionError}. One thread uses
 * it.
 *
 * <pre>
 * try (Browser browser = Browser.start()) {
 *   browser.open("https://127.0.0.1:8443/");
 *   browser.click("#name");
 *   browser.type("Alice");
 *   browser.press(Key.ENTER);
 *   browser.await("document.querySelector('h1').innerText === 'Hello, Alice'");
 * }
 * </pre>
 */
public final class Browser implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 30_000;

  /** What is said to every frame of another process before it runs. */
  private static final List<String> BEGINNINGS =
      List.of("Network.enable", "Log.enable", "Runtime.runIfWaitingForDebugger");

  private final Chromium chromium;
  private final DevTools devTools;
  private final String session;
  private final Map<String, String> requests = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Light or dark, as {@code prefers-color-scheme} says. */
  public enum Scheme {
    LIGHT,
    DARK
  }

  /** A key that is no letter. */
  public enum Key {
    TAB("Tab", 9, ""),
    ENTER("Enter", 13, "\r"),
    ESCAPE("Escape", 27, ""),
    SPACE(" ", 32, " "),
    UP("ArrowUp", 38, ""),
    DOWN("ArrowDown", 40, "");

    private final String name;
    private final int code;
    private final String text;

    Key(String name, int code, String text) {
      this.name = name;
      this.code = code;
      this.text = text;
    }
  }

  private Browser(Chromium chromium) throws IOException {
    this.chromium = chromium;
    this.devTools = new DevTools(chromium.devTools(), this::hear);
    String page =
        devTools
            .call("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asString("");
    this.session =
        devTools
            .call("", "Target.attachToTarget", Map.of("targetId", page, "flatten", true))
            .path("sessionId")
            .asString("");
    // Frames may be processes of their own: what they ask for is heard too.
    call(
        "Target.setAutoAttach",
        Map.of("autoAttach", true, "waitForDebuggerOnStart", true, "flatten", true));
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  /**
   * Starts a browser with an empty profile.
   *
   * @param flags of Chromium besides, such as {@code --ignore-certificate-errors}
   * @throws IOException if it does not start; where Chromium is not installed the test is skipped
   */
  public static Browser start(String... flags) throws IOException {
    Chromium chromium = Chromium.start(List.of(flags));
    try {
      return new Browser(chromium);
    } catch (IOException | RuntimeException | Error e) {
      chromium.close();
      throw e;
    }
  }

  /**
   * Opens an address ({@code http:}, {@code https:}, {@code file:}) and waits until it is there.
   */
  public void open(String address) {
    JsonNode answer = call("Page.navigate", Map.of("url", address));
    if (answer.has("errorText")) {
      throw new AssertionError(address + ": " + answer.path("errorText").asString(""));
    }
    await("document.readyState === 'complete'");
  }

  /** What an expression comes to in the page; a promise is waited for. */
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of(
                "expression",
                expression,
                "awaitPromise",
                true,
                "returnByValue",
                true,
                "userGesture",
                true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true. */
  public void await(String expression) {
    long end = System.nanoTime() + PATIENCE_MILLISECONDS * 1_000_000L;
    while (!evaluate("!!(" + expression + ")").asBoolean(false)) {
      boolean isLate = System.nanoTime() > end; // before that, there may be no page to ask
      pause(
          isLate ? expression + " does not become true; the page says: " + text("body") : "", end);
    }
  }

  /** What a person reads in an element. */
  public String text(String selector) {
    return evaluate(element(selector) + ".innerText").asString("");
  }

  /** Clicks in the middle of an element, with the mouse. */
  public void click(String selector) {
    JsonNode at =
        evaluate(
            "(() => { const e = "
                + element(selector)
                + "; e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String what : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              what,
              "x",
              at.get(0).asDouble(),
              "y",
              at.get(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Types into what has the focus. */
  public void type(String text) {
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(letter -> key(Map.of("type", "keyDown", "text", letter, "key", letter)));
  }

  /** Presses a key and lets it go. */
  public void press(Key key) {
    for (String what : List.of(key.text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      key(
          Map.of(
              "type",
              what,
              "key",
              key.name,
              "code",
              key == Key.SPACE ? "Space" : key.name,
              "windowsVirtualKeyCode",
              key.code,
              "text",
              what.equals("keyDown") ? key.text : ""));
    }
  }

  /** How large the window is, in CSS pixels, and which colours its owner likes. */
  public void show(int width, int height, Scheme scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of(
                    "name",
                    "prefers-color-scheme",
                    "value",
                    scheme == Scheme.DARK ? "dark" : "light"))));
  }

  /** The window as a PNG. */
  public void screenshot(Path file) throws IOException {
    JsonNode answer = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(file, Base64.getDecoder().decode(answer.path("data").asString("")));
  }

  /** What is downloaded from now on goes into a folder, unasked. */
  public void downloadTo(Path folder) {
    devTools.call(
        "",
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
  }

  /**
   * The addresses that the page and its frames asked for, in order; without those of {@code data:}
   * and those that the browser itself did not let out (CSP).
   */
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests.values());
    }
  }

  /** What the page sent along with its requests, as text. */
  public List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Errors that the page threw, and what the browser complained of (CSP, mixed content). */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Any command of the protocol to this page. */
  public JsonNode call(String method, Map<String, ?> parameters) {
    return devTools.call(session, method, parameters);
  }

  @Override
  public void close() {
    devTools.close();
    chromium.close();
  }

  private void key(Map<String, ?> event) {
    call("Input.dispatchKeyEvent", event);
  }

  private void hear(String method, JsonNode event) {
    JsonNode told = event.path("params");
    switch (method) {
      case "Network.requestWillBeSent" -> {
        String address = told.path("request").path("url").asString("");
        if (!address.startsWith("data:")) {
          requests.put(told.path("requestId").asString(""), address);
          String body = told.path("request").path("postData").asString("");
          if (!body.isEmpty()) {
            bodies.add(body);
          }
        }
      }
      case "Network.loadingFailed" -> {
        if (told.has("blockedReason")) {
          requests.remove(told.path("requestId").asString(""));
        }
      }
      case "Runtime.exceptionThrown" -> complaints.add(told.path("exceptionDetails").toString());
      case "Log.entryAdded" -> complaints.add(told.path("entry").path("text").asString(""));
      case "Target.attachedToTarget" -> {
        String frame = told.path("sessionId").asString("");
        if (!frame.equals(session)) {
          for (String first : BEGINNINGS) { // its answers are nobody's matter
            Future<?> _ = devTools.send(frame, first, Map.of());
          }
        }
      }
      default -> {}
    }
  }

  private static String element(String selector) {
    String quoted = JsonMapper.shared().writeValueAsString(selector);
    return "(document.querySelector("
        + quoted
        + ") ?? (() => { throw new Error('no ' + "
        + quoted
        + "); })())";
  }

  private static void pause(String otherwise, long end) {
    if (System.nanoTime() > end) {
      throw new AssertionError(otherwise);
    }
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
