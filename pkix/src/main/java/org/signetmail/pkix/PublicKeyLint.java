package org.signetmail.pkix;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.internal.WeakKeys;

/**
 * Looks whether a public key can be broken by what is known of its kind (S/MIME BR §6.1.1.3,
 * §6.1.6): size, exponent, small factors, the ROCA fingerprint, primes near each other, a point off
 * its curve. Takes well under a millisecond. Which kinds of key are wanted at all, a {@link
 * CertificateProfile} says.
 *
 * <p>Moduli that share a prime with another's are found where those others are: in the authority.
 */
public final class PublicKeyLint {
  private PublicKeyLint() {}

  /**
   * What is wrong with a key; empty when nothing is known against it.
   *
   * @param subject how findings name the key's holder
   */
  public static List<Finding> examine(PublicKey key, String subject) {
    return WeakKeys.examine(key, subject);
  }

  /**
   * The same, and whether a list names the key.
   *
   * @param known lists of keys that others have
   */
  public static List<Finding> examine(PublicKey key, String subject, KnownWeakKeys known) {
    List<Finding> findings = new ArrayList<>(examine(key, subject));
    if (known.has(key)) {
      findings.add(
          Finding.of(KeyFinding.KNOWN, subject, "brings a key whose private key is public"));
    }
    return List.copyOf(findings);
  }
}
