package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.signetmail.smime.internal.mime.HeaderProtection.Layer;

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
    Spool spool = signer.spool();
    try (Payload payload =
            Payload.of(message, encrypter.options().headerProtection(), Layer.ENCRYPTED, spool);
        Spool.Draft draft = spool.draft()) {
      signer.write(List.of(), payload.octets(), signingTime, random, draft);
      try (Octets signed = draft.finish()) {
        encrypter.write(payload.outer(), signed, random, out);
      }
    }
  }
}
