package org.signetmail.smtp;

import java.util.Map;
import java.util.Objects;
import org.signetmail.gateway.Answer;
import org.signetmail.pkix.Mailbox;

/** Looks answers up that must be there. */
final class Answers {
  private Answers() {}

  static Answer answer(Map<Mailbox, Answer> answers, Mailbox mailbox) {
    return Objects.requireNonNull(answers.get(mailbox), () -> "no answer for " + mailbox);
  }
}
