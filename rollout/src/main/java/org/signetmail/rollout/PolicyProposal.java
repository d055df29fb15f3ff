package org.signetmail.rollout;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;

/**
 * A policy that somebody proposed for a wave: it comes into force when somebody else starts it.
 *
 * @param text as it will be in the file
 * @param signature an administrator's over the text, detached CMS SignedData; where there is one
 */
public record PolicyProposal(
    String wave, String text, Optional<byte[]> signature, Mailbox by, Instant at) {
  public PolicyProposal {
    signature = signature.map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> signature() {
    return signature.map(byte[]::clone);
  }

  /** Of the text: what the second person agrees to. */
  public String fingerprint() {
    return Policy.fingerprint(text);
  }
}
