package org.signetmail.pkix;

import java.util.List;

/**
 * A signing key with the certificates that say whose it is: what a signer signs as.
 *
 * @param path the signer's certificate first, then its issuers as far as they are known, without
 *     the root; never empty
 */
public record SigningIdentity(SigningKey key, List<Certificate> path) {
  public SigningIdentity {
    path = List.copyOf(path);
    if (path.isEmpty() || !path.getFirst().keyId().equals(key.id())) {
      throw new IllegalArgumentException(
          "signing identity: the first certificate is not over this key");
    }
  }

  public Certificate certificate() {
    return path.getFirst();
  }
}
