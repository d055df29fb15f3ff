package org.signetmail.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.smime.CryptoProfile;

/** The profiles by the words that a policy has for them, each read once. Safe for many threads. */
final class Profiles {
  private final Map<String, CryptoProfile> read = new ConcurrentHashMap<>();

  /**
   * @throws IllegalArgumentException with one line when there is none of that name
   */
  CryptoProfile of(String word) {
    CryptoProfile known = read.get(word);
    return known != null ? known : read.computeIfAbsent(word, Profiles::read);
  }

  private static CryptoProfile read(String word) {
    return CryptoProfile.of(
        CryptoProfile.Name.ofWord(word)
            .orElseThrow(
                () -> new IllegalArgumentException("profile '" + word + "' does not exist")));
  }
}
