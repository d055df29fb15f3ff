package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.ca.Publication;

/** A collector of traces gets what it is to get, and nothing that is not its business. */
class TracesTest {
  /** Octets of ids may be anything: three letters and a domain are no accident. */
  private static final Pattern ADDRESS = Pattern.compile("[a-z]{3,}@[a-z]{3,}");

  @TempDir Path folder;

  @Test
  void theWholeStoryOfTheDemoWithoutAWordOfItsLettersOrAnAddress() throws Exception {
    try (Collector collector = new Collector()) {
      ProcessBuilder demo =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "demo",
                  "--once")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("demo.txt").toFile());
      demo.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
      assertEquals(0, demo.start().waitFor(), Files.readString(folder.resolve("demo.txt")));

      Set<String> names =
          collector.spans().stream().map(Collector.Span::name).collect(Collectors.toSet());
      for (String wanted :
          List.of(
              "smtp session",
              "message",
              "decision",
              "lookup",
              "signature and encryption",
              "next hop",
              "database read")) {
        assertTrue(names.contains(wanted), wanted + " is not among " + names);
      }
      String octets = collector.octets();
      Matcher address = ADDRESS.matcher(octets);
      assertFalse(address.find(), () -> "an address was sent: " + address.group());
      assertFalse(octets.contains("example"), "a domain of the story was sent");
      assertTrue(octets.contains("signet.message.octets"), "attributes are there");
    }
  }

  @Test
  void stepsBelongToTheirMessageAndTheMessageToItsSession() throws Exception {
    Home home =
        RunningSystem.laid(
            folder.resolve("home"),
            text -> text.replaceAll("next-hop: .*", "next-hop: 127.0.0.1:1"));
    try (Collector collector = new Collector();
        Organization organization = Organization.open(home, InstantSource.system())) {
      try (Services services =
          Services.start(
              organization,
              Map.of(
                  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                  collector.url() + "/v1/traces",
                  "OTEL_BSP_SCHEDULE_DELAY",
                  "100"))) {
        assertTrue(send(services.smtpOutboundPort()).startsWith("451"), "there is no next hop");
        String web = "http://127.0.0.1:" + services.httpPort();
        get(web + "/certificates/search?email=eve@far.test");
        get(web + "/crl/" + Publication.name(organization.issuing().keyId()) + ".crl");
      } // sends what is left

      List<Collector.Span> spans = collector.spans();
      Collector.Span session = one(spans, "smtp session");
      Collector.Span message = one(spans, "message");
      Collector.Span decision = one(spans, "decision");
      Collector.Span hop = one(spans, "next hop");
      assertEquals("", session.parent());
      assertEquals(session.id(), message.parent());
      assertEquals(message.id(), decision.parent());
      assertEquals(message.id(), hop.parent());
      assertEquals(session.trace(), hop.trace());
      Collector.Span request = one(spans, "GET /crl");
      one(spans, "GET /certificates");
      assertTrue(
          spans.stream()
              .anyMatch(span ->
                  span.name().equals("database read") && span.parent().equals(request.id())),
          "a request's transactions belong to it: " + spans);
      assertFalse(collector.octets().contains("eve"), "what was asked for is nobody's business");
    }
  }

  @Test
  void nothingIsMadeWhereNobodyAsks() {
    assertFalse(org.signetmail.app.trace.Traces.areAsked(Map.of("OTEL_TRACES_SAMPLER", "x")));
    assertFalse(
        org.signetmail.app.trace.Traces.areAsked(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "")));
  }

  @Test
  void aSettingThatIsNoneIsOneLine() {
    Map<String, String> bad =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_TRACES_SAMPLER", "mostly");
    IllegalArgumentException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class, () -> org.signetmail.app.trace.Traces.of(bad));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.startsWith("traces: ") && line.contains("mostly"), line);
    assertEquals(1, line.lines().count());
  }

  private static Collector.Span one(List<Collector.Span> spans, String name) {
    List<Collector.Span> found = spans.stream().filter(s -> s.name().equals(name)).toList();
    assertEquals(1, found.size(), name + " in " + spans);
    return found.getFirst();
  }

  private static String send(int port) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      OutputStream out = socket.getOutputStream();
      in.readLine();
      String last = "";
      for (String line :
          List.of(
              "HELO c",
              "MAIL FROM:<alice@example.test>",
              "RCPT TO:<bob@other.test>",
              "DATA",
              "From: alice@example.test\r\nDate: Mon, 30 Nov 2026 12:00:00 +0000\r\n"
                  + "Message-ID: <1@example.test>\r\n\r\nHello.\r\n.",
              "QUIT")) {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String reply = String.valueOf(in.readLine());
        last = line.equals("QUIT") ? last : reply;
      }
      return last;
    }
  }

  private static void get(String uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20)).build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }
}
