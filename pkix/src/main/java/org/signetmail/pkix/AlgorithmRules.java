package org.signetmail.pkix;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which signatures and keys count in a path: data, that a profile may replace. The signature of a
 * trusted root over itself is not looked at, because nobody relies on it.
 *
 * @param signatures dotted OIDs of signature algorithms; RSASSA-PSS counts with SHA-2 only
 * @param shortestRsa bits of the modulus
 * @param shortestDsa bits of the modulus
 */
public record AlgorithmRules(Set<String> signatures, int shortestRsa, int shortestDsa) {

  private static final Set<String> STRONG =
      Set.of(
          "1.2.840.113549.1.1.10", // RSASSA-PSS
          "1.2.840.113549.1.1.11", // RSA with SHA-256, -384, -512
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.10045.4.3.2", // ECDSA with SHA-256, -384, -512
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112", // Ed25519, Ed448
          "1.3.101.113",
          "2.16.840.1.101.3.4.3.17", // ML-DSA-44, -65, -87
          "2.16.840.1.101.3.4.3.18",
          "2.16.840.1.101.3.4.3.19",
          "2.16.840.1.101.3.4.3.20", // SLH-DSA, pure, all parameter sets (RFC 9909)
          "2.16.840.1.101.3.4.3.21",
          "2.16.840.1.101.3.4.3.22",
          "2.16.840.1.101.3.4.3.23",
          "2.16.840.1.101.3.4.3.24",
          "2.16.840.1.101.3.4.3.25",
          "2.16.840.1.101.3.4.3.26",
          "2.16.840.1.101.3.4.3.27",
          "2.16.840.1.101.3.4.3.28",
          "2.16.840.1.101.3.4.3.29",
          "2.16.840.1.101.3.4.3.30",
          "2.16.840.1.101.3.4.3.31");

  private static final Set<String> OLD =
      Set.of(
          "1.2.840.113549.1.1.5", // RSA, DSA, ECDSA with SHA-1
          "1.2.840.10040.4.3",
          "1.2.840.10045.4.1",
          "1.2.840.113549.1.1.14", // with SHA-224
          "1.2.840.10045.4.3.1",
          "2.16.840.1.101.3.4.3.1", // DSA with SHA-224, SHA-256
          "2.16.840.1.101.3.4.3.2");

  /** RFC 8551 §2.2, without its MUST-: SHA-2 at least, RSA of 2048 bits at least, no DSA. */
  public static final AlgorithmRules CURRENT = new AlgorithmRules(STRONG, 2048, Integer.MAX_VALUE);

  /** For reading old mail whose date is known by other means: SHA-1, DSA and RSA of 1024 bits. */
  public static final AlgorithmRules HISTORIC = new AlgorithmRules(union(STRONG, OLD), 1024, 1024);

  public AlgorithmRules {
    signatures = Set.copyOf(signatures);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }
}
