package org.signetmail.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;

/**
 * An identity provider, written from OpenID Connect Core over another library than ours. It is
 * strict with its client, keeps what was wrong, and lies where it is told to.
 */
public final class TestProvider implements Closeable {
  public static final String CLIENT = "signet";
  public static final String SECRET = "a secret, with: signs & spaces";

  /** What it does that no honest one does. */
  public enum Vice {
    NONE,
    OTHER_NONCE,
    OTHER_AUDIENCE,
    OTHER_ISSUER,
    NOT_SIGNED,
    SIGNED_BY_ANOTHER,
    SIGNED_WITH_THE_SECRET,
    OVER,
    NOT_VERIFIED,
    NO_EMAIL_ANYWHERE,
    EMAIL_IN_USERINFO,
    USERINFO_OF_ANOTHER,
    NO_TOKEN,
    FAILS,
    TAKES_CODES_TWICE
  }

  public volatile Vice vice = Vice.NONE;
  public volatile String mailbox = "";
  public final List<String> faults = new CopyOnWriteArrayList<>();
  private final HttpsServer server;
  private final RsaJsonWebKey key = key("k1");
  private final RsaJsonWebKey other = key("k1");
  private final Map<String, Map<String, String>> codes = new HashMap<>();

  public TestProvider(SSLContext tls) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
  }

  private static RsaJsonWebKey key(String id) throws Exception {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(id);
    return key;
  }

  public String issuer() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** What somebody who logged in there is sent back with. */
  public synchronized String login(String authorizationQuery) {
    Map<String, String> asked = parsed(authorizationQuery);
    require(asked, "response_type", "code");
    require(asked, "client_id", CLIENT);
    require(asked, "code_challenge_method", "S256");
    if (!List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid")) {
      faults.add("no scope openid");
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    return "code="
        + code
        + "&state="
        + encoded(asked.getOrDefault("state", ""))
        + "&iss="
        + encoded(issuer());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (vice == Vice.FAILS) {
        reply(exchange, 503, "{}");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> reply(exchange, 200, configuration());
        case "/keys" ->
            reply(
                exchange,
                200,
                new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        case "/authorize" -> page(exchange, exchange.getRequestURI().getRawQuery());
        case "/token" -> token(exchange);
        case "/userinfo" ->
            reply(
                exchange,
                200,
                "{\"sub\":\"%s\",\"email\":\"%s\",\"email_verified\":true}"
                    .formatted(vice == Vice.USERINFO_OF_ANOTHER ? "8" : "7", mailbox));
        default -> reply(exchange, 404, "{}");
      }
    } catch (Exception e) {
      faults.add(e.toString());
      reply(exchange, 500, "{}");
    }
  }

  /** Where somebody in a browser logs in, by a click. */
  private void page(HttpExchange exchange, String query) throws IOException {
    String back = parsed(query).getOrDefault("redirect_uri", "") + "?" + login(query);
    byte[] page =
        ("<!doctype html><html lang=\"en\"><title>Log in</title><a id=\"login\" href=\""
                + back.replace("&", "&amp;")
                + "\">Log in as "
                + mailbox
                + "</a></html>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
  }

  private String configuration() {
    boolean hasUserInfo = vice != Vice.NO_EMAIL_ANYWHERE;
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/keys",%2$s"response_types_supported":["code"],
     "subject_types_supported":["public"],
     "id_token_signing_alg_values_supported":["RS256","HS256","none"],
     "authorization_response_iss_parameter_supported":true}
    """
        .formatted(
            issuer(), hasUserInfo ? "\"userinfo_endpoint\":\"" + issuer() + "/userinfo\"," : "");
  }

  private void token(HttpExchange exchange) throws Exception {
    Map<String, String> form =
        parsed(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (encoded(CLIENT) + ":" + encoded(SECRET)).getBytes(StandardCharsets.US_ASCII));
    if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      faults.add("not logged in as the client (RFC 6749 §2.3.1)");
    }
    Map<String, String> asked =
        vice == Vice.TAKES_CODES_TWICE
            ? codes.get(form.get("code"))
            : codes.remove(form.get("code"));
    if (asked == null) {
      reply(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    require(form, "grant_type", "authorization_code");
    require(form, "redirect_uri", asked.getOrDefault("redirect_uri", ""));
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
    require(
        asked, "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    String idToken = vice == Vice.NO_TOKEN ? "" : "\"id_token\":\"" + idToken(asked) + "\",";
    reply(
        exchange,
        200,
        "{" + idToken + "\"access_token\":\"of use for userinfo\",\"token_type\":\"Bearer\"}");
  }

  private String idToken(Map<String, String> asked) throws Exception {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(vice == Vice.OTHER_ISSUER ? "https://elsewhere.test" : issuer());
    claims.setSubject("7");
    claims.setAudience(vice == Vice.OTHER_AUDIENCE ? "another client" : CLIENT);
    NumericDate now = NumericDate.now();
    claims.setIssuedAt(now);
    NumericDate end = NumericDate.fromSeconds(now.getValue());
    end.addSeconds(vice == Vice.OVER ? -3_600 : 300);
    claims.setExpirationTime(end);
    claims.setStringClaim("nonce", vice == Vice.OTHER_NONCE ? "another" : asked.get("nonce"));
    if (vice != Vice.EMAIL_IN_USERINFO
        && vice != Vice.USERINFO_OF_ANOTHER
        && vice != Vice.NO_EMAIL_ANYWHERE) {
      claims.setStringClaim("email", mailbox);
      claims.setClaim("email_verified", vice != Vice.NOT_VERIFIED);
    }
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKeyIdHeaderValue("k1");
    signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    switch (vice) {
      case NOT_SIGNED -> signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
      case SIGNED_WITH_THE_SECRET -> {
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setDoKeyValidation(false);
        signature.setKey(new HmacKey(SECRET.getBytes(StandardCharsets.US_ASCII)));
      }
      default -> {
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey((vice == Vice.SIGNED_BY_ANOTHER ? other : key).getPrivateKey());
      }
    }
    return signature.getCompactSerialization();
  }

  private void require(Map<String, String> fields, String name, String value) {
    if (!value.equals(fields.get(name))) {
      faults.add(name + " is " + fields.get(name));
    }
  }

  private static Map<String, String> parsed(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
