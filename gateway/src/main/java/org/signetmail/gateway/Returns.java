package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The address to which the mail server reports about mail that was opened here: it may return any
 * of it. The sender is told by a report of our own, which says of each recipient what became of it
 * and carries nothing of the message (RFC 3464). It stands in front of the handler for mail from
 * outside, which has all other mail. Safe for use by many threads.
 */
public final class Returns implements PartialHandler {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final MailHandler others;
  private final ReturnPath path;
  private final GatewaySettings settings;
  private final GatewayPorts ports;

  /**
   * @param others takes all other mail
   * @param address under which opened mail goes on
   * @param settings of the gateway for mail from outside
   */
  public Returns(
      MailHandler others, Mailbox address, GatewaySettings settings, GatewayPorts ports) {
    this.others = others;
    this.path = new ReturnPath(address, settings.traceKey());
    this.settings = settings;
    this.ports = ports;
  }

  @Override
  public MailHandler others() {
    return others;
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    boolean isHere = path.isOurs(recipient.mailbox());
    boolean isAmong = envelope.recipients().stream().anyMatch(r -> path.isOurs(r.mailbox()));
    if (!isHere && !isAmong) {
      return others.recipient(arrival, envelope, recipient);
    }
    if (!envelope.recipients().isEmpty()) {
      return new Answer(452, "4.5.3", "reports come alone; send the rest apart");
    }
    return envelope.sender().isEmpty() && sender(recipient.mailbox()).isPresent()
        ? Answer.OK
        : new Answer(550, "5.7.1", "recipient: takes reports about mail of ours alone");
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    Optional<Mailbox> recipient =
        envelope.recipients().stream()
            .map(Envelope.Recipient::mailbox)
            .filter(path::isOurs)
            .findFirst();
    if (recipient.isEmpty()) {
      return others.handle(arrival, envelope, message);
    }
    Answer answer;
    try {
      answer = report(arrival, sender(recipient.get()), message);
    } catch (MalformedMessage e) {
      answer = new Answer(554, "5.6.0", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("report " + arrival.id() + ": not passed on: " + e.getMessage());
      answer = new Answer(451, "4.3.0", "report: could not be passed on; try again later");
    }
    ports.events().answered(settings.direction(), answer);
    return answer;
  }

  private Optional<Mailbox> sender(Mailbox recipient) {
    return path.sender(recipient, ports.clock().instant());
  }

  private Answer report(Arrival arrival, Optional<Mailbox> sender, Octets message)
      throws IOException {
    List<DeliveryStatus.Recipient> about = DeliveryStatus.read(message).recipients();
    if (sender.isEmpty() || about.isEmpty()) {
      return new Answer(554, "5.6.0", "message: is no report about mail of ours (RFC 3464 §2)");
    }
    Mailbox to = sender.get();
    String identity =
        MessageIdentity.of(Facts.Direction.INBOUND, FailureReport.envelope(to), message);
    try (Octets report = Octets.of(text(arrival, to, about, identity))) {
      Answer given = ports.nextHop().reports().send(FailureReport.envelope(to), report).get(to);
      return given == null || given.kind() == Answer.Kind.TRY_AGAIN
          ? new Answer(451, "4.4.1", "next hop: did not take the report; try again later")
          : new Answer(250, "2.0.0", "the sender is told");
    }
  }

  private byte[] text(
      Arrival arrival, Mailbox to, List<DeliveryStatus.Recipient> about, String identity) {
    boolean isFailure = about.stream().anyMatch(one -> one.action().equals("failed"));
    String boundary = "report-" + identity.substring(0, 32);
    StringBuilder text = new StringBuilder();
    text.append("From: Mail Delivery System <postmaster@" + settings.hostname() + ">\n")
        .append("To: " + to + "\n")
        .append("Subject: " + (isFailure ? "Undelivered mail\n" : "Report about your mail\n"))
        .append("Date: " + DATE.format(arrival.at()) + "\n")
        .append("Message-ID: <" + identity.substring(0, 40) + "@" + settings.hostname() + ">\n")
        .append("Auto-Submitted: auto-replied\nMIME-Version: 1.0\n")
        .append("Content-Type: multipart/report; report-type=delivery-status;\n")
        .append(" boundary=\"" + boundary + "\"\n\n--" + boundary)
        .append("\nContent-Type: text/plain; charset=utf-8\n")
        .append("Content-Transfer-Encoding: 8bit\n\nYour encrypted message:\n\n");
    about.forEach(
        one -> text.append(one.mailbox() + "\n    " + one.action() + ", " + one.status() + "\n"));
    text.append("\nNothing of it is returned, because it was encrypted.\n")
        .append("\n--" + boundary + "\nContent-Type: message/delivery-status\n\n")
        .append("Reporting-MTA: dns; " + settings.hostname() + "\n");
    for (DeliveryStatus.Recipient one : about) {
      text.append(
          "\nFinal-Recipient: "
              + (one.mailbox().isInternationalized() ? "utf-8; " : "rfc822; ")
              + one.mailbox()
              + "\nAction: "
              + one.action()
              + "\nStatus: "
              + one.status()
              + "\n");
    }
    text.append("\n--" + boundary + "--\n");
    return text.toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
