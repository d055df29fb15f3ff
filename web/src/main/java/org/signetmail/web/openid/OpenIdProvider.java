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
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.signetmail.enrolment.Entrance;
import org.signetmail.enrolment.Vouching;
import org.signetmail.pkix.Mailbox;

/**
 * Signs people in at an identity provider by the authorization code flow (OpenID Connect Core §3.1)
 * with PKCE (RFC 7636, S256), state and nonce. What counts is the ID token: signed by a key that
 * the provider publishes, for us, of this very browser's departure, not over.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class OpenIdProvider {
  private static final int LONGEST_LINE = 200; // characters

  private final OpenIdClient client;
  private final ProviderHttp http;
  private final ProviderFacts facts;
  private final byte[] secret;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Consumer<String> trouble;

  /**
   * @param secret 32 random octets, the same on every node
   * @param trouble hears, in one line without a secret, why somebody was not vouched for
   */
  public OpenIdProvider(
      OpenIdClient client,
      ProviderHttp http,
      byte[] secret,
      SecureRandom random,
      InstantSource clock,
      Consumer<String> trouble) {
    this.client = client;
    this.http = http;
    this.facts = new ProviderFacts(client.issuer(), http, clock);
    this.secret = secret.clone();
    this.random = random;
    this.clock = clock;
    this.trouble = trouble;
  }

  /**
   * A browser that leaves.
   *
   * @param token for this browser alone, until it is back
   * @param to where it goes
   */
  public record Departure(String token, URI to) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Departure[" + to.getHost() + "]";
    }
  }

  /**
   * Sends a browser to the provider.
   *
   * @throws IOException in a few words, when the provider cannot be asked where that is
   */
  public Departure depart() throws IOException {
    Absence absence = Absence.begin(random, clock.instant());
    OIDCProviderMetadata metadata;
    try {
      metadata = facts.get().metadata();
    } catch (IOException e) {
      say(e);
      throw e;
    }
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "email", "profile"),
                new ClientID(client.id()),
                client.redirect())
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(new State(absence.word(Absence.Word.STATE, secret)))
            .nonce(new Nonce(absence.word(Absence.Word.NONCE, secret)))
            .codeChallenge(verifier(absence), CodeChallengeMethod.S256)
            .build();
    return new Departure(absence.token(), request.toURI());
  }

  /**
   * Who is back.
   *
   * @param token that this browser left with; empty when it has none
   * @param query what it brings in the address, after the question mark
   */
  public Vouching comeBack(String token, String query) {
    try {
      return vouched(new Absence(token), query);
    } catch (Forged | BadJOSEException | JOSEException e) {
      say(e);
      return new Vouching.Refused();
    } catch (ParseException e) {
      say(new Forged("what came back cannot be read"));
      return new Vouching.Refused();
    } catch (ProviderHttp.Denied e) {
      say(e); // of a code that it does not know, or knows too well
      return new Vouching.Refused();
    } catch (IOException e) {
      say(e);
      return new Vouching.Unreachable();
    }
  }

  private Vouching.Vouched vouched(Absence absence, String query)
      throws Forged, ParseException, BadJOSEException, JOSEException, IOException {
    if (!absence.isOf(clock.instant(), Entrance.LONGEST_ABSENCE)) {
      throw new Forged("a browser comes back that did not leave from here, or too late");
    }
    ProviderFacts.Facts known = facts.get();
    AuthorizationCode code = code(absence, query, known.metadata());
    OIDCTokenResponse tokens = tokens(absence, code, known.metadata());
    JWT token = tokens.getOIDCTokens().getIDToken();
    if (token == null) {
      throw new Forged("the provider gave no ID token (OpenID Connect Core §3.1.3.3)");
    }
    UserInfo claims = claims(absence, token);
    if (claims.getEmailAddress() == null) {
      claims = asked(tokens, claims, known.metadata());
    }
    String name = claims.getName() == null ? "" : claims.getName().strip();
    return new Vouching.Vouched(verified(claims), name);
  }

  /** What the browser brought, if it is of its own departure and from this provider. */
  private AuthorizationCode code(Absence absence, String query, OIDCProviderMetadata metadata)
      throws Forged, ParseException {
    AuthenticationResponse answer =
        AuthenticationResponseParser.parse(client.redirect(), URLUtils.parseParameters(query));
    String state = answer.getState() == null ? "" : answer.getState().getValue();
    if (!isSame(state, absence.word(Absence.Word.STATE, secret))) {
      throw new Forged("the state is another browser's (RFC 6749 §10.12)");
    }
    Issuer named = answer.getIssuer();
    boolean isNamed = named != null || metadata.supportsAuthorizationResponseIssuerParam();
    if (isNamed && !new Issuer(client.issuer()).equals(named)) {
      throw new Forged("the answer is of another issuer (RFC 9207 §2.4)");
    }
    return switch (answer) {
      case AuthenticationSuccessResponse success when success.getAuthorizationCode() != null ->
          success.getAuthorizationCode();
      case AuthenticationErrorResponse error ->
          throw new Forged("the provider says " + error.getErrorObject().getCode());
      default -> throw new Forged("the answer has no code (RFC 6749 §4.1.2)");
    };
  }

  private OIDCTokenResponse tokens(
      Absence absence, AuthorizationCode code, OIDCProviderMetadata metadata)
      throws IOException, ParseException {
    Map<String, List<String>> form =
        new HashMap<>(
            new AuthorizationCodeGrant(code, client.redirect(), verifier(absence)).toParameters());
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
  private UserInfo claims(Absence absence, JWT token)
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
    return new UserInfo(
        validator
            .validate(token, new Nonce(absence.word(Absence.Word.NONCE, secret)))
            .toJSONObject());
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

  private CodeVerifier verifier(Absence absence) {
    return new CodeVerifier(absence.word(Absence.Word.VERIFIER, secret));
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Some of it was written by others: one line, and not a long one. */
  private void say(Exception why) {
    String what = String.valueOf(why.getMessage()).replaceAll("[^\\x20-\\x7e]", "?");
    trouble.accept(
        "sign-in by "
            + client.issuer().getHost()
            + ": "
            + what.substring(0, Math.min(what.length(), LONGEST_LINE)));
  }

  /** Something that does not hold, in a few words. */
  private static final class Forged extends Exception {
    private static final long serialVersionUID = 1L;

    Forged(String what) {
      super(what);
    }
  }
}
