package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** The wrap of RFC 3211 under PBKDF2, made here by the platform alone. */
class PasswordWrapTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] IV = new byte[16];
  private static final byte[] KEY = new byte[32];
  private static final byte[] SHA_256 = Asn1.algorithm(Oids.HMAC_SHA256, Asn1.nul());

  static {
    Arrays.fill(KEY, (byte) 0xa5);
  }

  /** Count, check value, key, padding (RFC 3211 §2.3.1). */
  private static byte[] block(byte[] key) {
    byte[] block = Arrays.copyOf(new byte[] {(byte) key.length, 0, 0, 0}, 48);
    System.arraycopy(key, 0, block, 4, key.length);
    for (int i = 0; i < 3; i++) {
      block[1 + i] = (byte) ~block[4 + i];
    }
    return block;
  }

  private static byte[] wrapped(byte[] block, String function, int iterations) throws Exception {
    byte[] kek =
        SecretKeyFactory.getInstance("PBKDF2With" + function)
            .generateSecret(new PBEKeySpec(PASSWORD, SALT, iterations, 256))
            .getEncoded();
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(kek, "AES"), new IvParameterSpec(IV));
    byte[] once = cipher.update(block);
    return cipher.doFinal(once); // the last block is the vector of the second pass
  }

  private static RecipientInfo recipient(byte[] derivation, byte[] wrap, byte[] wrapped)
      throws Asn1Exception {
    byte[] info = Asn1.context(3, Asn1.integer(0), derivation, wrap, Asn1.octets(wrapped));
    return RecipientInfo.of(Der.of(info)).getFirst();
  }

  private static byte[] pbkdf2(byte[]... parameters) {
    return Asn1.context(0, Asn1.oid(Oids.PBKDF2), Asn1.sequence(parameters));
  }

  private static byte[] wrap(String cipher) {
    return Asn1.algorithm(Oids.PWRI_KEK, Asn1.algorithm(cipher, Asn1.octets(IV)));
  }

  private static RecipientInfo recipient(byte[] wrapped) throws Asn1Exception {
    return recipient(
        pbkdf2(Asn1.octets(SALT), Asn1.integer(1000), SHA_256), wrap(Oids.AES256_CBC), wrapped);
  }

  private static byte[] key(RecipientInfo info, int length) throws GeneralSecurityException {
    return new PasswordWrap(new Jca(Primitives.platform()))
        .unwrap(
            assertInstanceOf(RecipientInfo.Password.class, info),
            MessagePassword.of(PASSWORD.clone()),
            length);
  }

  private static void assertOpensNothing(byte[] wrapped) {
    assertThrows(GeneralSecurityException.class, () -> key(recipient(wrapped), 32));
  }

  @ParameterizedTest
  @CsvSource({
    "HmacSHA1, 1.2.840.113549.2.7",
    "HmacSHA224, 1.2.840.113549.2.8",
    "HmacSHA256, 1.2.840.113549.2.9",
    "HmacSHA384, 1.2.840.113549.2.10",
    "HmacSHA512, 1.2.840.113549.2.11"
  })
  void theFunctionIsTheOneStated(String function, String oid) throws Exception {
    byte[] derivation =
        pbkdf2(Asn1.octets(SALT), Asn1.integer(1000), Asn1.algorithm(oid, Asn1.nul()));
    byte[] wrapped = wrapped(block(KEY), function, 1000);
    assertArrayEquals(KEY, key(recipient(derivation, wrap(Oids.AES256_CBC), wrapped), 32));
  }

  @Test
  void whereNoneIsStatedItIsSha1() throws Exception { // RFC 8018 appendix A.2
    byte[] wrapped = wrapped(block(KEY), "HmacSHA1", 1000);
    byte[] plain = pbkdf2(Asn1.octets(SALT), Asn1.integer(1000));
    assertArrayEquals(KEY, key(recipient(plain, wrap(Oids.AES256_CBC), wrapped), 32));
    byte[] withLength = pbkdf2(Asn1.octets(SALT), Asn1.integer(1000), Asn1.integer(32));
    assertArrayEquals(KEY, key(recipient(withLength, wrap(Oids.AES256_CBC), wrapped), 32));
  }

  @Test
  void whatIsDerivedOrWrappedOtherwiseIsNotOurs() throws Exception {
    byte[] derivation = pbkdf2(Asn1.octets(SALT), Asn1.integer(1000), SHA_256);
    byte[] wrap = wrap(Oids.AES256_CBC);
    byte[] scrypt = Asn1.context(0, Asn1.oid("1.3.6.1.4.1.11591.4.11"), Asn1.sequence());
    byte[] otherFunction = pbkdf2(Asn1.octets(SALT), Asn1.integer(1000), Asn1.algorithm("1.2.3.4"));
    byte[] otherSalt = pbkdf2(Asn1.algorithm("1.2.3.4"), Asn1.integer(1000), SHA_256);
    byte[] bare = Asn1.algorithm(Oids.PWRI_KEK);
    byte[] noDerivation = Asn1.context(0, Asn1.oid(Oids.PBKDF2));
    List<RecipientInfo> others =
        List.of(
            recipient(scrypt, wrap, KEY),
            recipient(otherFunction, wrap, KEY),
            recipient(otherSalt, wrap, KEY),
            recipient(noDerivation, wrap, KEY),
            recipient(new byte[0], wrap, KEY),
            recipient(Asn1.context(1, Asn1.oid(Oids.PBKDF2), Asn1.sequence()), wrap, KEY),
            recipient(derivation, bare, KEY),
            recipient(derivation, wrap("1.2.3.4"), KEY),
            recipient(derivation, wrap(Oids.AES256_GCM), KEY),
            recipient(derivation, wrap(Oids.RC2_CBC), KEY),
            recipient(derivation, Asn1.algorithm(Oids.AES256_WRAP, Asn1.nul()), KEY));
    for (RecipientInfo other : others) {
      assertEquals(new RecipientInfo.Other("password"), other);
    }
  }

  @Test
  void anotherPasswordOpensNothing() throws Exception {
    RecipientInfo.Password info =
        (RecipientInfo.Password) recipient(wrapped(block(KEY), "HmacSHA256", 1000));
    MessagePassword wrong = MessagePassword.of("battery".toCharArray());
    PasswordWrap own = new PasswordWrap(new Jca(Primitives.platform()));
    assertThrows(GeneralSecurityException.class, () -> own.unwrap(info, wrong, 32));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void theCountAndEachOctetOfTheCheckValueAreHeld(int octet) throws Exception {
    byte[] block = block(KEY);
    block[octet] ^= 0x20;
    assertOpensNothing(wrapped(block, "HmacSHA256", 1000));
  }

  @Test
  void aWrappedKeyIsOfTwoWholeBlocksAtLeast() throws Exception {
    byte[] whole = wrapped(block(KEY), "HmacSHA256", 1000);
    for (int length : List.of(0, 16, 17, 31, 47)) {
      assertOpensNothing(Arrays.copyOf(whole, length));
    }
    byte[] two = wrapped(Arrays.copyOf(block(Arrays.copyOf(KEY, 16)), 32), "HmacSHA256", 1000);
    assertArrayEquals(Arrays.copyOf(KEY, 16), key(recipient(two), 16));
    byte[] full = Arrays.copyOf(block(Arrays.copyOf(KEY, 28)), 32);
    byte[] wrapped = wrapped(full, "HmacSHA256", 1000);
    assertArrayEquals(Arrays.copyOf(KEY, 28), key(recipient(wrapped), 28));
    full[0] = 32; // more than there is
    assertOpensNothing(wrapped(full, "HmacSHA256", 1000));
  }

  @Test
  void aKeyOfAnotherLengthThanTheCipherNeedsOpensNothing() throws Exception {
    RecipientInfo info = recipient(wrapped(block(KEY), "HmacSHA256", 1000));
    assertThrows(GeneralSecurityException.class, () -> key(info, 16));
    RecipientInfo shortest = recipient(wrapped(block(Arrays.copyOf(KEY, 5)), "HmacSHA256", 1000));
    assertArrayEquals(Arrays.copyOf(KEY, 5), key(shortest, 5)); // RFC 3211 §2.3.2
    RecipientInfo shorter = recipient(wrapped(block(Arrays.copyOf(KEY, 4)), "HmacSHA256", 1000));
    assertThrows(GeneralSecurityException.class, () -> key(shorter, 4));
  }

  @Test
  void aDerivationOfNoRoundsIsNone() throws Exception {
    byte[] wrapped = wrapped(block(KEY), "HmacSHA256", 1);
    for (int iterations : List.of(0, 1)) {
      byte[] derivation = pbkdf2(Asn1.octets(SALT), Asn1.integer(iterations), SHA_256);
      RecipientInfo info = recipient(derivation, wrap(Oids.AES256_CBC), wrapped);
      if (iterations == 0) {
        assertThrows(GeneralSecurityException.class, () -> key(info, 32));
      } else {
        assertArrayEquals(KEY, key(info, 32));
      }
    }
  }
}
