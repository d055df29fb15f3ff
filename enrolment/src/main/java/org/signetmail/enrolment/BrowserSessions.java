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
import java.util.function.Function;
import org.signetmail.pkix.Mailbox;

/**
 * What sessions of browsers have in common: they begin with a token that nobody had before, so that
 * none can be laid under somebody, and end after some time without a request, after a longer time
 * in any case, and when their holder signs out. Safe for use by many threads and nodes.
 */
public final class BrowserSessions {
  private static final int TOKEN_OCTETS = 32;

  private final SessionStore store;
  private final Life life;
  private final SecureRandom random;
  private final InstantSource clock;

  public BrowserSessions(SessionStore store, Life life, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.life = life;
    this.random = random;
    this.clock = clock;
  }

  /**
   * How long they last.
   *
   * @param idle without a request for so long one is over
   * @param longest it lasts no longer
   * @param precision so often its last use is written down
   */
  public record Life(Duration idle, Duration longest, Duration precision) {}

  /** A token that says nothing: what a browser has before it signs in. */
  public String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** Begins one; the token for the browser. */
  public String open(Mailbox mailbox, String basis) {
    String token = newToken();
    Instant now = clock.instant();
    store.open(
        new BrowserSession(digest(token), mailbox, basis, now, now), now.minus(life.longest()));
    return token;
  }

  /**
   * What somebody is who holds this token; nothing, when the session is over or never was.
   *
   * @param who looks whether its holder still counts, with each request
   */
  public <T> Optional<T> find(String token, Function<BrowserSession, Optional<T>> who) {
    Instant now = clock.instant();
    Optional<BrowserSession> session =
        store
            .find(digest(token))
            .filter(one ->
                now.isBefore(one.seen().plus(life.idle()))
                    && now.isBefore(one.opened().plus(life.longest())));
    Optional<T> found = session.flatMap(who);
    if (found.isPresent() && !now.isBefore(session.orElseThrow().seen().plus(life.precision()))) {
      store.seen(digest(token), now);
    }
    return found;
  }

  /** Signs out, on every node. */
  public void close(String token) {
    store.close(digest(token));
  }

  /** In whose place a secret is kept. */
  public static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
