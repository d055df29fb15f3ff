package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * Signs and encrypts in one go (RFC 8551 §3.7): the signature inside, so that nobody outside sees
 * who signed, and the protected header fields inside the signature, marked as encrypted (RFC 9788
 * §5.2). Streaming.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param signer its form and profile are used; header protection follows the encrypter
 */
public record MessageProtector(MessageSigner signer, MessageEncrypter encrypter) {

  /**
   * Reads a whole RFC 5322 message, writes the signed and encrypted one with CRLF line ends.
   *
   * @throws MalformedMessage when the input is not a message
   */
  public void protect(Octets message, Instant signingTime, SecureRandom random, OutputStream out)
      throws IOException {
    try (Payload payload = Payload.of(message, encrypter.plan(), signer.spool());
        Octets signed = signed(payload, signingTime, random)) {
      encrypter.write(payload.outer(), signed, random, out);
    }
  }

  /**
   * Triple wrapping (RFC 2634 §1.1): as {@link #protect}, and signed once more outside, so that the
   * encrypted message too says who sent it on.
   *
   * @param outer signs what is encrypted; its form is used
   * @throws MalformedMessage when the input is not a message
   */
  public void wrap(
      Octets message,
      MessageSigner outer,
      Instant signingTime,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    Spool spool = signer.spool();
    try (Payload payload = Payload.of(message, encrypter.plan(), spool);
        Octets signed = signed(payload, signingTime, random);
        Spool.Draft draft = spool.draft()) {
      encrypter.write(List.of(), signed, random, draft);
      try (Octets encrypted = draft.finish()) {
        outer.around().write(payload.outer(), encrypted, signingTime, random, out);
      }
    }
  }

  private Octets signed(Payload payload, Instant signingTime, SecureRandom random)
      throws IOException {
    try (Spool.Draft draft = signer.spool().draft()) {
      signer.write(List.of(), payload.octets(), signingTime, random, draft);
      return draft.finish();
    }
  }
}
