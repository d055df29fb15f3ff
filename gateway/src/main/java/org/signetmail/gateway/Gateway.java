package org.signetmail.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.JurisdictionTable;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * An in-line proxy for one direction of an organisation's mail: facts, decision, variants, next
 * hop, answer. It keeps no queue: it says {@code 250} only after the next hop did, for every
 * recipient or with a report about the rest on its way, and until then the mail is its sender's.
 *
 * <p>What goes wrong leads to 4xx or 5xx, never to plain text where protection was wanted: all
 * forms of a message are made before the first is sent, policy is asked about all recipients before
 * that, and what the next hop took of a split message is journalled, so that a retry completes it
 * without doubles. The one window that SMTP leaves is between the next hop's answer and the
 * journal, or the client's hearing of ours (RFC 1047).
 *
 * <p>Safe for use by many threads.
 */
public final class Gateway implements MailHandler {
  /** Under this suffix of an identity stand recipients about whom the sender had a report. */
  private static final String REPORTED = "#reported";

  private final GatewaySettings settings;
  private final GatewayPorts ports;
  private final Trace trace;
  private final InFlight inFlight = new InFlight();

  public Gateway(GatewaySettings settings, GatewayPorts ports) {
    this.settings = settings;
    this.ports = ports;
    this.trace = new Trace(settings);
  }

  /**
   * Reads a policy that may name every profile of {@link CryptoProfile} that mail is made by.
   *
   * @param file how errors name it
   */
  public static Policy policy(String text, String file) throws YamlProblem {
    return Policy.read(text, file, Set.copyOf(profiles()));
  }

  /**
   * Reads a jurisdiction table over the same profiles.
   *
   * @param file how errors name it
   */
  public static JurisdictionTable jurisdictions(String text, String file) throws YamlProblem {
    return JurisdictionTable.read(text, file, profiles());
  }

