package org.signetmail.web.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider publishes: its configuration (OpenID Connect Discovery §4) and its keys (RFC
 * 7517), fetched when they are first wanted, again after an hour, and the keys once a minute when a
 * token names one that is not there. Safe for use by many threads.
 */
final class ProviderFacts {
  /** Signatures that anybody can check and only the provider can make. */
  private static final Set<JWSAlgorithm> SIGNATURES =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final URI issuer;
  private final ProviderHttp http;
  private final InstantSource clock;
  private Optional<Facts> known = Optional.empty();

  ProviderFacts(URI issuer, ProviderHttp http, InstantSource clock) {
    this.issuer = issuer;
    this.http = http;
    this.clock = clock;
  }

  /**
   * @param signatures with which its ID tokens may be signed
   */
  record Facts(
      OIDCProviderMetadata metadata, Set<JWSAlgorithm> signatures, JWKSet keys, Instant at) {}

  /** What is known; at most an hour old. */
  synchronized Facts get() throws IOException {
    return known.isPresent() && isYounger(known.get(), FRESH) ? known.get() : fetch();
  }

  /** The same for a token signed with this key, which may be newer than what is known. */
  synchronized Facts get(String key) throws IOException {
    Facts facts = get();
    boolean isKnown = key.isEmpty() || facts.keys().getKeyByKeyId(key) != null;
    return isKnown || isYounger(facts, PATIENCE) ? facts : fetch();
  }

  private boolean isYounger(Facts facts, Duration age) {
    return clock.instant().isBefore(facts.at().plus(age));
  }

  private Facts fetch() throws IOException {
    try {
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.parse(
              text(URI.create(issuer + "/.well-known/openid-configuration")));
      if (!new Issuer(issuer).equals(metadata.getIssuer())) {
        throw new IOException("its configuration is another issuer's");
      }
      for (URI endpoint :
          new URI[] {
            metadata.getAuthorizationEndpointURI(),
            metadata.getTokenEndpointURI(),
            metadata.getJWKSetURI()
          }) {
        if (endpoint == null || !"https".equals(endpoint.getScheme())) {
          throw new IOException("its configuration has an address that is not https");
        }
      }
      List<JWSAlgorithm> announced = metadata.getIDTokenJWSAlgs();
      Set<JWSAlgorithm> signatures = new HashSet<>(SIGNATURES);
      if (announced != null) {
        signatures.retainAll(announced);
      }
      Facts facts =
          new Facts(
              metadata, signatures, JWKSet.parse(text(metadata.getJWKSetURI())), clock.instant());
      known = Optional.of(facts);
      return facts;
    } catch (ParseException | java.text.ParseException e) {
      throw new IOException("its configuration or its keys cannot be read", e);
    }
  }

  private String text(URI address) throws IOException {
    try {
      return new String(http.get(address, Map.of()), StandardCharsets.UTF_8);
    } catch (ProviderHttp.Denied e) {
      throw new IOException("its configuration or its keys are not there: " + e.getMessage(), e);
    }
  }
}
