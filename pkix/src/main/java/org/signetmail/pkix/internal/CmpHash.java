package org.signetmail.pkix.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.signetmail.pkix.Certificate;

/** The hash by which a client confirms a certificate (certHash, RFC 9810 §5.3.18). */
public final class CmpHash {
  private CmpHash() {}

  /**
   * @param algorithm dotted OID that the client says; where it is empty, that of the certificate's
   *     signature, which for Ed25519 is SHA-512 and for Ed448 SHAKE256 (RFC 9481 §3.3)
   * @return empty for an algorithm that is not taken
   */
  public static Optional<byte[]> of(Certificate certificate, Optional<String> algorithm) {
    Optional<String> name =
        algorithm.isPresent()
            ? algorithm.flatMap(CmpHash::name)
            : Optional.of(nameOfSignature(certificate));
    return name.map(one -> digest(one, certificate.encoded()));
  }

  private static Optional<String> name(String oid) {
    return switch (oid) {
      case "2.16.840.1.101.3.4.2.1" -> Optional.of("SHA-256");
      case "2.16.840.1.101.3.4.2.2" -> Optional.of("SHA-384");
      case "2.16.840.1.101.3.4.2.3" -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  private static String nameOfSignature(Certificate certificate) {
    return switch (certificate.x509().getSigAlgOID()) {
      case "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2" -> "SHA-256";
      case "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3" -> "SHA-384";
      case "1.2.840.113549.1.1.10" ->
          name(RSASSAPSSparams.getInstance(certificate.x509().getSigAlgParams())
                  .getHashAlgorithm()
                  .getAlgorithm()
                  .getId())
              .orElse("SHA-256");
      case "1.3.101.113" -> "SHAKE256-512";
      default -> "SHA-512";
    };
  }

  private static byte[] digest(String name, byte[] octets) {
    try {
      return MessageDigest.getInstance(name).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
