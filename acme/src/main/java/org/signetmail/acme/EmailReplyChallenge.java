package org.signetmail.acme;

import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/** The {@code email-reply-00} challenge object (RFC 8823 §3 (3)). */
final class EmailReplyChallenge extends Challenge {
  static final String TYPE = "email-reply-00";

  private static final long serialVersionUID = 1L;

  EmailReplyChallenge(Login login, JSON data) {
    super(login, data);
  }

  @Override
  protected boolean acceptable(String type) {
    return TYPE.equals(type);
  }

  /** Whom the challenge mail is from. */
  Mailbox from() {
    try {
      return Mailbox.of(getJSON().get("from").asString());
    } catch (IllegalArgumentException e) {
      throw new AcmeProtocolException("challenge has no mailbox in 'from'", e);
    }
  }

  /** The second part of the token. */
  TokenPart token() {
    return TokenPart.of(getJSON().get("token").asString())
        .orElseThrow(() -> new AcmeProtocolException("challenge has a token not in base64url"));
  }
}
