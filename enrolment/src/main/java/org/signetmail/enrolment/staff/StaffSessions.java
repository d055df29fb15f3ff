package org.signetmail.enrolment.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;

/**
 * Who of those who run the system is signed in. Roles and credential are looked at with every
 * request: whoever loses a role, a passkey or a certificate is out with the next one. A session
 * begins with a token that nobody had before, and ends after a quarter of an hour without a
 * request, after eight hours in any case, and when its holder signs out.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class StaffSessions {
  /** Without a request for so long it is over. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  /** It lasts no longer. */
  public static final Duration LONGEST = Duration.ofHours(8);

  /** So often its last use is written down. */
  private static final Duration PRECISION = Duration.ofSeconds(30);

  private static final int TOKEN_OCTETS = 32;

  private final Ports ports;
  private final SecureRandom random;
  private final InstantSource clock;

  public StaffSessions(Ports ports, SecureRandom random, InstantSource clock) {
    this.ports = ports;
    this.random = random;
    this.clock = clock;
  }

  /** What is asked with each request. */
  public record Ports(
      StaffSessionStore sessions,
      Staff staff,
      PasskeyStore passkeys,
      CertificateStore certificates,
      PersonStore people) {}

  /** A token that says nothing: what a browser has before it signs in. */
  public String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /**
   * Signs in somebody who showed that they hold a credential.
   *
   * @return the token for their browser; empty when the credential or the person does not count, or
   *     has no role
   */
  Optional<String> open(Mailbox mailbox, Credential credential) {
    Instant now = clock.instant();
    if (actor(mailbox, credential, now).isEmpty()) {
      return Optional.empty();
    }
    String token = newToken();
    ports
        .sessions()
        .open(new StaffSession(digest(token), mailbox, credential, now, now), now.minus(LONGEST));
    return Optional.of(token);
  }

  /** Who holds this token; nobody, when the session is over or never was. */
  public Optional<Actor> find(String token) {
    Instant now = clock.instant();
    byte[] digest = digest(token);
    Optional<StaffSession> session =
        ports
            .sessions()
            .find(digest)
            .filter(one ->
                now.isBefore(one.seen().plus(IDLE)) && now.isBefore(one.opened().plus(LONGEST)));
    Optional<Actor> actor = session.flatMap(one -> actor(one.mailbox(), one.credential(), now));
    if (actor.isPresent() && !now.isBefore(session.orElseThrow().seen().plus(PRECISION))) {
      ports.sessions().seen(digest, now);
    }
    return actor;
  }

  /** Signs out, on every node. */
  public void close(String token) {
    ports.sessions().close(digest(token));
  }

  private Optional<Actor> actor(Mailbox mailbox, Credential credential, Instant now) {
    Set<Role> roles = ports.staff().roles(mailbox);
    return roles.isEmpty() || isOut(mailbox) || !counts(mailbox, credential, now)
        ? Optional.empty()
        : Optional.of(new Actor(mailbox, roles));
  }

  /** Whoever runs the system need not be enrolled; whoever was suspended or left runs nothing. */
  private boolean isOut(Mailbox mailbox) {
    return ports
        .people()
        .find(mailbox)
        .map(Person::state)
        .filter(state -> state == Person.State.SUSPENDED || state == Person.State.LEFT)
        .isPresent();
  }

  private boolean counts(Mailbox mailbox, Credential credential, Instant now) {
    return switch (credential) {
      case Credential.OfPasskey passkey ->
          ports
              .passkeys()
              .find(passkey.octets())
              .filter(one -> one.mailbox().equals(mailbox))
              .isPresent();
      case Credential.OfCertificate(var issuer, var serial) ->
          ports
              .certificates()
              .find(issuer, serial)
              .filter(one -> one.revocation().isEmpty())
              .filter(one -> one.kind() == CertificateProfile.Kind.PERSON_SIGNING)
              .filter(one -> one.certificate().notAfter().isAfter(now))
              .filter(one -> !one.certificate().notBefore().isAfter(now))
              .filter(one -> one.owner().filter(mailbox::equals).isPresent())
              .isPresent();
    };
  }

  static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
