package org.signetmail.acme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A POST to an ACME server: flattened JWS (RFC 8555 §6.2), read as strictly as that says. */
record SignedRequest(Map<String, Object> header, String payload, String compact) {

  static SignedRequest of(String body) throws JoseException {
    return of(JsonUtil.parseJson(body));
  }

  static SignedRequest of(Map<String, Object> jws) throws JoseException {
    String header = String.valueOf(jws.get("protected"));
    String payload = String.valueOf(jws.get("payload"));
    return new SignedRequest(
        JsonUtil.parseJson(text(header)),
        text(payload),
        header + "." + payload + "." + jws.get("signature"));
  }

  /** The payload as an object; empty for POST-as-GET. */
  Map<String, Object> json() throws JoseException {
    return payload.isEmpty() ? Map.of() : JsonUtil.parseJson(payload);
  }

  @SuppressWarnings("unchecked")
  PublicJsonWebKey embeddedKey() throws JoseException {
    return (PublicJsonWebKey) JsonWebKey.Factory.newJwk((Map<String, Object>) header.get("jwk"));
  }

  boolean isSignedBy(PublicJsonWebKey key) throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setCompactSerialization(compact);
    jws.setKey(key.getPublicKey());
    return "ES256".equals(jws.getAlgorithmHeaderValue()) && jws.verifySignature();
  }

  /** An external account binding (RFC 8555 §7.3.4). */
  boolean isMacOf(String macKey) throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setCompactSerialization(compact);
    jws.setKey(new HmacKey(Base64.getUrlDecoder().decode(macKey)));
    return "HS256".equals(jws.getAlgorithmHeaderValue()) && jws.verifySignature();
  }

  private static String text(String base64url) {
    return new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8);
  }
}
