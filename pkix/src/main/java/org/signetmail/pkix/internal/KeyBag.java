package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.signetmail.pkix.Certificate;

/**
 * What a key file was found to hold, before keys are matched to certificates.
 *
 * @param keys private keys in their order
 * @param certificates DER certificates in their order
 */
public record KeyBag(List<PrivateKeyInfo> keys, List<byte[]> certificates) {
  public KeyBag {
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
  }

  /** A private key and a certificate over its public key. */
  public record Pair(PrivateKey privateKey, Certificate certificate) {}

  public boolean hasKey() {
    return !keys.isEmpty();
  }

  /** The first private key with the public key computed from it. */
  public KeyPair firstKey() throws IOException {
    PrivateKeyInfo info = keys.getFirst();
    return new KeyPair(PublicKeys.of(PrivateKeys.publicOf(info)), PrivateKeys.of(info));
  }

  /** Each key with each certificate over it: the keys, not what the file says of them, decide. */
  public List<Pair> pairs(List<Certificate> parsed) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (PrivateKeyInfo info : keys) {
      for (Certificate certificate : parsed) {
        if (PrivateKeys.matches(info, certificate.publicKey().getEncoded())) {
          pairs.add(new Pair(PrivateKeys.of(info), certificate));
        }
      }
    }
    return pairs;
  }
}
