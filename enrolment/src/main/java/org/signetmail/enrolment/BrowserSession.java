package org.signetmail.enrolment;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * Somebody who is signed in with a browser, as it is kept: who has the store's octets cannot become
 * them, for it holds a digest only.
 *
 * @param digest SHA-256 of the token that the browser holds
 * @param basis what it stands on, in the words of who opened it: in the portal the state that the
 *     person was in, on the console the credential
 */
public record BrowserSession(
    byte[] digest, Mailbox mailbox, String basis, Instant opened, Instant seen) {
  public BrowserSession {
    digest = digest.clone();
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }
}
