package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.smtp.StsPolicy;

/** What a policy's web server may do (RFC 8461 §3.3). */
@Timeout(60)
class StsWebHostsTest {
  private static final String POLICY = "version: STSv1\nmode: none\nmax_age: 1\n";

  @Test
  void onlyAPlainAnswerOfTheRightServerCounts(@TempDir Path folder) throws Exception {
    SSLContext tls = tls(folder);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    answer(server, "good", 200, "Text/Plain; charset=utf-8", POLICY);
    answer(server, "html", 200, "text/html", POLICY);
    answer(server, "untyped", 200, "", POLICY);
    answer(server, "missing", 404, "text/plain", POLICY);
    answer(server, "elsewhere", 301, "text/plain", POLICY);
    answer(server, "large", 200, "text/plain", "x".repeat(StsPolicy.LARGEST + 1));
    server.start();
    try (BoundedHttp trusting = new BoundedHttp(Duration.ofSeconds(5), tls);
        BoundedHttp doubting = new BoundedHttp(Duration.ofSeconds(5));
        StsWebHosts hosts = hosts(trusting, "localhost", server);
        StsWebHosts renamed = hosts(trusting, "127.0.0.1", server);
        StsWebHosts unknown = hosts(doubting, "localhost", server)) {
      assertEquals(POLICY, new String(hosts.fetch("good"), StandardCharsets.UTF_8));
      for (String domain : List.of("html", "untyped", "missing", "elsewhere", "large", "none")) {
        assertThrows(IOException.class, () -> hosts.fetch(domain), domain);
      }
      assertTrue(refusal(renamed).startsWith("no TLS"), "another name");
      assertTrue(refusal(unknown).startsWith("no TLS"), "nobody vouches for it");
    } finally {
      server.stop(0);
    }
    URI standard = StsWebHosts.address("example.com");
    assertEquals("https://mta-sts.example.com/.well-known/mta-sts.txt", standard.toString());
  }

  private static String refusal(StsWebHosts hosts) {
    return String.valueOf(assertThrows(IOException.class, () -> hosts.fetch("good")).getMessage());
  }

  private static StsWebHosts hosts(BoundedHttp http, String name, HttpsServer server) {
    return new StsWebHosts(
        http,
        domain ->
            URI.create("https://" + name + ":" + server.getAddress().getPort() + "/" + domain));
  }

  private static void answer(
      HttpsServer server, String path, int status, String type, String text) {
    server.createContext(
        "/" + path,
        exchange -> {
          if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", type);
          }
          exchange.getResponseHeaders().set("Location", "/good");
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** For localhost, trusted by itself. */
  private static SSLContext tls(Path folder) throws Exception {
    Path store = folder.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "t",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(keys, "changeit".toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("t", keys.getCertificate("t"));
    TrustManagerFactory theirs =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    theirs.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    return context;
  }
}
