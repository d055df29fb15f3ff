package org.signetmail.enrolment.emailreply;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * A challenge mail that may be answered (RFC 8823 §3.1): only {@link ChallengeCheck} makes one.
 * Immutable.
 */
public final class ChallengeMail {
  private final String messageId;
  private final Mailbox from;
  private final Mailbox to;
  private final Optional<Mailbox> replyTo;
  private final TokenPart token;

  ChallengeMail(
      String messageId, Mailbox from, Mailbox to, Optional<Mailbox> replyTo, TokenPart token) {
    this.messageId = messageId;
    this.from = from;
    this.to = to;
    this.replyTo = replyTo;
    this.token = token;
  }

  /** What became of a mail. */
  public sealed interface Judged {
    /** It is a challenge, and the one that was waited for. */
    record Accepted(ChallengeMail mail) implements Judged {}

    /** It must be ignored (RFC 8823 §3.1). */
    record Refused(List<Finding> findings) implements Judged {
      public Refused {
        findings = List.copyOf(findings);
      }
    }
  }

  /** With its angle brackets (RFC 5322 §3.6.4). */
  public String messageId() {
    return messageId;
  }

  /** The mailbox that is to be proven. */
  public Mailbox to() {
    return to;
  }

  /** Where the response goes (RFC 8823 §3.2 (3)). */
  public Mailbox answerTo() {
    return replyTo.orElse(from);
  }

  /** The first part of the token. */
  public TokenPart token() {
    return token;
  }
}
