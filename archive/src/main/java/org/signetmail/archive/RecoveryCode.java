package org.signetmail.archive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * A secret that an owner writes down, and that opens copies of the owner's keys without any
 * officer: 28 random characters of 31, 138 bits, in seven groups of five, such as {@code 7K3QM-…}.
 *
 * <p>The fifth character of each group is a check over it and its place, so that a wrong character,
 * two that changed places, and two groups that changed places are found, and it can be said in
 * which group. Nobody guesses 138 bits, so the key comes from it by HKDF-SHA-256 (RFC 5869) under a
 * salt of its own, without the many rounds that a password needs.
 *
 * <p>It is shown once and never stored. {@link #close} clears it. Not safe for use by many threads.
 */
public final class RecoveryCode implements AutoCloseable {
  private static final String ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUPS = 7;
  private static final int RANDOM_IN_GROUP = 4;
  private static final int SALT_LENGTH = 32;
  private static final String PURPOSE = "signet recovery code 1";

  private final char[] characters;

  private RecoveryCode(char[] characters) {
    this.characters = characters;
  }

  /** A new code. */
  public static RecoveryCode random(SecureRandom random) {
    char[] characters = new char[GROUPS * (RANDOM_IN_GROUP + 1)];
    for (int i = 0; i < characters.length; i++) {
      boolean last = i % (RANDOM_IN_GROUP + 1) == RANDOM_IN_GROUP;
      characters[i] =
          last ? check(characters, i) : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return new RecoveryCode(characters);
  }

  /**
   * Reads what a person typed; lower case, blanks and hyphens do not matter.
   *
   * @throws IllegalArgumentException with one clear line, which does not show the code, when it is
   *     none
   */
  public static RecoveryCode of(char[] typed) {
    char[] characters = new char[GROUPS * (RANDOM_IN_GROUP + 1)];
    int length = 0;
    for (char c : typed) {
      if (c == '-' || Character.isWhitespace(c)) {
        continue;
      }
      char upper = Character.toUpperCase(c);
      if (length == characters.length || ALPHABET.indexOf(upper) < 0) {
        throw wrong(
            length == characters.length
                ? "it has more than seven groups of five characters"
                : "group " + (length / 5 + 1) + " has a character that no code has");
      }
      characters[length++] = upper;
    }
    if (length < characters.length) {
      throw wrong("it has " + length + " characters instead of 35");
    }
    for (int i = RANDOM_IN_GROUP; i < characters.length; i += RANDOM_IN_GROUP + 1) {
      if (characters[i] != check(characters, i)) {
        throw wrong("group " + (i / (RANDOM_IN_GROUP + 1) + 1) + " is not as it was shown");
      }
    }
    return new RecoveryCode(characters);
  }

  /** For the owner's eyes, once; the caller clears it. */
  public char[] shown() {
    char[] shown = new char[characters.length + GROUPS - 1];
    for (int i = 0, to = 0; i < characters.length; i++) {
      if (i > 0 && i % (RANDOM_IN_GROUP + 1) == 0) {
        shown[to++] = '-';
      }
      shown[to++] = characters[i];
    }
    return shown;
  }

  /**
   * Seals a private key under this code, on the owner's machine: 32 octets of salt, then as the
   * archive seals (AES-256-GCM), bound to key and owner.
   *
   * @param pkcs8 the caller clears it
   */
  public byte[] seal(byte[] pkcs8, KeyId key, Mailbox owner, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    byte[] under = derived(salt);
    try {
      byte[] sealed = KeySeal.seal(pkcs8, under, KeySeal.context(key, owner, PURPOSE), random);
      byte[] all = Arrays.copyOf(salt, SALT_LENGTH + sealed.length);
      System.arraycopy(sealed, 0, all, SALT_LENGTH, sealed.length);
      return all;
    } finally {
      Arrays.fill(under, (byte) 0);
    }
  }

  /** The private key, which the caller clears; empty when it was sealed under another code. */
  public Optional<byte[]> open(byte[] copy, KeyId key, Mailbox owner) {
    if (copy.length <= SALT_LENGTH) {
      return Optional.empty();
    }
    byte[] under = derived(Arrays.copyOf(copy, SALT_LENGTH));
    try {
      byte[] sealed = Arrays.copyOfRange(copy, SALT_LENGTH, copy.length);
      return KeySeal.open(sealed, under, KeySeal.context(key, owner, PURPOSE));
    } finally {
      Arrays.fill(under, (byte) 0);
    }
  }

  private byte[] derived(byte[] salt) {
    byte[] secret = new byte[characters.length];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) characters[i];
    }
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(PURPOSE.getBytes(StandardCharsets.US_ASCII), KeySeal.KEY_LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 25 has HKDF", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Weights 2 to 5, and the group's number: all sums modulo 31, a prime. */
  private static char check(char[] characters, int at) {
    int sum = at / (RANDOM_IN_GROUP + 1) + 1;
    for (int i = 1; i <= RANDOM_IN_GROUP; i++) {
      sum += (i + 1) * ALPHABET.indexOf(characters[at - i]);
    }
    return ALPHABET.charAt(Math.floorMod(-sum, ALPHABET.length()));
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("recovery code: " + what + "; read it again");
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  /** Never the code. */
  @Override
  public String toString() {
    return "RecoveryCode";
  }
}
