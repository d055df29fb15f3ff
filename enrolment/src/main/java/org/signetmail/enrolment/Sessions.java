package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who is signed in to the portal. A session is over too when the person is suspended or leaves.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Sessions {
  /** Without a request for so long it is over. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** It lasts no longer. */
  public static final Duration LONGEST = Duration.ofHours(8);

  private static final BrowserSessions.Life LIFE =
      new BrowserSessions.Life(IDLE, LONGEST, Duration.ofMinutes(1));

  private final BrowserSessions sessions;
  private final PersonStore people;

  public Sessions(
      SessionStore store, PersonStore people, SecureRandom random, InstantSource clock) {
    this.sessions = new BrowserSessions(store, LIFE, random, clock);
    this.people = people;
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
    return sessions.newToken();
  }

  /** Signs in somebody who showed control of their mailbox; the token for their browser. */
  String open(Person person) {
    return sessions.open(person.mailbox(), person.since().toString());
  }

  /** Who holds this token; nobody, when the session is over or never was. */
  public Optional<SignedIn> find(String token) {
    return sessions.find(token, this::signedIn);
  }

  /** Signs out, on every node. */
  public void close(String token) {
    sessions.close(token);
  }

  private Optional<SignedIn> signedIn(BrowserSession session) {
    Instant since = Instant.parse(session.basis());
    return people
        .find(session.mailbox())
        .filter(Sessions::maySignIn)
        .map(person ->
            new SignedIn(
                person,
                new MailboxControl(session.mailbox(), since, session.opened()),
                session.opened().plus(LONGEST)));
  }

  /** Who was suspended or left has nothing to do here. */
  static boolean maySignIn(Person person) {
    return switch (person.state()) {
      case INVITED, ACTIVE -> true;
      case SUSPENDED, LEFT -> false;
    };
  }
}
