package org.signetmail.pkix;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Certificates that were read before, found by their octets: every message of a correspondent
 * brings the same ones. Parsing says nothing of trust, so there is nothing to go stale. Large ones,
 * which only an attacker sends, are read anew each time. Safe for use by many threads.
 */
public final class CertificateCache {
  private static final int LARGEST = 4096; // octets

  private final Map<Encoded, Certificate> known;

  private record Encoded(byte[] der) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Encoded that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(der);
    }
  }

  /**
   * @param most certificates kept; beyond, the one not asked for longest goes
   */
  public CertificateCache(int most) {
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Encoded, Certificate> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * As {@link Certificate#of(byte[])}.
   *
   * @param der must not change afterwards
   */
  public Certificate of(byte[] der) throws IOException {
    if (der.length > LARGEST) {
      return Certificate.of(der);
    }
    Encoded encoded = new Encoded(der);
    synchronized (known) {
      Certificate before = known.get(encoded);
      if (before != null) {
        return before;
      }
    }
    Certificate parsed = Certificate.of(der);
    synchronized (known) {
      known.put(encoded, parsed);
    }
    return parsed;
  }
}
