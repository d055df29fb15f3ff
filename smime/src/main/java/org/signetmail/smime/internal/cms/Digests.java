package org.signetmail.smime.internal.cms;

import java.util.Optional;
import org.signetmail.smime.internal.asn1.Oids;

/** Message digests: object identifier, name in Java and in profiles, name in {@code micalg}. */
public enum Digests {
  MD5(Oids.MD5, "MD5", "md5"),
  SHA_1(Oids.SHA1, "SHA-1", "sha-1"),
  SHA_224(Oids.SHA224, "SHA-224", "sha-224"),
  SHA_256(Oids.SHA256, "SHA-256", "sha-256"),
  SHA_384(Oids.SHA384, "SHA-384", "sha-384"),
  SHA_512(Oids.SHA512, "SHA-512", "sha-512"),
  SHA3_256(Oids.SHA3_256, "SHA3-256", "sha3-256"),
  SHA3_384(Oids.SHA3_384, "SHA3-384", "sha3-384"),
  SHA3_512(Oids.SHA3_512, "SHA3-512", "sha3-512"),
  SHAKE_128(Oids.SHAKE128, "SHAKE128-256", "shake128"),
  SHAKE_256(Oids.SHAKE256, "SHAKE256-512", "shake256"),
  SHAKE_256_LENGTH(Oids.SHAKE256_LENGTH, "SHAKE256-512", "shake256");

  private final String oid;
  private final String jca;
  private final String word;

  Digests(String oid, String jca, String word) {
    this.oid = oid;
    this.jca = jca;
    this.word = word;
  }

  public String oid() {
    return oid;
  }

  /** As {@link java.security.MessageDigest} names it. */
  public String jca() {
    return jca;
  }

  /** As profiles and {@code micalg} (RFC 8551 §3.5.3.2) name it. */
  public String word() {
    return word;
  }

  /** In the names of signature algorithms: {@code SHA256}. */
  String inSignature() {
    return switch (this) {
      case SHA3_256, SHA3_384, SHA3_512 -> jca;
      default -> jca.replace("-", "");
    };
  }

  public static Optional<Digests> ofOid(String oid) {
    for (Digests digest : values()) {
      if (digest.oid.equals(oid)) {
        return Optional.of(digest);
      }
    }
    return Optional.empty();
  }
}
