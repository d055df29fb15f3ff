package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Makes and opens PasswordRecipientInfo (RFC 5652 §6.2.4): the key-encryption key comes from the
 * password by PBKDF2 (RFC 8018 §5.2), the content-encryption key is encrypted twice in CBC, so that
 * every bit depends on every bit (RFC 3211 §2.3).
 */
public final class PasswordWrap {
  private static final int ITERATIONS = 600_000; // what a guess costs, made anew about every decade
  private static final int SALT = 16; // octets
  private static final int SHORTEST_KEY = 5; // octets (RFC 3211 §2.3.2)

  private final Jca jca;

  public PasswordWrap(Jca jca) {
    this.jca = jca;
  }

  /** The RecipientInfo, DER. */
  byte[] wrap(MessagePassword password, byte[] key, SecureRandom random)
      throws GeneralSecurityException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    ContentCipher cipher = ContentCipher.AES256_CBC;
    byte[] iv = cipher.fresh(random).nonce();
    byte[] kek = pbkdf2(password, "HmacSHA256", salt, ITERATIONS, cipher.keyLength());
    byte[] derivation =
        Asn1.sequence(
            Asn1.octets(salt),
            Asn1.integer(ITERATIONS),
            Asn1.algorithm(Oids.HMAC_SHA256, Asn1.nul()));
    byte[] wrapCipher = Asn1.algorithm(cipher.oid(), Asn1.octets(iv));
    return Asn1.context(
        3,
        Asn1.integer(0),
        Asn1.context(0, Asn1.oid(Oids.PBKDF2), derivation), // [0] IMPLICIT AlgorithmIdentifier
        Asn1.algorithm(Oids.PWRI_KEK, wrapCipher),
        Asn1.octets(twice(cipher, kek, iv, formatted(key, random))));
  }

  /** Count, check value, key, and padding to whole blocks, two at least. */
  private static byte[] formatted(byte[] key, SecureRandom random) {
    byte[] block = new byte[Math.max(32, (4 + key.length + 15) / 16 * 16)];
    random.nextBytes(block);
    block[0] = (byte) key.length;
    for (int i = 0; i < 3; i++) {
      block[1 + i] = (byte) ~key[i];
    }
    System.arraycopy(key, 0, block, 4, key.length);
    return block;
  }

  private byte[] twice(ContentCipher cipher, byte[] kek, byte[] iv, byte[] block)
      throws GeneralSecurityException {
    Cipher cbc = cbc(cipher, Cipher.ENCRYPT_MODE, kek, iv);
    byte[] once = cbc.update(block); // its last block is the vector of the second pass
    return cbc.doFinal(once);
  }

  /** What a PasswordRecipientInfo says; empty where the key is not derived or wrapped as above. */
  static Optional<RecipientInfo.Password> reading(List<Der> parts) throws Asn1Exception {
    if (parts.size() != 4 || !parts.get(1).is(0xa0)) {
      return Optional.empty();
    }
    List<Der> derivation = parts.get(1).children();
    List<Der> wrap = parts.get(2).children(Asn1.SEQUENCE, 1);
    if (derivation.size() != 2
        || !derivation.get(0).oid().equals(Oids.PBKDF2)
        || wrap.size() != 2
        || !wrap.get(0).oid().equals(Oids.PWRI_KEK)) {
      return Optional.empty();
    }
    List<Der> pbkdf2 = derivation.get(1).children(Asn1.SEQUENCE, 2);
    List<Der> inner = wrap.get(1).children(Asn1.SEQUENCE, 1);
    Optional<ContentCipher> cipher =
        ContentCipher.ofOid(inner.getFirst().oid())
            .filter(c -> !c.isAuthenticated() && !c.oid().equals(Oids.RC2_CBC));
    Optional<String> function = function(pbkdf2);
    if (cipher.isEmpty() || function.isEmpty() || !pbkdf2.get(0).is(Asn1.OCTET_STRING)) {
      return Optional.empty();
    }
    return Optional.of(
        new RecipientInfo.Password(
            function.get(),
            pbkdf2.get(0).octets(),
            pbkdf2.get(1).smallInteger(),
            cipher.get(),
            cipher.get().parameters(inner).nonce(),
            parts.get(3).octets()));
  }

  private static Optional<String> function(List<Der> pbkdf2) throws Asn1Exception {
    Der last = pbkdf2.getLast();
    if (!last.is(Asn1.SEQUENCE)) {
      return Optional.of("HmacSHA1"); // the DEFAULT (RFC 8018 appendix A.2)
    }
    return switch (last.children(Asn1.SEQUENCE, 1).getFirst().oid()) {
      case Oids.HMAC_SHA1 -> Optional.of("HmacSHA1");
      case Oids.HMAC_SHA224 -> Optional.of("HmacSHA224");
      case Oids.HMAC_SHA256 -> Optional.of("HmacSHA256");
      case Oids.HMAC_SHA384 -> Optional.of("HmacSHA384");
      case Oids.HMAC_SHA512 -> Optional.of("HmacSHA512");
      default -> Optional.empty();
    };
  }

  /**
   * @param length of the key that the content encryption needs
   * @throws GeneralSecurityException when it is not this password; nothing else is told
   */
  public byte[] unwrap(RecipientInfo.Password info, MessagePassword password, int length)
      throws GeneralSecurityException {
    ContentCipher cipher = info.cipher();
    byte[] wrapped = info.encryptedKey();
    int block = info.iv().length;
    int last = wrapped.length - block;
    if (last < block || last % block != 0 || info.iterations() < 1) {
      throw new InvalidKeyException("a wrapped key of the wrong length");
    }
    byte[] kek =
        pbkdf2(password, info.function(), info.salt(), info.iterations(), cipher.keyLength());
    byte[] vector = Arrays.copyOfRange(wrapped, last - block, last);
    byte[] end = cbc(cipher, Cipher.DECRYPT_MODE, kek, vector).doFinal(wrapped, last, block);
    byte[] begin = cbc(cipher, Cipher.DECRYPT_MODE, kek, end).doFinal(wrapped, 0, last);
    byte[] once = Arrays.copyOf(begin, wrapped.length);
    System.arraycopy(end, 0, once, last, block);
    byte[] formatted = cbc(cipher, Cipher.DECRYPT_MODE, kek, info.iv()).doFinal(once);
    return checked(formatted, length);
  }

  private static byte[] checked(byte[] formatted, int length) throws InvalidKeyException {
    if (length < SHORTEST_KEY || formatted.length < 4 + length) {
      throw new InvalidKeyException("a wrapped key of the wrong length");
    }
    int wrong = (formatted[0] & 0xff) ^ length;
    for (int i = 0; i < 3; i++) {
      wrong |= (formatted[1 + i] ^ ~formatted[4 + i]) & 0xff;
    }
    if (wrong != 0) {
      throw new InvalidKeyException("not this password");
    }
    return Arrays.copyOfRange(formatted, 4, 4 + length);
  }

  private Cipher cbc(ContentCipher cipher, int mode, byte[] kek, byte[] iv)
      throws GeneralSecurityException {
    String name = cipher.key(kek).getAlgorithm();
    return jca.cipher(
        name + "/CBC/NoPadding", mode, new SecretKeySpec(kek, name), new IvParameterSpec(iv), null);
  }

  private static byte[] pbkdf2(
      MessagePassword password, String function, byte[] salt, int iterations, int length)
      throws GeneralSecurityException {
    char[] characters = password.characters(SecretAccess.TOKEN);
    PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, 8 * length);
    try {
      return SecretKeyFactory.getInstance("PBKDF2With" + function)
          .generateSecret(spec)
          .getEncoded();
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }
}
