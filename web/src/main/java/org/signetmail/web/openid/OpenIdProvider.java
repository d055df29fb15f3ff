package org.signetmail.web.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.signetmail.enrolment.Entrance;
import org.signetmail.enrolment.Vouching;

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
  private final ProviderFacts facts;
  private final ProviderWord word;
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
    this.facts = new ProviderFacts(client.issuer(), http, clock);
    this.word = new ProviderWord(client, http, facts);
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
    return word.of(
        code, verifier(absence), absence.word(Absence.Word.NONCE, secret), known.metadata());
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
}
