package org.signetmail.app.organization;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.signetmail.enrolment.acme.Replies;
import org.signetmail.enrolment.emailreply.AuthenticResponse;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.gateway.PartialHandler;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of the mail that comes in what goes to the ACME server's own mailbox: answers to its
 * challenges. They are judged while the sender waits, so a refusal is an SMTP reply and never a
 * mail. Everything else goes to whoever delivers it.
 *
 * @param others who delivers
 * @param mailbox the server's own
 */
record AcmeInbox(
    MailHandler others,
    Mailbox mailbox,
    ResponseChecks checks,
    Replies replies,
    InstantSource clock)
    implements PartialHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeInbox.class);

  /** An answer is for us alone: one message has one reply, and ours is another's than theirs. */
  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    boolean isOurs = recipient.mailbox().equals(mailbox);
    if (isOurs ? !envelope.recipients().isEmpty() : isForUs(envelope)) {
      return new Answer(452, "4.5.3", mailbox + " is written to alone; send the rest again");
    }
    return isOurs ? Answer.OK : others.recipient(arrival, envelope, recipient);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    if (!isForUs(envelope)) {
      return others.handle(arrival, envelope, message);
    }
    try {
      return receive(arrival, envelope, message);
    } catch (IOException | RuntimeException e) {
      LOG.warn("acme: answer {} could not be judged: {}", arrival.id(), e.toString());
      return new Answer(451, "4.3.0", "the answer could not be judged here; try again later");
    }
  }

  private Answer receive(Arrival arrival, Envelope envelope, Octets message) throws IOException {
    AuthenticResponse.Judged judged =
        checks.now().judge(message, envelope.sender(), mailbox, clock.instant());
    return switch (judged) {
      case AuthenticResponse.Judged.Undecided(String why) ->
          new Answer(451, "4.7.5", "who wrote it cannot be said now: " + why);
      case AuthenticResponse.Judged.Refused refused ->
          refusal(arrival, refused.findings().getFirst());
      case AuthenticResponse.Judged.Authentic(AuthenticResponse response) -> {
        Optional<Finding> objection = replies.receive(response);
        if (objection.isPresent()) {
          yield refusal(arrival, objection.get());
        }
        LOG.info("acme: answer {} counts", arrival.id());
        yield new Answer(250, "2.0.0", "the answer counts; your ACME client goes on");
      }
    };
  }

  private static Answer refusal(Arrival arrival, Finding finding) {
    LOG.info("acme: answer {} refused: {}", arrival.id(), finding.code().code());
    return new Answer(550, "5.7.1", finding.line());
  }

  private boolean isForUs(Envelope envelope) {
    return envelope.recipients().stream().anyMatch(one -> one.mailbox().equals(mailbox));
  }
}
