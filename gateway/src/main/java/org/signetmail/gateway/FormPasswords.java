package org.signetmail.gateway;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.MessagePassword;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * The passwords under which mail goes to those who have no certificate. One that is made here is 24
 * random characters of 32: 120 bits, in groups of four, none of which sounds or looks like another.
 * Each lies in the store sealed by AES-256-GCM (NIST SP 800-38D) under one secret that is not in
 * it, with its recipient authenticated. Safe for use by many threads.
 */
public final class FormPasswords {
  /** Of a password that people agree on: what is shorter is guessed offline. */
  public static final int SHORTEST_AGREED = 16;

  private static final int LONGEST_AGREED = 200;
  private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";
  private static final int GROUPS = 6;
  private static final int GROUP = 4;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final FormPasswordStore store;
  private final byte[] secret;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param secret 32 octets, the same on every node
   */
  public FormPasswords(
      FormPasswordStore store, byte[] secret, SecureRandom random, InstantSource clock) {
    if (secret.length != 32) {
      throw new IllegalArgumentException("form passwords: their secret has not 32 octets");
    }
    this.store = store;
    this.secret = secret.clone();
    this.random = random;
    this.clock = clock;
  }

  /** The one of a recipient, whatever its age. */
  public Optional<FormPassword> find(Mailbox recipient) {
    return store.find(recipient);
  }

  /** All, by recipient; none of them is opened. */
  public List<FormPassword> all() {
    return store.all();
  }

  /**
   * The one to use now: made where there is none, or where one that was made is too old.
   *
   * @param lifetime of passwords that are made here; what was agreed ends with its agreement
   */
  FormPassword forUse(Mailbox recipient, Duration lifetime) {
    Optional<FormPassword> kept = store.find(recipient);
    if (kept.isPresent()) {
      boolean isOld =
          kept.get().origin() == FormPassword.Origin.MADE
              && kept.get().since().plus(lifetime).isBefore(clock.instant());
      if (!isOld) {
        return kept.get();
      }
      store.remove(kept.get(), entry(EntryType.FORM_PASSWORD_ENDED, recipient));
    }
    char[] made = made();
    try {
      return store.keepFirst(
          sealed(recipient, FormPassword.Origin.MADE, made),
          entry(EntryType.FORM_PASSWORD_SET, recipient));
    } finally {
      Arrays.fill(made, '\0');
    }
  }

  /** Writes down who of our people was told it. */
  void told(FormPassword password, Mailbox person) {
    store.told(password, person);
  }

  /**
   * Keeps what was agreed with a recipient, in place of a former password.
   *
   * @param password Unicode; brought to NFC, as the page does with what is typed
   * @throws IllegalArgumentException in one line when it is too short or has control characters
   */
  public void agree(Mailbox recipient, char[] password) {
    char[] normal =
        Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFC).toCharArray();
    try {
      if (normal.length < SHORTEST_AGREED || normal.length > LONGEST_AGREED) {
        throw new IllegalArgumentException(
            "password for "
                + recipient
                + ": has not "
                + SHORTEST_AGREED
                + " to "
                + LONGEST_AGREED
                + " characters; whoever has a message can try passwords as long as they like, so"
                + " agree on some words that nobody guesses");
      }
      for (char one : normal) {
        if (Character.isISOControl(one)) {
          throw new IllegalArgumentException(
              "password for " + recipient + ": has a control character; nobody can type it");
        }
      }
      store.replace(
          sealed(recipient, FormPassword.Origin.AGREED, normal),
          entry(EntryType.FORM_PASSWORD_SET, recipient));
    } finally {
      Arrays.fill(normal, '\0');
    }
  }

  /** Ends the password of a recipient; false when there is none. */
  public boolean end(Mailbox recipient) {
    return store
        .find(recipient)
        .map(kept -> store.remove(kept, entry(EntryType.FORM_PASSWORD_ENDED, recipient)))
        .orElse(false);
  }

  /** The password itself. */
  MessagePassword open(FormPassword kept) {
    byte[] sealed = kept.sealed();
    byte[] plain = new byte[0];
    char[] characters = new char[0];
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE);
      plain =
          cipher(Cipher.DECRYPT_MODE, nonce, kept.recipient(), kept.origin(), kept.since())
              .doFinal(sealed, NONCE, sealed.length - NONCE);
      CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
      characters = new char[text.length()];
      text.get(characters);
      return MessagePassword.of(characters);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalStateException(
          "password of "
              + kept.recipient()
              + ": does not open; the passphrase or the store is another");
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(characters, '\0');
    }
  }

  private FormPassword sealed(Mailbox recipient, FormPassword.Origin origin, char[] password) {
    Instant since = clock.instant().truncatedTo(ChronoUnit.MICROS);
    char[] checked = MessagePassword.of(password).characters(SecretAccess.TOKEN);
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(checked));
    byte[] plain = new byte[encoded.remaining()];
    encoded.get(plain);
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, recipient, origin, since).doFinal(plain);
      byte[] sealed = Arrays.copyOf(nonce, NONCE + text.length);
      System.arraycopy(text, 0, sealed, NONCE, text.length);
      return new FormPassword(recipient, origin, sealed, since, Optional.empty());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(checked, '\0');
      encoded.clear().put(new byte[encoded.capacity()]);
    }
  }

  private Cipher cipher(
      int mode, byte[] nonce, Mailbox recipient, FormPassword.Origin origin, Instant since)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ("signet form password 1\n" + recipient.key() + "\n" + origin + "\n" + since)
            .getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private char[] made() {
    char[] made = new char[GROUPS * (GROUP + 1) - 1];
    for (int i = 0; i < made.length; i++) {
      boolean between = i % (GROUP + 1) == GROUP;
      made[i] = between ? '-' : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return made;
  }

  private LogEntry entry(EntryType type, Mailbox recipient) {
    return LogEntry.of(type, clock.instant()).committing("mailbox", recipient.key(), random);
  }
}
