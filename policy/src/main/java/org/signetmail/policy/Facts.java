package org.signetmail.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;

/**
 * Everything a policy may look at for one recipient of one message: plain values, gathered before,
 * so that a decision is a pure function.
 *
 * @param sender of the envelope; empty for bounces
 * @param from the one mailbox in the From field; empty when there is none, or more than one
 * @param senderGroups of {@code from}
 * @param subject decoded
 * @param headers by name in lower case, values unfolded, in order
 * @param size in octets
 * @param signer whether somebody can sign for {@code from}
 */
public record Facts(
    Direction direction,
    Optional<Mailbox> sender,
    Optional<Mailbox> from,
    Mailbox recipient,
    Set<String> senderGroups,
    String subject,
    Map<String, List<String>> headers,
    long size,
    RecipientCertificate recipientCertificate,
    Protection protection,
    Signer signer) {

  public Facts {
    senderGroups = Set.copyOf(senderGroups);
    headers =
        headers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    e -> e.getKey().toLowerCase(Locale.ROOT), e -> List.copyOf(e.getValue())));
  }

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

  /** Whether there is a key that signs for the author. */
  public enum Signer {
    AVAILABLE,
    NONE
  }

  /** The same message, for another recipient. */
  public Facts forRecipient(Mailbox other, RecipientCertificate certificate) {
    return new Facts(
        direction,
        sender,
        from,
        other,
        senderGroups,
        subject,
        headers,
        size,
        certificate,
        protection,
        signer);
  }
}
