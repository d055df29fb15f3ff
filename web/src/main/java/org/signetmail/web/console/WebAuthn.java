package org.signetmail.web.console;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.OriginPredicate;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.signetmail.enrolment.staff.Passkey;
import org.signetmail.enrolment.staff.StaffEntrance;
import org.signetmail.pkix.Mailbox;

/**
 * Checks what authenticators say (W3C WebAuthn §7.1, §7.2): type, origin, relying party, presence
 * and verification of the person, signature. The challenge is handed on: whose it is, and that it
 * is used once, is for {@link StaffEntrance} to say. Attestation is not asked for: whoever was
 * given a code may choose their device. Safe for use by many threads.
 */
final class WebAuthn {
  private static final boolean VERIFIED = true;
  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final ObjectConverter converter = new ObjectConverter();
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);

  /** A passkey that was checked, with what it showed. */
  record Checked(Passkey passkey, StaffEntrance.Shown shown) {}

  /**
   * A new passkey.
   *
   * @param host of the page that made it
   * @return empty when it is not what it says
   */
  Optional<Checked> made(String json, Mailbox mailbox, String host, Instant now) {
    try {
      RegistrationData data = manager.parseRegistrationResponseJSON(json);
      byte[] challenge = challenge(Objects.requireNonNull(data.getCollectedClientData()));
      manager.verify(
          data, new RegistrationParameters(server(host, challenge), ALGORITHMS, VERIFIED));
      var authenticator =
          Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
      AttestedCredentialData credential =
          Objects.requireNonNull(authenticator.getAttestedCredentialData());
      return Optional.of(
          new Checked(
              new Passkey(
                  credential.getCredentialId(),
                  mailbox,
                  host,
                  credentials.convert(credential),
                  authenticator.getSignCount(),
                  now),
              new StaffEntrance.Shown(challenge, authenticator.getSignCount())));
    } catch (WebAuthnException | NullPointerException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A passkey in use.
   *
   * @param known finds a passkey by its name
   * @return empty when there is none, or it is not its signature
   */
  Optional<Checked> used(String json, Function<byte[], Optional<Passkey>> known) {
    try {
      AuthenticationData data = manager.parseAuthenticationResponseJSON(json);
      Optional<Passkey> found = known.apply(data.getCredentialId());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Passkey passkey = found.get();
      byte[] challenge = challenge(Objects.requireNonNull(data.getCollectedClientData()));
      manager.verify(
          data,
          new AuthenticationParameters(
              server(passkey.host(), challenge), record(passkey), null, VERIFIED));
      long counter = Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
      return Optional.of(new Checked(passkey, new StaffEntrance.Shown(challenge, counter)));
    } catch (WebAuthnException | NullPointerException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private CredentialRecordImpl record(Passkey passkey) {
    return new CredentialRecordImpl(
        null,
        null,
        null,
        null,
        passkey.counter(),
        credentials.convert(passkey.credential()),
        null,
        null,
        null,
        null);
  }

  private static byte[] challenge(com.webauthn4j.data.client.CollectedClientData client) {
    return client.getChallenge().getValue();
  }

  /** Our pages are wherever this host serves them over TLS; the port is a listener's matter. */
  private static ServerProperty server(String host, byte[] challenge) {
    return ServerProperty.builder()
        .originPredicate(new OfHost(host))
        .rpId(host)
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private record OfHost(String host) implements OriginPredicate {
    @Override
    public boolean test(Origin origin) {
      return "https".equals(origin.getScheme()) && host.equals(origin.getHost());
    }

    @Override
    public String toString() {
      return "https://" + host;
    }
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier identifier) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, identifier);
  }
}
