package org.signetmail.app.rollout;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.gateway.ProtectionScan;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.rollout.MailTally;
import org.signetmail.rollout.SampledMessage;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Inspection;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/** Reads messages of a sample into a tally, and keeps nothing of them. For one thread. */
public final class MailSample {
  private final MailTally tally;

  public MailSample(MailTally tally) {
    this.tally = tally;
  }

  /** Counts one message; one that is none is counted as not readable. */
  public void add(Octets message) throws IOException {
    try {
      MessageHeader header = MessageHeader.read(message);
      Protection protection = ProtectionScan.of(header, message);
      List<Mailbox> to =
          Stream.of("To", "Cc").flatMap(name -> header.mailboxes(name).stream()).toList();
      tally.add(
          new SampledMessage(
              header.from(),
              to,
              header.first("User-Agent").or(() -> header.first("X-Mailer")),
              protection,
              protection == Protection.SIGNED ? certificates(message) : List.of()));
    } catch (MalformedMessage e) {
      tally.addUnreadable();
    }
  }

  /** None where the signature cannot be read: the message counts all the same. */
  private static List<Certificate> certificates(Octets message) throws IOException {
    try {
      return Inspection.certificates(message, Budget.STANDARD);
    } catch (MalformedMessage e) {
      return List.of();
    }
  }
}
