package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Content encryption algorithms (RFC 3565, RFC 5084, RFC 8103; for reading, triple DES and RC2, RFC
 * 3370 §5).
 */
public enum ContentCipher {
  AES128_CBC(Oids.AES128_CBC, "aes128-CBC", "AES", 16, Mode.CBC),
  AES192_CBC(Oids.AES192_CBC, "aes192-CBC", "AES", 24, Mode.CBC),
  AES256_CBC(Oids.AES256_CBC, "aes256-CBC", "AES", 32, Mode.CBC),
  DES_EDE3_CBC(Oids.DES_EDE3_CBC, "des-EDE3-CBC", "DESede", 24, Mode.CBC),
  RC2_128_CBC(Oids.RC2_CBC, "rc2-128-CBC", "RC2", 16, Mode.CBC),
  RC2_64_CBC(Oids.RC2_CBC, "rc2-64-CBC", "RC2", 8, Mode.CBC),
  RC2_40_CBC(Oids.RC2_CBC, "rc2-40-CBC", "RC2", 5, Mode.CBC),
  AES128_GCM(Oids.AES128_GCM, "aes128-GCM", "AES", 16, Mode.GCM),
  AES192_GCM(Oids.AES192_GCM, "aes192-GCM", "AES", 24, Mode.GCM),
  AES256_GCM(Oids.AES256_GCM, "aes256-GCM", "AES", 32, Mode.GCM),
  CHACHA20_POLY1305(Oids.CHACHA20_POLY1305, "chacha20-poly1305", "ChaCha20", 32, Mode.CHACHA);

  /** How blocks are chained and whether the result proves itself. */
  enum Mode {
    CBC,
    GCM,
    CHACHA
  }

  public static final int TAG = 16; // octets, the longest and the one we send
  private static final int SHORTEST_TAG = 12; // RFC 5084 §3.2
  private static final int NONCE = 12;

  private final String oid;
  private final String word;
  private final String keyAlgorithm;
  private final int keyLength;
  private final Mode mode;

  ContentCipher(String oid, String word, String keyAlgorithm, int keyLength, Mode mode) {
    this.oid = oid;
    this.word = word;
    this.keyAlgorithm = keyAlgorithm;
    this.keyLength = keyLength;
    this.mode = mode;
  }

  public String oid() {
    return oid;
  }

  /** As in profiles and the contract's JSON. */
  public String word() {
    return word;
  }

  public int keyLength() {
    return keyLength;
  }

  public boolean isAuthenticated() {
    return mode != Mode.CBC;
  }

  boolean isGcm() {
    return mode == Mode.GCM;
  }

