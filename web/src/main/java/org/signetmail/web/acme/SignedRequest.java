package org.signetmail.web.acme;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;

/**
 * A request as ACME signs it (RFC 8555 §6.2): a JWS in its flattened form, everything in the
 * protected header, one signer, named by its key or by its account and never by both. Reading one
 * proves nothing yet: {@link #isBy} does.
 *
 * @param header as it was signed
 * @param signer who says to have signed
 * @param url that it was signed for
 * @param payload decoded; empty for POST-as-GET
 */
public record SignedRequest(
    JWSHeader header,
    Signer signer,
    String url,
    Optional<String> nonce,
    byte[] payload,
    byte[] signed,
    Base64URL signature) {
  /** In octets; a certification request is some thousands. */
  static final int LARGEST = 64 << 10;

  private static final Set<String> MEMBERS = Set.of("protected", "payload", "signature");
  private static final Set<String> HEADER = Set.of("alg", "jwk", "kid", "nonce", "url", "typ");
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*");

  /** RFC 8555 §6.2. */
  public sealed interface Signer {
    /** A key that stands in the header. */
    record ByKey(Map<String, Object> jwk) implements Signer {}

    /** An account, by its URL; or the identifier of an external account. */
    record ByName(String kid) implements Signer {}
  }

  /**
   * The body of a request.
   *
   * @throws Refusal {@code malformed}, {@code badSignatureAlgorithm}: it is not of the one form
   */
  public static SignedRequest of(byte[] body) throws Refusal {
    if (body.length > LARGEST) {
      throw Refusal.of(
          Problem.Type.MALFORMED, 413, "the request has more than " + LARGEST + " octets");
    }
    return of(StrictJson.of("the request", body));
  }

  /** One that stands within another, as bindings and new keys do. */
  static SignedRequest of(StrictJson jws) throws Refusal {
    if (!jws.names().equals(MEMBERS)) {
      throw StrictJson.malformed(
          "a request has protected, payload and signature, and nothing else (RFC 8555 §6.2)");
    }
    String head = base64url(jws, "protected");
    String payload = base64url(jws, "payload");
    String signature = base64url(jws, "signature");
    StrictJson members = StrictJson.of("the protected header", decoded(head));
    if (!HEADER.containsAll(members.names())) {
      throw StrictJson.malformed(
          "the protected header has members other than alg, jwk, kid, nonce, url (RFC 8555 §6.2)");
    }
    String algorithm = members.requiredText("alg");
    Optional<String> kid = members.text("kid");
    Optional<StrictJson> jwk = members.object("jwk");
    if (kid.isPresent() == jwk.isPresent()) {
      throw StrictJson.malformed("a request is signed by jwk or by kid, not both (RFC 8555 §6.2)");
    }
    Signer signer =
        kid.<Signer>map(Signer.ByName::new)
            .orElseGet(() -> new Signer.ByKey(jwk.orElseThrow().members()));
    return new SignedRequest(
        header(head, algorithm, signer),
        signer,
        members.requiredText("url"),
        members.text("nonce"),
        decoded(payload),
        (head + "." + payload).getBytes(StandardCharsets.US_ASCII),
        new Base64URL(signature));
  }

  /** Whether this key signed it. */
  public boolean isBy(AccountJwk key) throws Refusal {
    if (!AccountJwk.ALGORITHMS.contains(header.getAlgorithm().getName())) {
      throw Refusal.of(
          Problem.Type.BAD_SIGNATURE_ALGORITHM,
          "alg is none of " + String.join(", ", AccountJwk.ALGORITHMS) + " (RFC 8555 §6.2)");
    }
    return key.verifies(header, signed, signature);
  }

  boolean isPostAsGet() {
    return payload.length == 0;
  }

  /** The object that was signed. */
  StrictJson object() throws Refusal {
    return StrictJson.of("the payload", payload);
  }

  private static JWSHeader header(String head, String algorithm, Signer signer) throws Refusal {
    try {
      return JWSHeader.parse(new Base64URL(head));
    } catch (ParseException | RuntimeException e) {
      // What a client may mend and try again is told apart: first the algorithm, then the key.
      if (!AccountJwk.ALGORITHMS.contains(algorithm)) {
        throw Refusal.of(
            Problem.Type.BAD_SIGNATURE_ALGORITHM,
            "alg is none of " + String.join(", ", AccountJwk.ALGORITHMS) + " (RFC 8555 §6.2)");
      }
      if (signer instanceof Signer.ByKey(Map<String, Object> jwk)) {
        AccountJwk.of(jwk);
      }
      throw StrictJson.malformed("the protected header is none of a JWS (RFC 7515 §4)");
    }
  }

  private static String base64url(StrictJson jws, String member) throws Refusal {
    String text = jws.requiredText(member);
    if (!BASE64URL.matcher(text).matches() || text.length() % 4 == 1) {
      throw StrictJson.malformed(member + " is not base64url without padding (RFC 8555 §6.1)");
    }
    return text;
  }

  private static byte[] decoded(String text) throws Refusal {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw StrictJson.malformed("a part of the request is not base64url (RFC 8555 §6.1)");
    }
  }
}
