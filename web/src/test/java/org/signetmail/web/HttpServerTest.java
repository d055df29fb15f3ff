package org.signetmail.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as a client on the network sees them, over the plain listener. */
class HttpServerTest {
  private volatile Optional<String> storeProblem = Optional.empty();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    ReadinessCheck store =
        new ReadinessCheck() {
          @Override
          public String name() {
            return "store";
          }

          @Override
          public Optional<String> problem() {
            return storeProblem;
          }
        };
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.counter("signet.mail", "treatment", "signed").increment(3);
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            SSLContext.getDefault(),
            List.of(
                new HealthPages(List.of(store)),
                new MetricsPages(registry),
                new FrontPage(
                    "Rock & <Roll> \"Ltd\"",
                    List.of(new FrontPage.Link("/ca/1.cer", "Root", "the root certificate")))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFrontPageNamesTheOrganisationEscapedAndLinksToWhatIsThere() throws Exception {
    HttpResponse<byte[]> page = get("/");

    String html = new String(page.body(), StandardCharsets.UTF_8);
    assertEquals(200, page.statusCode());
    assertTrue(html.contains("Secure mail of Rock &amp; &lt;Roll&gt; &quot;Ltd&quot;"), html);
    assertTrue(html.contains("<a href=\"/ca/1.cer\">Root</a>"), html);
    assertFalse(html.contains("{{"), "every place in the template is filled");
  }

  @Test
  void everyAnswerTellsTheBrowserToLoadNothingForeign() throws Exception {
    for (String path : List.of("/", "/health/live", "/no-such-page")) {
      HttpResponse<byte[]> answer = get(path);
      assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
      assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'"), path);
    }
  }

  @Test
  void readyUntilACheckFindsAProblemAndThenItSaysWhich() throws Exception {
    assertEquals(200, get("/health/ready").statusCode());

    storeProblem = Optional.of("disk is full; make room");

    HttpResponse<byte[]> answer = get("/health/ready");
    assertEquals(503, answer.statusCode());
    assertArrayEquals(
        "store: disk is full; make room\n".getBytes(StandardCharsets.UTF_8), answer.body());
    assertEquals(200, get("/health/live").statusCode(), "it still lives");
  }

  @Test
  void metricsAreForTheHttpsListenerOnly() throws Exception {
    assertEquals(404, get("/metrics").statusCode());
  }

  @Test
  void clientsOfHttp10AreAnsweredWithALengthAndToldThatItIsTheEnd() throws Exception {
    for (String fields :
        List.of("", "Host: x\r\n", "Connection: keep-alive\r\n", "X-Host: y\r\nconnection:x\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
        socket.setSoTimeout(10_000);
        String request = "GET /health/live HTTP/1.0\r\n" + fields + "\r\n";
        for (byte octet : request.getBytes(StandardCharsets.US_ASCII)) {
          socket.getOutputStream().write(octet);
        }
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nlive\n")) {
          int octet = socket.getInputStream().read();
          assertTrue(octet >= 0, answer.toString());
          answer.append((char) octet);
        }
        assertTrue(answer.toString().startsWith("HTTP/1.1 200"), fields + answer);
        assertTrue(answer.toString().contains("\r\nConnection: close\r\n"), fields + answer);
        assertTrue(answer.toString().contains("\r\nContent-Length: 5\r\n"), fields + answer);
      }
    }
  }

  @Test
  void badRequestsGetTheStandardsAnswerAndNoTrace() throws Exception {
    record Bad(String request, String answer) {}
    List<Bad> table =
        List.of(
            new Bad("POST /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "40"),
            new Bad("GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "40"),
            new Bad("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "40"),
            new Bad("nonsense\r\n\r\n", "400"),
            new Bad("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n", "4"),
            new Bad("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", "4"));
    for (Bad bad : table) {
      String answer = raw(bad.request());
      String shown = bad.request().substring(0, Math.min(40, bad.request().length()));
      assertTrue(answer.startsWith("HTTP/1.1 " + bad.answer()), shown + " → " + answer);
      assertFalse(answer.contains("at io.helidon"), shown);
      assertFalse(answer.contains("Exception"), shown + " → " + answer);
    }
    assertEquals(200, get("/health/live").statusCode(), "still serves");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] buffer = new byte[600];
      int length = Math.max(0, socket.getInputStream().read(buffer));
      return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketTimeoutException e) {
      return "timeout";
    }
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
