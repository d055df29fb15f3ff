package org.signetmail.enrolment.emailreply;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * A mail that is shown to come from its author and to answer some challenge (RFC 8823 §3.2): only
 * {@link ResponseCheck} makes one. Which challenge, and whether the digest is right, the order
 * knows. Immutable.
 */
public final class AuthenticResponse {
  private final Mailbox from;
  private final TokenPart token;
  private final Optional<String> digest;

  AuthenticResponse(Mailbox from, TokenPart token, Optional<String> digest) {
    this.from = from;
    this.token = token;
    this.digest = digest;
  }

  /** What became of a mail. */
  public sealed interface Judged {
    /** Its author is known. */
    record Authentic(AuthenticResponse response) implements Judged {}

    /** It counts for nothing, and changes nothing. */
    record Refused(List<Finding> findings) implements Judged {
      public Refused {
        findings = List.copyOf(findings);
      }
    }

    /**
     * Nobody can say now; the sender should try again.
     *
     * @param why one line
     */
    record Undecided(String why) implements Judged {}
  }

  /** Whose mailbox it proves, if the rest holds. */
  public Mailbox from() {
    return from;
  }

  /** The first part of the token, as its subject has it. */
  public TokenPart token() {
    return token;
  }

  /** What stands in its response block; empty when there is not one block that can be read. */
  public Optional<String> digest() {
    return digest;
  }
}
