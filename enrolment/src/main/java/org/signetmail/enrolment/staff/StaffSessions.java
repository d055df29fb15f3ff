package org.signetmail.enrolment.staff;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.BrowserSessions;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.enrolment.SessionStore;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;

/**
 * Who of those who run the system is signed in. Roles and credential are looked at with every
 * request: whoever loses a role, a passkey or a certificate is out with the next one.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class StaffSessions {
  /** Without a request for so long it is over. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  /** It lasts no longer. */
  public static final Duration LONGEST = Duration.ofHours(8);

  private static final BrowserSessions.Life LIFE =
      new BrowserSessions.Life(IDLE, LONGEST, Duration.ofSeconds(30));

  private final Ports ports;
  private final BrowserSessions sessions;
  private final InstantSource clock;

  public StaffSessions(Ports ports, SecureRandom random, InstantSource clock) {
    this.ports = ports;
    this.sessions = new BrowserSessions(ports.sessions(), LIFE, random, clock);
    this.clock = clock;
  }

  /** What is asked with each request. */
  public record Ports(
      SessionStore sessions,
      Staff staff,
      PasskeyStore passkeys,
      CertificateStore certificates,
      PersonStore people) {}

  /** A token that says nothing: what a browser has before it signs in. */
  public String newToken() {
    return sessions.newToken();
  }

  /**
   * Signs in somebody who showed that they hold a credential.
   *
   * @return the token for their browser; empty when the credential or the person does not count, or
   *     has no role
   */
  Optional<String> open(Mailbox mailbox, Credential credential) {
    return actor(mailbox, credential).map(_ -> sessions.open(mailbox, credential.text()));
  }

  /** Who holds this token; nobody, when the session is over or never was. */
  public Optional<Actor> find(String token) {
    return sessions.find(token, one -> actor(one.mailbox(), Credential.parse(one.basis())));
  }

  /** Signs out, on every node. */
  public void close(String token) {
    sessions.close(token);
  }

  private Optional<Actor> actor(Mailbox mailbox, Credential credential) {
    Set<Role> roles = ports.staff().roles(mailbox);
    return roles.isEmpty() || isOut(mailbox) || !counts(mailbox, credential, clock.instant())
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
}
