package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/**
 * A browser at the portal or the console: keeps its cookie, may show a certificate, follows
 * nothing.
 */
final class PageBrowser implements AutoCloseable {
  private static final Pattern CSRF =
      Pattern.compile("(?:name=\"csrf\" value|data-csrf)=\"([^\"]+)\"");

  private final RunningSystem system;
  private final HttpClient client;

  /** The session's, which comes with no link of another site. */
  String cookie = "";

  /** Those that do, by name: what is known of a browser that is at the provider. */
  final Map<String, String> lax = new HashMap<>();

  private PageBrowser(RunningSystem system, HttpClient client) {
    this.system = system;
    this.client = client;
  }

  PageBrowser(RunningSystem system, Optional<SigningIdentity> identity) throws Exception {
    this.system = system;
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", system.organization.root().x509());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        identity.isEmpty() ? new KeyManager[0] : keys(identity.get()),
        trust.getTrustManagers(),
        null);
    client = HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyManager[] keys(SigningIdentity identity) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own",
        identity.key().privateKey(SecretAccess.TOKEN),
        new char[0],
        identity.path().stream().map(Certificate::x509).toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    return managers.getKeyManagers();
  }

  /** Another browser, over the same connections. */
  PageBrowser another() {
    return new PageBrowser(system, client);
  }

  /** Another browser, on another machine. */
  PageBrowser at(String address) throws IOException {
    return new PageBrowser(
        system,
        HttpClient.newBuilder()
            .sslContext(client.sslContext())
            .localAddress(InetAddress.getByName(address))
            .build());
  }

  /** Signed in with its certificate. */
  PageBrowser signedIn() throws Exception {
    HttpResponse<String> in =
        post("/console/signin/certificate", Map.of("csrf", csrf("/console/signin")));
    assertEquals(303, in.statusCode(), in.body());
    return this;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    return send(form(path, fields));
  }

  /** The word in the forms of a page. */
  String csrf(String path) throws Exception {
    return csrf(get(path));
  }

  static String csrf(HttpResponse<String> page) {
    Matcher found = CSRF.matcher(page.body());
    assertTrue(found.find(), page.statusCode() + page.body());
    return found.group(1);
  }

  HttpRequest.Builder request(String path) {
    return request(path, Stream.concat(Stream.of(cookie), ofLinks()));
  }

  /** By a link of another site. */
  HttpResponse<String> followed(String path) throws Exception {
    return send(request(path, ofLinks()));
  }

  private Stream<String> ofLinks() {
    return lax.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue());
  }

  private HttpRequest.Builder request(String path, Stream<String> cookies) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("https://localhost:" + system.services.httpsPort() + path));
    String sent = cookies.filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
    return sent.isEmpty() ? request : request.header("Cookie", sent);
  }

  HttpRequest.Builder form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** A form with a file, as a browser sends it (RFC 7578). */
  HttpRequest.Builder upload(String path, Map<String, String> fields) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append("--between\r\nContent-Disposition: form-data; name=\"")
            .append(name)
            .append(name.equals("mail") ? "\"; filename=\"sample.mbox\"\r\n\r\n" : "\"\r\n\r\n")
            .append(value)
            .append("\r\n"));
    return request(path)
        .header("Content-Type", "multipart/form-data; boundary=between")
        .POST(HttpRequest.BodyPublishers.ofString(body + "--between--\r\n"));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (String set : answer.headers().allValues("Set-Cookie")) {
      String pair = set.split(";", 2)[0];
      if (set.contains("SameSite=Strict")) {
        cookie = pair;
      } else {
        lax.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    return answer;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    client.close();
  }
}
