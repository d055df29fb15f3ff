package org.signetmail.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Who is signed in with a browser. A session begins with a token that nobody had before, so none
 * can be laid under somebody; it ends after half an hour without a request, after eight hours in
 * any case, when its holder signs out, and when the person is suspended or leaves.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Sessions {
  /** Without a request for so long it is over. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** It lasts no longer. */
  public static final Duration LONGEST = Duration.ofHours(8);

  /** So often its last use is written down. */
  private static final Duration PRECISION = Duration.ofMinutes(1);

  private static final int TOKEN_OCTETS = 32;

  private final SessionStore store;
  private final PersonStore people;
  private final SecureRandom random;
  private final InstantSource clock;

  public Sessions(
      SessionStore store, PersonStore people, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.people = people;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Somebody who is signed in.
   *
   * @param person as they are now
   * @param control of the mailbox, shown when the session began
   * @param ends at the latest
   */
  public record SignedIn(Person person, MailboxControl control, Instant ends) {}

  /** A token that says nothing: what a browser has before it signs in. */
  public String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** Signs in somebody who showed control of their mailbox; the token for their browser. */
  String open(Person person) {
    String token = newToken();
    Instant now = clock.instant();
    store.open(
        new WebSession(digest(token), person.mailbox(), person.since(), now, now),
        now.minus(LONGEST));
    return token;
  }

  /** Who holds this token; nobody, when the session is over or never was. */
  public Optional<SignedIn> find(String token) {
    Instant now = clock.instant();
    byte[] digest = digest(token);
    return store
        .find(digest)
        .filter(session ->
            now.isBefore(session.seen().plus(IDLE)) && now.isBefore(session.opened().plus(LONGEST)))
        .flatMap(session -> signedIn(session, digest, now));
  }

  /** Signs out, on every node. */
  public void close(String token) {
    store.close(digest(token));
  }

  private Optional<SignedIn> signedIn(WebSession session, byte[] digest, Instant now) {
    Optional<SignedIn> found =
        people
            .find(session.mailbox())
            .filter(Sessions::maySignIn)
            .map(person ->
                new SignedIn(
                    person,
                    new MailboxControl(session.mailbox(), session.since(), session.opened()),
                    session.opened().plus(LONGEST)));
    if (found.isPresent() && !now.isBefore(session.seen().plus(PRECISION))) {
      store.seen(digest, now);
    }
    return found;
  }

  /** Who was suspended or left has nothing to do here. */
  static boolean maySignIn(Person person) {
    return switch (person.state()) {
      case INVITED, ACTIVE -> true;
      case SUSPENDED, LEFT -> false;
    };
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
