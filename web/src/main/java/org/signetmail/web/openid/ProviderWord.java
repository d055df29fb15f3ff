package org.signetmail.web.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.enrolment.Vouching;
import org.signetmail.pkix.Mailbox;

/**
 * What the provider says of who is back: tokens for a code, the claims of the ID token, and those
 * of userinfo where it says more. Safe for use by many threads.
 */
final class ProviderWord {
  private final OpenIdClient client;
  private final ProviderHttp http;
  private final ProviderFacts facts;

  ProviderWord(OpenIdClient client, ProviderHttp http, ProviderFacts facts) {
    this.client = client;
    this.http = http;
    this.facts = facts;
  }

  /**
   * Who it is.
   *
   * @param nonce that this departure sent along
   */
  Vouching.Vouched of(
      AuthorizationCode code, CodeVerifier verifier, String nonce, OIDCProviderMetadata metadata)
      throws Forged, ParseException, BadJOSEException, JOSEException, IOException {
    OIDCTokenResponse tokens = tokens(code, verifier, metadata);
    JWT token = tokens.getOIDCTokens().getIDToken();
    if (token == null) {
      throw new Forged("the provider gave no ID token (OpenID Connect Core §3.1.3.3)");
    }
    UserInfo claims = claims(token, nonce);
    if (claims.getEmailAddress() == null) {
      claims = asked(tokens, claims, metadata);
    }
    String name = claims.getName() == null ? "" : claims.getName().strip();
    return new Vouching.Vouched(verified(claims), name);
  }

  private OIDCTokenResponse tokens(
      AuthorizationCode code, CodeVerifier verifier, OIDCProviderMetadata metadata)
      throws IOException, ParseException {
    Map<String, List<String>> form =
        new HashMap<>(new AuthorizationCodeGrant(code, client.redirect(), verifier).toParameters());
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    if (client.secret().isPresent()) {
      headers.put(
          "Authorization",
          new ClientSecretBasic(new ClientID(client.id()), new Secret(client.secret().get()))
              .toHTTPAuthorizationHeader());
    } else {
      form.put("client_id", List.of(client.id()));
    }
    byte[] answer =
        http.post(
            metadata.getTokenEndpointURI(),
            headers,
            URLUtils.serializeParameters(form).getBytes(StandardCharsets.US_ASCII));
    return OIDCTokenResponse.parse(
        JSONObjectUtils.parse(new String(answer, StandardCharsets.UTF_8)));
  }

  /** The ID token's claims, checked (OpenID Connect Core §3.1.3.7). */
  private UserInfo claims(JWT token, String nonce)
      throws Forged, IOException, BadJOSEException, JOSEException, ParseException {
    if (!(token instanceof SignedJWT signed)) {
      throw new Forged("the ID token is not signed (OpenID Connect Core §2)");
    }
    String key = signed.getHeader().getKeyID();
    ProviderFacts.Facts known = facts.get(key == null ? "" : key);
    IDTokenValidator validator =
        new IDTokenValidator(
            new Issuer(client.issuer()),
            new ClientID(client.id()),
            new JWSVerificationKeySelector<SecurityContext>(
                known.signatures(), new ImmutableJWKSet<>(known.keys())),
            null);
    return new UserInfo(validator.validate(token, new Nonce(nonce)).toJSONObject());
  }

  /** What the provider says of the same subject where it says more (OpenID Connect Core §5.3). */
  private UserInfo asked(OIDCTokenResponse tokens, UserInfo claims, OIDCProviderMetadata metadata)
      throws Forged, IOException, ParseException {
    URI address = metadata.getUserInfoEndpointURI();
    if (address == null || !"https".equals(address.getScheme())) {
      throw new Forged("the ID token has no email; let the provider put it in");
    }
    byte[] answer =
        http.get(
            address,
            Map.of(
                "Authorization",
                tokens.getOIDCTokens().getAccessToken().toAuthorizationHeader(),
                "Accept",
                "application/json"));
    UserInfo more = UserInfo.parse(new String(answer, StandardCharsets.UTF_8));
    if (!claims.getSubject().equals(more.getSubject())) {
      throw new Forged("userinfo is about somebody else (OpenID Connect Core §5.3.2)");
    }
    return more;
  }

  private Mailbox verified(UserInfo claims) throws Forged {
    String address = claims.getEmailAddress();
    if (address == null) {
      throw new Forged("the provider names no email; give the client the scope 'email'");
    }
    if (client.mailboxes() == OpenIdClient.Mailboxes.VERIFIED
        && !Boolean.TRUE.equals(claims.getEmailVerified())) {
      throw new Forged(
          "the mailbox is not verified (OpenID Connect Core §5.1); see"
              + " portal.sign-in.openid.unverified-mailboxes");
    }
    try {
      return Mailbox.of(address);
    } catch (IllegalArgumentException e) {
      throw new Forged("the email is no mailbox (RFC 5321 §4.1.2)");
    }
  }
}
