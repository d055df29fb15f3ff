package org.signetmail.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.Hash;

/**
 * What is kept of a password for handing mail in: nothing that logs in.
 *
 * @param salt 32 random octets
 * @param digest HMAC-SHA-256 under the salt
 */
public record SubmissionPassword(Mailbox mailbox, byte[] salt, byte[] digest, Instant since) {
  /**
   * What the log says of it in public: a digest over all of it, from which nothing comes back, for
   * the salt is as hard to guess as the password.
   */
  public String logged() {
    byte[] whose = mailbox.key().getBytes(StandardCharsets.UTF_8);
    return Hash.sha256(salt, digest, whose).hex();
  }

  /** Whose it is, and nothing else. */
  @Override
  public String toString() {
    return "SubmissionPassword of " + mailbox;
  }
}
