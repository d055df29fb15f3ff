package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.policy.Policy;
import org.signetmail.tlog.Checkpoint;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.Verification;
import org.signetmail.web.AuthorityPages;

/** A system that was just made, running, as its neighbours on the network see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesTest {
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

  @TempDir static Path folder;

  private final InstantSource clock = InstantSource.system();
  private Home home;
  private Organization organization;
  private Services services;
  private Duration start;

  @BeforeAll
  void up() throws IOException {
    home = new Home(folder.resolve("home"));
    new Foundation(configuration(), new SecureRandom(), clock)
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    Instant before = clock.instant();
    organization = Organization.open(home, clock);
    services = Services.start(organization);
    start = Duration.between(before, clock.instant());
  }

  @AfterAll
  void down() {
    services.close();
    organization.close();
  }

  @Test
  void itIsReadyOnBothListenersAndTheHttpsOneShowsACertificateOfOurs() throws Exception {
    assertEquals("ready\n", text(https("/health/ready")));
    assertEquals("ready\n", text(http("/health/ready")));
    assertTrue(start.toSeconds() < 60, "started in " + start);
  }

  @Test
  void metricsCountAndNameNobody() throws Exception {
    String metrics = text(https("/metrics"));

    assertTrue(metrics.contains("signet_log_entries "), metrics);
    assertFalse(metrics.contains("@"), "no address in metrics");
  }

  @Test
  void theCrlIsSignedByTheIssuerAndNotDueSoon() throws Exception {
    String name = AuthorityPages.name(organization.issuing().keyId());
    HttpResponse<byte[]> answer = http("/crl/" + name + ".crl");

    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(answer.body()));

    crl.verify(organization.issuing().publicKey());
    assertTrue(crl.getNextUpdate().toInstant().isAfter(clock.instant().plus(Duration.ofDays(1))));
    assertEquals("application/pkix-crl", answer.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void caCertificatesAreServedAsTheyAre() throws Exception {
    String name = AuthorityPages.name(organization.root().keyId());

    assertEquals(
        java.util.HexFormat.of().formatHex(organization.root().encoded()),
        java.util.HexFormat.of().formatHex(http("/ca/" + name + ".cer").body()));
  }

  @Test
  void theCheckpointIsSignedByTheKeyThatTheHomeNames() throws Exception {
    NoteVerifier verifier =
        NoteVerifier.parse(Files.readString(home.folder().resolve("log.vkey")).strip());

    SignedNote note = SignedNote.parse(text(http("/log/checkpoint")));

    assertTrue(Checkpoint.open(note, verifier) instanceof Verification.Verified);
  }

  @Test
  void theFrontPageLinksOnlyToWhatIsThere() throws Exception {
    String page = text(https("/"));

    List<String> links =
        java.util.regex.Pattern.compile("href=\"([^\"]+)\"")
            .matcher(page)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertTrue(links.size() > 5, links::toString);
    for (String link : links) {
      assertEquals(200, https(link).statusCode(), link);
    }
  }

  @Test
  void secretsOfTheHomeAreForTheSystemsUserAlone() throws Exception {
    for (String name : List.of("passphrase", "keys/issuing.key", "offline/root.key")) {
      assertEquals(
          "rw-------",
          java.nio.file.attribute.PosixFilePermissions.toString(
              Files.getPosixFilePermissions(home.folder().resolve(name))),
          name);
    }
  }

  @Test
  void aHomeIsMadeOnceAndNeverOverAnother() {
    Foundation foundation = new Foundation(configuration(), new SecureRandom(), clock);

    Failure failure = assertThrows(Failure.class, () -> foundation.lay(home, new byte[0]));

    assertTrue(String.valueOf(failure.getMessage()).contains("is not empty"));
  }

  private HttpResponse<byte[]> https(String path) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", organization.root().x509());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return get(
        HttpClient.newBuilder().sslContext(context).build(),
        "https://localhost:" + services.httpsPort() + path);
  }

  private HttpResponse<byte[]> http(String path) throws Exception {
    return get(HttpClient.newHttpClient(), "http://127.0.0.1:" + services.httpPort() + path);
  }

  private static HttpResponse<byte[]> get(HttpClient client, String uri) throws Exception {
    try (client) {
      return client.send(
          HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode());
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Configuration configuration() {
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(3, 2),
        "http://127.0.0.1:8080",
        new Configuration.Listen(ANY_PORT, ANY_PORT, ANY_PORT, ANY_PORT),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
