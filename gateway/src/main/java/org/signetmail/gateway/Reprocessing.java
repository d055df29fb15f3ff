package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The address to which people of ours send old encrypted mail to have it opened: attached whole, or
 * resent. It stands in front of the handler for mail on its way out, which has all other mail.
 *
 * <p>What opens goes to the mailbox of the person who sent it and to nobody else, from nobody, so
 * that it bounces to nobody; it is treated as mail from outside is. Who the person is, the login
 * says, or a listed host by the envelope's sender. Whether a message opened is told in that mailbox
 * only: the answer over SMTP depends on nothing but what everybody can see of the messages, and
 * comes at whole steps of time. Every use is on record before anything is sent.
 *
 * <p>Safe for use by many threads.
 */
public final class Reprocessing implements PartialHandler {
  private final MailHandler others;
  private final ReprocessingSettings settings;
  private final GatewayPorts ports;
  private final Predicate<Mailbox> ours;
  private final Trace trace;
  private final ReprocessingPace pace;
  private final ReprocessingUse.Desk desk;
  private final InFlight inFlight = new InFlight();

  /**
   * @param others takes all other mail
   * @param inbound of the gateway for mail from outside
   * @param ports of that gateway; its next hop has people's mailboxes
   * @param ours whether somebody is one of our people now
   */
  public Reprocessing(
      MailHandler others,
      ReprocessingSettings settings,
      GatewaySettings inbound,
      GatewayPorts ports,
      Predicate<Mailbox> ours,
      ReprocessingRecord record) {
    this.others = others;
    this.settings = settings;
    this.ports = ports;
    this.ours = ours;
    this.trace = new Trace(inbound);
    this.pace = new ReprocessingPace(settings.hourly(), System::nanoTime);
    this.desk =
        new ReprocessingUse.Desk(
            settings.address(),
            inbound,
            ports,
            trace,
            new Profiles(),
            new SteadyJournal(ports.journal(), ports.events()),
            record);
  }

  @Override
  public MailHandler others() {
    return others;
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    boolean isHere = recipient.mailbox().equals(settings.address());
    if ((isHere && !envelope.recipients().isEmpty()) || isFor(envelope)) {
      return new Answer(452, "4.5.3", settings.address() + ": is written to alone; send it apart");
    }
    return isHere
        ? against(arrival, envelope).orElse(Answer.OK)
        : others.recipient(arrival, envelope, recipient);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    if (!isFor(envelope)) {
      return others.handle(arrival, envelope, message);
    }
    Answer answer;
    try {
      Optional<Answer> objection = against(arrival, envelope);
      answer =
          objection.isPresent()
              ? objection.get()
              : taken(arrival, envelope, envelope.sender().orElseThrow(), message);
    } catch (MalformedMessage e) {
      answer = new Answer(554, "5.6.0", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("message " + arrival.id() + ": not opened: " + e);
      answer = new Answer(451, "4.3.0", "message: could not be handled here; try again later");
    }
    ports.events().answered(Facts.Direction.OUTBOUND, answer);
    return answer;
  }

  private boolean isFor(Envelope envelope) {
    return envelope.recipients().stream().anyMatch(r -> r.mailbox().equals(settings.address()));
  }

  /** Why this sender may not write here; empty when it may. */
  private Optional<Answer> against(Arrival arrival, Envelope envelope) {
    Optional<Mailbox> sender = envelope.sender();
    boolean isOneself =
        sender.isPresent() && (arrival.login().isEmpty() || arrival.login().equals(sender));
    try {
      return isOneself && ours.test(sender.get())
          ? Optional.empty()
          : Optional.of(
              new Answer(
                  550,
                  "5.7.1",
                  settings.address() + ": opens mail for our own people, who write as themselves"));
    } catch (RuntimeException e) {
      ports.events().trouble("people: could not be asked: " + e.getMessage());
      return Optional.of(new Answer(451, "4.3.0", "could not be looked up; try again later"));
    }
  }

  private Answer taken(Arrival arrival, Envelope envelope, Mailbox person, Octets message)
      throws IOException {
    MessageHeader header = MessageHeader.read(message);
    if (trace.loops(header)) {
      return new Answer(554, "5.4.6", "message: goes round in circles (RFC 5321 §6.3)");
    }
    if (!isOf(person, header)) {
      return new Answer(
          550, "5.7.1", "From: is not " + person + ", nor Resent-From; write as yourself");
    }
    if (!ports.policy().get().opens()) {
      return new Answer(550, "5.7.1", "policy: opens no mail here; ask your administrator");
    }
    String identity = MessageIdentity.of(Facts.Direction.OUTBOUND, envelope, message);
    if (!inFlight.take(identity, Set.of(person))) {
      return new Answer(451, "4.3.2", "message: the same is still on its way; try again later");
    }
    long begin = System.nanoTime();
    Instant at = ports.clock().instant();
    try (AttachedMessages attached = AttachedMessages.of(message, ports.spool());
        Reopening reopening = new Reopening(ports, trace, person, at)) {
      boolean isResent = ProtectionScan.of(header, message) == Facts.Protection.ENCRYPTED;
      List<Octets> all = isResent ? List.of(message) : attached.messages();
      if (all.isEmpty()) {
        return new Answer(
            550,
            "5.6.1",
            "message: brings no encrypted message; attach the old one whole (message/rfc822), or"
                + " resend it");
      }
      if (!pace.take(person, all.size())) {
        return new Answer(
            451, "4.7.1", "more than " + settings.hourly() + " messages within an hour; wait");
      }
      Answer answer =
          new ReprocessingUse(desk, arrival, envelope, person, identity, at, reopening).of(all);
      AnswerPace.hold(begin);
      return answer;
    } finally {
      inFlight.release(identity, Set.of(person));
    }
  }

  /** Whether it is written, or sent again, in this person's own name. */
  private static boolean isOf(Mailbox person, MessageHeader header) {
    return header.from().filter(person::equals).isPresent()
        || header.mailboxes("Resent-From").stream().findFirst().filter(person::equals).isPresent();
  }
}
