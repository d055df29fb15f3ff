package org.signetmail.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other people's servers cost us what we said, whatever they do. */
@Timeout(30)
class BoundedHttpTest {
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final int MOST = 1000;

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BoundedHttp http = new BoundedHttp(PATIENCE);
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/hello", exchange -> say(exchange, 200, "hello"));
    server.createContext("/most", exchange -> say(exchange, 200, "x".repeat(MOST)));
    server.createContext("/more", exchange -> say(exchange, 200, "x".repeat(MOST + 1)));
    server.createContext("/conflict", exchange -> say(exchange, 409, "7"));
    server.createContext("/fault", exchange -> say(exchange, 500, "x".repeat(100 * MOST)));
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/hello");
          say(exchange, 302, "");
        });
    server.createContext("/drip", this::drip);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    http.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void whatWasAskedForIsGiven() throws IOException {
    assertEquals("hello", text(http.get(at("/hello"), MOST)));
    assertEquals(MOST, http.get(at("/most"), MOST).body().length);
    assertEquals("7", text(http.post(at("/conflict"), "text/plain", new byte[] {1}, MOST)));
  }

  @Test
  void anAnswerThatDripsEndsWhenPatienceDoes() {
    assertTrue(refusal("/drip").startsWith("no whole answer within"), refusal("/drip"));
  }

  @Test
  void anOctetTooManyIsNoAnswer() {
    assertEquals("no whole answer of at most 1000 octets", refusal("/more"));
  }

  @Test
  void aPageAboutAnErrorIsNotRead() throws IOException {
    BoundedHttp.Answer answer = http.get(at("/fault"), MOST);
    assertEquals(500, answer.status());
    assertFalse(answer.isOk());
    assertEquals(0, answer.body().length);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    assertEquals(302, http.get(at("/elsewhere"), MOST).status());
  }

  @Test
  void nobodyThereIsSaidSo() {
    URI address = at("/hello");
    server.stop(0);
    assertEquals(
        "no answer", assertThrows(IOException.class, () -> http.get(address, MOST)).getMessage());
  }

  @Test
  void onlyHttpWithAHostCanBeAsked() {
    assertTrue(BoundedHttp.reaches(URI.create("https://log.example.test/log")));
    assertFalse(BoundedHttp.reaches(URI.create("file:///etc/passwd")));
    assertFalse(BoundedHttp.reaches(URI.create("http:/nowhere")));
  }

  private String refusal(String path) {
    return String.valueOf(
        assertThrows(IOException.class, () -> http.get(at(path), MOST)).getMessage());
  }

  /** One octet now and then, for as long as anybody listens. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, MOST);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < MOST; i++) {
        out.write('x');
        out.flush();
        if (over.await(50, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static String text(BoundedHttp.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
