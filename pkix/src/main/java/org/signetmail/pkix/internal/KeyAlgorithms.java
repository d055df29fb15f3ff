package org.signetmail.pkix.internal;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.KeyAlgorithm;

/** Recognises the algorithm of a key from its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
public final class KeyAlgorithms {
  private KeyAlgorithms() {}

  public static Optional<KeyAlgorithm> of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return encoded == null ? Optional.empty() : ofSubjectPublicKeyInfo(encoded);
  }

  static Optional<KeyAlgorithm> ofSubjectPublicKeyInfo(byte[] der) {
    try {
      return Optional.ofNullable(recognised(SubjectPublicKeyInfo.getInstance(der)));
    } catch (RuntimeException | java.io.IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable KeyAlgorithm recognised(SubjectPublicKeyInfo info)
      throws java.io.IOException {
    String oid = info.getAlgorithm().getAlgorithm().getId();
    return switch (oid) {
      case "1.2.840.113549.1.1.1" ->
          switch (RSAPublicKey.getInstance(info.parsePublicKey()).getModulus().bitLength()) {
            case 2048 -> KeyAlgorithm.RSA_2048;
            case 3072 -> KeyAlgorithm.RSA_3072;
            case 4096 -> KeyAlgorithm.RSA_4096;
            default -> null;
          };
      case "1.2.840.10045.2.1" ->
          info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve
              ? ofCurve(curve.getId())
              : null;
      default -> ofOid(oid).orElse(null);
    };
  }

  /** For algorithms whose identifier says it all. */
  static Optional<KeyAlgorithm> ofOid(String oid) {
    return Arrays.stream(KeyAlgorithm.values()).filter(a -> a.oid().equals(oid)).findFirst();
  }

  private static @Nullable KeyAlgorithm ofCurve(String oid) {
    return switch (oid) {
      case "1.2.840.10045.3.1.7" -> KeyAlgorithm.P_256;
      case "1.3.132.0.34" -> KeyAlgorithm.P_384;
      case "1.3.132.0.35" -> KeyAlgorithm.P_521;
      default -> null;
    };
  }
}