  /** The words that {@code profile:} may have in a policy: legacy is read, never made. */
  public static List<String> profiles() {
    return Arrays.stream(CryptoProfile.Name.values())
        .filter(name -> name != CryptoProfile.Name.LEGACY_READ)
        .map(CryptoProfile.Name::word)
        .toList();
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    Answer answer;
    try {
      answer = new Passage(arrival, envelope, message).run();
    } catch (MalformedMessage e) {
      answer = new Answer(554, "5.6.0", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("message " + arrival.id() + ": not handled: " + e);
      answer = new Answer(451, "4.3.0", "message: could not be handled here; try again later");
    }
    ports.events().answered(settings.direction(), answer);
    return answer;
  }

  /** One message on its way through. */
  private final class Passage {
    private final Arrival arrival;
    private final Envelope envelope;
    private final Octets message;

    Passage(Arrival arrival, Envelope envelope, Octets message) {
      this.arrival = arrival;
      this.envelope = envelope;
      this.message = message;
    }

    Answer run() throws IOException {
      MessageHeader header = MessageHeader.read(message);
      if (trace.loops(header)) {
        return new Answer(
            554,
            "5.4.6",
            "message: goes round in circles (RFC 5321 §6.3); the routing of this or the next server"
                + " is wrong");
      }
      if (settings.direction() == Facts.Direction.OUTBOUND) {
        requireFields(header);
      }
      String identity = MessageIdentity.of(settings.direction(), envelope, message);
      Set<Mailbox> mailboxes = mailboxes();
      if (!inFlight.take(identity, mailboxes)) {
        return new Answer(451, "4.3.2", "message: the same is still on its way; try again later");
      }
      try {
        return pass(header, identity);
      } finally {
        inFlight.release(identity, mailboxes);
      }
    }

    private Answer pass(MessageHeader header, String identity) throws IOException {
      Outcome outcome =
          new Outcome(
              envelope,
              ports.journal().accepted(identity),
              ports.journal().accepted(identity + REPORTED));
      List<Envelope.Recipient> pending = outcome.pending();
      List<Wanted> wanted = decide(header, pending);
      if (!record(identity, wanted)) {
        return new Answer(
            451, "4.3.0", "message: what was decided could not be put on record; try again later");
      }
      Optional<Answer> deferred = Outcome.deferral(wanted);
      if (deferred.isPresent()) {
        return deferred.get();
      }
      outcome.addRefusals(wanted);
      boolean nothingYet = !outcome.anyAccepted();
      if (nothingYet && outcome.anyRefused() && allOrNone()) {
        return outcome.refusal();
      }
      List<Variant> variants = Variants.of(wanted, header.visibleRecipients());
      List<Delivery.Ready> ready = new ArrayList<>();
      try {
        Optional<Answer> failure = protect(header, variants, ready);
        if (failure.isPresent()) {
          return failure.get();
        }
        outcome.add(new Delivery(identity, envelope, settings, ports).send(ready));
      } finally {
        for (Delivery.Ready one : ready) {
          one.octets().close();
        }
      }
      return answer(outcome, identity);
    }

    private List<Wanted> decide(MessageHeader header, List<Envelope.Recipient> pending)
        throws IOException {
      List<Wanted> gathered =
          new FactGathering(settings.direction(), FactSources.of(ports))
              .of(
                  ports.policy().get(),
                  header,
                  envelope,
                  message,
                  pending,
                  ports.clock().instant());
      return trace.isOwnWork(header, message, mailboxes())
          ? gathered.stream().map(Wanted::left).toList()
          : gathered;
    }

    /** Whether what the law wants on record is there. */
    private boolean record(String identity, List<Wanted> wanted) {
      List<DecisionRecord.Entry> entries =
          DecisionRecord.entries(identity, wanted, ports.clock().instant());
      if (entries.isEmpty()) {
        return true;
      }
      try {
        ports.extras().record().keep(entries);
        return true;
      } catch (IOException e) {
        ports.events().trouble("record of decisions: not written: " + e.getMessage());
        return entries.stream().noneMatch(entry -> entry.duty() == Ruling.RecordDuty.REQUIRED);
      }
    }

    /** Makes every variant, or says why one of them cannot be made. */
    private Optional<Answer> protect(
        MessageHeader header, List<Variant> variants, List<Delivery.Ready> ready)
        throws IOException {
      Protector protector =
          new Protector(
              message, header.from().flatMap(ports.signatures()::signerFor), variants, ports);
      for (Variant variant : variants) {
        try {
          Octets made = protector.protect(variant);
          ready.add(new Delivery.Ready(variant, trace.added(arrival, made, variant.mailboxes())));
        } catch (IllegalArgumentException e) {
          ports.events().trouble("message " + arrival.id() + ": not protected: " + e.getMessage());
          return Optional.of(
              new Answer(
                  550, "5.7.5", "message: cannot be protected as policy wants: " + e.getMessage()));
        }
      }
      return Optional.empty();
    }

    private Answer answer(Outcome outcome, String identity) throws IOException {
      Optional<Answer> simple = outcome.simple();
      if (simple.isPresent()) {
        return simple.get();
      }
      if (!report(outcome, identity)) {
        return new Answer(
            451,
            "4.4.1",
            "next hop: took the message for some recipients, and not yet the report about the"
                + " others; try again later");
      }
      return outcome.partly();
    }

    /** Whether the sender has, or does not want, a report about those who were refused. */
    private boolean report(Outcome outcome, String identity) throws IOException {
      List<Envelope.Recipient> about = FailureReport.wanted(envelope, outcome.refused());
      if (envelope.sender().isEmpty() || about.isEmpty()) {
        return true;
      }
      Mailbox sender = envelope.sender().get();
      Octets report =
          new FailureReport(settings.hostname())
              .write(arrival, envelope, about, outcome.refused(), identity, message);
      try {
        Answer answer = ports.nextHop().send(FailureReport.envelope(sender), report).get(sender);
        if (answer == null || answer.kind() == Answer.Kind.TRY_AGAIN) {
          return false;
        }
        // Taken, or refused for good: there is nothing more to be done for this sender.
        ports
            .journal()
            .accept(identity + REPORTED, outcome.refused().keySet(), ports.clock().instant());
        return true;
      } catch (IOException e) {
        ports.events().trouble(String.valueOf(e.getMessage()));
        return false;
      }
    }

    private boolean allOrNone() {
      return ports.policy().get().refusals(settings.direction()) == Policy.Refusals.ALL_OR_NONE;
    }

    private Set<Mailbox> mailboxes() {
      Set<Mailbox> mailboxes = new HashSet<>();
      envelope.recipients().forEach(r -> mailboxes.add(r.mailbox()));
      return mailboxes;
    }

    private void requireFields(MessageHeader header) throws MalformedMessage {
      for (String name : List.of("From", "Date", "Message-ID")) {
        if (header.all(name).size() != 1) {
          throw new MalformedMessage(
              "message: has "
                  + (header.all(name).isEmpty() ? "no " : "more than one ")
                  + name
                  + " field (RFC 5322 §3.6); let a mail program or the submission server set it");
        }
      }
    }
  }
}
