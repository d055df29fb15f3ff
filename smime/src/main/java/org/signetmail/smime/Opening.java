package org.signetmail.smime;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;

/**
 * What came of opening an encrypted message. Everything that goes wrong in opening with a key that
 * is a recipient looks the same from outside: {@link Refused} (RFC 3218, EFAIL).
 */
public sealed interface Opening {
  /**
   * @param content the decrypted MIME entity
   * @param algorithm content encryption, as in the contract's JSON: {@code aes256-GCM}
   * @param openedBy the recipient certificate of ours that opened it; empty where a password did
   */
  record Opened(
      Octets content,
      String algorithm,
      Authenticity authenticity,
      Optional<Certificate> openedBy,
      int recipients,
      List<Finding> findings)
      implements Opening {}

  /** None of the given keys is a recipient. */
  record NotForUs(int recipients, List<Finding> findings) implements Opening {}

  record Refused(List<Finding> findings) implements Opening {}

  /** Whether the encryption itself proves that the ciphertext was not changed. */
  enum Authenticity {
    AUTHENTICATED,
    UNAUTHENTICATED
  }
}
