package org.signetmail.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * Everything a policy may look at for one recipient of one message: plain values, gathered before,
 * so that a decision is a pure function.
 */
public record Facts(
    Direction direction,
    Optional<Mailbox> sender,
    Mailbox recipient,
    Set<String> senderGroups,
    String subject,
    Map<String, List<String>> headers,
    long size,
    RecipientCertificate recipientCertificate,
    Protection protection) {

  public enum Direction {
    OUTBOUND,
    INBOUND
  }

  /** Whether there is a certificate to encrypt to. */
  public enum RecipientCertificate {
    FOUND,
    NOT_FOUND,
    UNREACHABLE
  }

  /** What the message came with. */
  public enum Protection {
    NONE,
    SIGNED,
    ENCRYPTED
  }
}
