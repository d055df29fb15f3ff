package org.signetmail.app.command;

import org.signetmail.app.Failure;
import org.signetmail.pkix.KeyAlgorithm;

/** A kind of key, as an option names it. */
final class KeyKind {
  private KeyKind() {}

  /** Which kinds an authority may have is for its profile to say. */
  static KeyAlgorithm of(String option, String word) {
    return KeyAlgorithm.ofWord(word)
        .filter(KeyAlgorithm::canSign)
        .orElseThrow(() ->
            Failure.usage(
                option
                    + " '"
                    + word
                    + "': is no kind of key that signs; write p-256, p-384, rsa-3072, rsa-4096,"
                    + " ed25519 or ml-dsa-65"));
  }
}
