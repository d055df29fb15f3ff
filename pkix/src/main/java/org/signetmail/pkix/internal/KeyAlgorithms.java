package org.signetmail.pkix.internal;

import java.security.PublicKey;
import java.util.Optional;
import org.signetmail.pkix.KeyAlgorithm;

/** Recognises the algorithm of a key from its SubjectPublicKeyInfo. */
public final class KeyAlgorithms {
  private KeyAlgorithms() {}

  public static Optional<KeyAlgorithm> of(PublicKey key) {
    throw new UnsupportedOperationException();
  }
}
