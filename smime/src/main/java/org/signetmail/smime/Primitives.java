package org.signetmail.smime;

import java.security.Provider;
import java.util.List;

/**
 * Which implementations of digests, ciphers and signatures to ask first; what they do not offer, or
 * cannot do with a given key, the platform's own do. The results are the same, only the speed
 * differs: a native provider pays for long-running processes and large messages.
 *
 * @param preferred asked in this order, registered with the platform or not
 */
public record Primitives(List<Provider> preferred) {
  private static final Primitives PLATFORM = new Primitives(List.of());

  public Primitives {
    preferred = List.copyOf(preferred);
  }

  /** The platform's own order of providers. */
  public static Primitives platform() {
    return PLATFORM;
  }
}
