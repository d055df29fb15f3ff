package org.signetmail.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Passwords with which people's mail programs hand mail in: 28 random characters of 32, 140 bits,
 * made here, shown once, and of use for nothing else.
 *
 * <p>Nobody guesses 140 bits, so one HMAC is enough to keep them by: the many rounds that a chosen
 * password needs would only let strangers spend the server's time. Safe for use by many threads.
 */
public final class SubmissionPasswords implements SubmissionLogins {
  private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";
  private static final int GROUPS = 7;
  private static final int GROUP = 4;
  private static final int SALT_LENGTH = 32;

  /** Whose password is looked for when a name is none. */
  private static final Mailbox NOBODY = Mailbox.of("nobody@invalid");

  private final PasswordStore store;
  private final Predicate<Mailbox> maySend;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SubmissionPassword none;

  /**
   * @param maySend whether somebody may send mail now
   */
  public SubmissionPasswords(
      PasswordStore store, Predicate<Mailbox> maySend, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.maySend = maySend;
    this.random = random;
    this.clock = clock;
    this.none =
        new SubmissionPassword(NOBODY, octets(SALT_LENGTH), octets(SALT_LENGTH), Instant.EPOCH);
  }

  /** Makes a password, in place of a former one; for the owner's eyes, once. */
  public char[] set(Mailbox mailbox) {
    char[] shown = random();
    byte[] salt = octets(SALT_LENGTH);
    Instant now = clock.instant();
    SubmissionPassword password = new SubmissionPassword(mailbox, salt, digest(salt, shown), now);
    store.keep(
        password,
        LogEntry.of(EntryType.PASSWORD_SET, now)
            .with("password", password.logged())
            .committing("mailbox", mailbox.toString(), random));
    return shown;
  }

  /** Takes a password away; false when there is none. */
  public boolean remove(Mailbox mailbox) {
    return store.remove(
        mailbox,
        LogEntry.of(EntryType.PASSWORD_REMOVED, clock.instant())
            .committing("mailbox", mailbox.toString(), random));
  }

  /** Every name, even one that is no address, takes the same way. */
  @Override
  public Optional<Mailbox> login(String name, char[] password) {
    Mailbox asked = mailbox(name);
    SubmissionPassword kept = store.find(asked).orElse(none);
    boolean may = maySend.test(asked);
    boolean right = MessageDigest.isEqual(kept.digest(), digest(kept.salt(), password));
    return may && right ? Optional.of(kept.mailbox()) : Optional.empty();
  }

  private static Mailbox mailbox(String name) {
    try {
      return Mailbox.of(name);
    } catch (IllegalArgumentException e) {
      return NOBODY;
    }
  }

  private char[] random() {
    char[] shown = new char[GROUPS * (GROUP + 1) - 1];
    for (int i = 0; i < shown.length; i++) {
      boolean between = i % (GROUP + 1) == GROUP;
      shown[i] = between ? '-' : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return shown;
  }

  private byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  /** Hyphens and blanks do not count, nor does case: people type from a screen. */
  private static byte[] digest(byte[] salt, char[] password) {
    char[] plain = new char[password.length];
    int length = 0;
    for (char c : password) {
      if (c != '-' && !Character.isWhitespace(c)) {
        plain[length++] = Character.toLowerCase(c);
      }
    }
    byte[] octets = new String(plain, 0, length).getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      return mac.doFinal(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    } finally {
      Arrays.fill(plain, '\0');
      Arrays.fill(octets, (byte) 0);
    }
  }
}
