package org.signetmail.pkix;

import java.security.PublicKey;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of key pair that Signet makes and certifies, with what they can be used for. Those
 * whose names join two ({@code MLKEM768_X25519}) are hybrids: who breaks one half alone reads
 * nothing (draft-ietf-lamps-pq-composite-kem, whose identifiers IANA has assigned).
 */
public enum KeyAlgorithm {
  RSA_2048(Use.BOTH, Oid.RSA),
  RSA_3072(Use.BOTH, Oid.RSA),
  RSA_4096(Use.BOTH, Oid.RSA),
  P_256(Use.BOTH, Oid.EC),
  P_384(Use.BOTH, Oid.EC),
  P_521(Use.BOTH, Oid.EC),
  ED25519(Use.SIGN, "1.3.101.112"), // RFC 8410 §3
  ED448(Use.SIGN, "1.3.101.113"),
  X25519(Use.ENCRYPT, "1.3.101.110"),
  X448(Use.ENCRYPT, "1.3.101.111"),
  ML_DSA_44(Use.SIGN, Oid.NIST + "3.17"), // RFC 9881 §2
  ML_DSA_65(Use.SIGN, Oid.NIST + "3.18"),
  ML_DSA_87(Use.SIGN, Oid.NIST + "3.19"),
  SLH_DSA_SHA2_128S(Use.SIGN, Oid.NIST + "3.20"), // RFC 9909 §3
  SLH_DSA_SHA2_128F(Use.SIGN, Oid.NIST + "3.21"),
  SLH_DSA_SHA2_192S(Use.SIGN, Oid.NIST + "3.22"),
  SLH_DSA_SHA2_192F(Use.SIGN, Oid.NIST + "3.23"),
  SLH_DSA_SHA2_256S(Use.SIGN, Oid.NIST + "3.24"),
  SLH_DSA_SHA2_256F(Use.SIGN, Oid.NIST + "3.25"),
  SLH_DSA_SHAKE_128S(Use.SIGN, Oid.NIST + "3.26"),
  SLH_DSA_SHAKE_128F(Use.SIGN, Oid.NIST + "3.27"),
  SLH_DSA_SHAKE_192S(Use.SIGN, Oid.NIST + "3.28"),
  SLH_DSA_SHAKE_192F(Use.SIGN, Oid.NIST + "3.29"),
  SLH_DSA_SHAKE_256S(Use.SIGN, Oid.NIST + "3.30"),
  SLH_DSA_SHAKE_256F(Use.SIGN, Oid.NIST + "3.31"),
  ML_KEM_512(Use.ENCRYPT, Oid.NIST + "4.1"), // RFC 9935 §3
  ML_KEM_768(Use.ENCRYPT, Oid.NIST + "4.2"),
  ML_KEM_1024(Use.ENCRYPT, Oid.NIST + "4.3"),
  MLKEM768_X25519(ML_KEM_768, X25519, "58"),
  MLKEM768_P256(ML_KEM_768, P_256, "59"),
  MLKEM768_P384(ML_KEM_768, P_384, "60"),
  MLKEM1024_P384(ML_KEM_1024, P_384, "63"),
  MLKEM1024_X448(ML_KEM_1024, X448, "65"),
  MLKEM1024_P521(ML_KEM_1024, P_521, "66");

  private enum Use {
    SIGN,
    ENCRYPT,
    BOTH
  }

  private static final class Oid {
    static final String RSA = "1.2.840.113549.1.1.1";
    static final String EC = "1.2.840.10045.2.1";
    static final String NIST = "2.16.840.1.101.3.4.";
    static final String PKIX = "1.3.6.1.5.5.7.6.";
  }

  /** The two keys that are one: either alone protects nothing here. */
  public record Composite(KeyAlgorithm mlKem, KeyAlgorithm classical) {}

  private final Use use;
  private final String oid;
  private final @Nullable KeyAlgorithm mlKem; // of a hybrid
  private final @Nullable KeyAlgorithm classical;

  KeyAlgorithm(Use use, String oid) {
    this.use = use;
    this.oid = oid;
    this.mlKem = null;
    this.classical = null;
  }

  KeyAlgorithm(KeyAlgorithm mlKem, KeyAlgorithm classical, String arc) {
    this.use = Use.ENCRYPT;
    this.oid = Oid.PKIX + arc;
    this.mlKem = mlKem;
    this.classical = classical;
  }

  public boolean canSign() {
    return use != Use.ENCRYPT;
  }

  public boolean canEncrypt() {
    return use != Use.SIGN;
  }

  /** Dotted identifier of the SubjectPublicKeyInfo; sizes of RSA and curves of EC share one. */
  public String oid() {
    return oid;
  }

  /** Whether its signatures are SLH-DSA's (FIPS 205). */
  public boolean isSlhDsa() {
    return name().startsWith("SLH_DSA_");
  }

  /** What a hybrid is made of; empty for the others. */
  public Optional<Composite> composite() {
    return mlKem == null || classical == null
        ? Optional.empty()
        : Optional.of(new Composite(mlKem, classical));
  }

  /** The word used in configuration: {@code p-256}, {@code rsa-3072}, {@code ml-kem-768}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<KeyAlgorithm> ofWord(String word) {
    for (KeyAlgorithm algorithm : values()) {
      if (algorithm.word().equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The algorithm of a key, whichever provider made its object; empty for kinds we never make. */
  public static Optional<KeyAlgorithm> of(PublicKey key) {
    return org.signetmail.pkix.internal.KeyAlgorithms.of(key);
  }
}
