package org.signetmail.pkix.internal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The Bouncy Castle provider for what the JDK lacks: seeds of ML-KEM and ML-DSA keys, curves other
 * than NIST's. It is loaded on first need, because that takes a tenth of a second, and never
 * registered, because that would change the algorithms of the whole process.
 */
public final class BouncyCastle {
  private BouncyCastle() {}

  public static Provider provider() {
    return Loaded.PROVIDER;
  }

  private static final class Loaded {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }
}