  public SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, keyAlgorithm);
  }

  /** The algorithm with its parameters; RC2 says there how long its keys are. */
  static Optional<ContentCipher> of(List<Der> identifier) throws Asn1Exception {
    Optional<ContentCipher> found = ofOid(identifier.getFirst().oid());
    if (found.filter(c -> c == RC2_128_CBC).isEmpty() || identifier.size() < 2) {
      return found;
    }
    return switch (identifier.get(1).children(Asn1.SEQUENCE, 2).getFirst().smallInteger()) {
      case 58 -> found; // RFC 2268 §6
      case 120 -> Optional.of(RC2_64_CBC);
      case 160 -> Optional.of(RC2_40_CBC);
      default -> Optional.empty();
    };
  }

  public static Optional<ContentCipher> ofOid(String oid) {
    for (ContentCipher cipher : values()) {
      if (cipher.oid.equals(oid)) {
        return Optional.of(cipher);
      }
    }
    return Optional.empty();
  }

  public static Optional<ContentCipher> ofWord(String word) {
    for (ContentCipher cipher : values()) {
      if (cipher.word.equals(word)) {
        return Optional.of(cipher);
      }
    }
    return Optional.empty();
  }

  /**
   * What stands in the AlgorithmIdentifier beside the algorithm.
   *
   * @param nonce nonce or initialisation vector
   * @param tagLength octets of the tag; 0 where there is none
   */
  public record Parameters(byte[] nonce, int tagLength) {}

  public Parameters parameters(List<Der> identifier) throws Asn1Exception {
    if (identifier.size() != 2) {
      throw new Asn1Exception("content encryption without its parameters");
    }
    Der value = identifier.get(1);
    if (mode == Mode.GCM) {
      List<Der> parts = value.children(Asn1.SEQUENCE, 1);
      int tag = parts.size() > 1 ? parts.get(1).smallInteger() : SHORTEST_TAG; // DEFAULT 12
      byte[] nonce = parts.getFirst().expect(Asn1.OCTET_STRING).octets();
      if (tag < SHORTEST_TAG || tag > TAG || nonce.length != NONCE) {
        throw new Asn1Exception("AES-GCM with a tag or nonce of a length that is not supported");
      }
      return new Parameters(nonce, tag);
    }
    Der vector = isRc2() ? value.children(Asn1.SEQUENCE, 2).get(1) : value;
    byte[] nonce = vector.expect(Asn1.OCTET_STRING).octets();
    if (nonce.length != nonceLength()) {
      throw new Asn1Exception("an initialisation vector of the wrong length");
    }
    return new Parameters(nonce, mode == Mode.CBC ? 0 : TAG);
  }

  /** A fresh nonce. */
  public Parameters fresh(SecureRandom random) {
    byte[] nonce = new byte[nonceLength()];
    random.nextBytes(nonce);
    return new Parameters(nonce, mode == Mode.CBC ? 0 : TAG);
  }

  public byte[] identifier(Parameters parameters) {
    byte[] nonce = Asn1.octets(parameters.nonce());
    return Asn1.algorithm(
        oid, mode == Mode.GCM ? Asn1.sequence(nonce, Asn1.integer(parameters.tagLength())) : nonce);
  }

  /** Octets of ciphertext for so many of plaintext, the tag not among them. */
  public long encryptedLength(long plain) {
    int block = isOfSmallBlocks() ? 8 : 16;
    return mode == Mode.CBC ? (plain / block + 1) * block : plain;
  }

  /**
   * The cipher itself, for one direction. Authenticated modes: decrypting keeps all in memory until
   * the tag was seen; encrypting makes the whole tag, whatever the parameters say: {@link
   * ContentEncrypter}.
   */
  public Cipher cipher(Jca jca, int direction, SecretKey key, Parameters parameters)
      throws GeneralSecurityException {
    int tag = direction == Cipher.DECRYPT_MODE ? parameters.tagLength() : TAG;
    AlgorithmParameterSpec spec =
        mode == Mode.GCM
            ? new GCMParameterSpec(8 * tag, parameters.nonce())
            : isRc2()
                ? new RC2ParameterSpec(8 * keyLength, parameters.nonce())
                : new IvParameterSpec(parameters.nonce());
    return jca.cipher(transformation(), direction, key, spec, null);
  }

  /** The key stream alone of an authenticated mode, without its tag. */
  Cipher stream(Jca jca, SecretKey key, Parameters parameters) throws GeneralSecurityException {
    if (mode == Mode.CHACHA) {
      return jca.cipher(
          "ChaCha20",
          Cipher.DECRYPT_MODE,
          key,
          new ChaCha20ParameterSpec(parameters.nonce(), 1),
          null);
    }
    byte[] counter = java.util.Arrays.copyOf(parameters.nonce(), 16);
    counter[15] = 2; // block 1 masks the tag (SP 800-38D §7.1)
    return jca.cipher(
        "AES/CTR/NoPadding", Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter), null);
  }

  private String transformation() {
    return switch (mode) {
      case GCM -> "AES/GCM/NoPadding";
      case CHACHA -> "ChaCha20-Poly1305";
      case CBC -> keyAlgorithm + "/CBC/PKCS5Padding";
    };
  }

  private boolean isRc2() {
    return oid.equals(Oids.RC2_CBC);
  }

  private boolean isOfSmallBlocks() {
    return this == DES_EDE3_CBC || isRc2();
  }

  private int nonceLength() {
    return mode != Mode.CBC ? NONCE : isOfSmallBlocks() ? 8 : 16;
  }
}
