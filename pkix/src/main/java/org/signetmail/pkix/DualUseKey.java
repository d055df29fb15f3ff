package org.signetmail.pkix;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;

/**
 * A key that opens messages and may also sign: legacy, read but never made here and never archived.
 */
public final class DualUseKey implements DecryptionKey {
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  public DualUseKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public PrivateKey privateKey(SecretAccess token) {
    Objects.requireNonNull(token);
    return privateKey;
  }

  @Override
  public String toString() {
    return "DualUseKey[" + id() + "]";
  }
}
