package org.signetmail.app.organization;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.toolbox.JoseUtils;
import org.signetmail.pkix.Certificate;
import tools.jackson.databind.json.JsonMapper;

/** ACME by hand, for what no client would send. Used by one thread. */
final class RawAcme implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  final KeyPair key = key();
  private final HttpClient client;
  private final String base;
  @Nullable String kid;

  RawAcme(String base, Certificate root) throws Exception {
    this.base = base;
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", root.x509());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(context).build();
  }

  /** What a request was answered. */
  record Answered(int status, HttpResponse<String> response) {
    Map<?, ?> object() {
      return JSON.readValue(response.body(), Map.class);
    }

    /** The last part of a problem's type. */
    String problem() {
      String type = String.valueOf(object().get("type"));
      return type.substring(type.lastIndexOf(':') + 1);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String nonce() throws Exception {
    return get("/acme/new-nonce").header("Replay-Nonce");
  }

  Answered get(String path) throws Exception {
    return answered(HttpRequest.newBuilder(URI.create(base + path)).build());
  }

  /** The header of a right request for a path. */
  Map<String, Object> header(String path) throws Exception {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "ES256");
    header.put("nonce", nonce());
    header.put("url", base + path);
    if (kid == null) {
      header.put("jwk", JoseUtils.publicKeyToJWK(key.getPublic()));
    } else {
      header.put("kid", kid);
    }
    return header;
  }

  Answered post(String path, Map<String, ?> payload) throws Exception {
    return post(path, JSON.writeValueAsString(payload), _ -> {});
  }

  /** A right request but for what {@code change} does to its header. */
  Answered post(String path, String payload, Consumer<Map<String, Object>> change)
      throws Exception {
    Map<String, Object> header = header(path);
    change.accept(header);
    return send(path, JSON.writeValueAsString(jws(header, payload, key)));
  }

  static Map<String, Object> jws(Map<String, Object> header, String payload, KeyPair key)
      throws Exception {
    String head = base64url(JSON.writeValueAsBytes(header));
    String body = base64url(payload.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.getPrivate());
    signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> jws = new LinkedHashMap<>();
    jws.put("protected", head);
    jws.put("payload", body);
    jws.put("signature", base64url(signature.sign()));
    return jws;
  }

  Answered send(String path, String body) throws Exception {
    return send(path, body, "application/jose+json");
  }

  Answered send(String path, String body, String mediaType) throws Exception {
    return answered(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private Answered answered(HttpRequest request) throws Exception {
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Answered(response.statusCode(), response);
  }

  static String base64url(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  @Override
  public void close() {
    client.close();
  }
}
