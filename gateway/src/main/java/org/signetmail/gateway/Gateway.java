package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
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
  private final Invitations invitations;
  private final FormDesk desk;
  private final InFlight inFlight = new InFlight();
  private final SteadyJournal journal;
  private final Profiles profiles = new Profiles();

  public Gateway(GatewaySettings settings, GatewayPorts ports) {
    this.settings = settings;
    this.ports = ports;
    this.trace = new Trace(settings);
    this.desk = new FormDesk(ports);
    this.invitations = new Invitations(ports);
    this.journal = new SteadyJournal(ports.journal(), ports.events());
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

  /** Below the next hop's, for what is signed and encrypted grows. */
  @Override
  public Optional<Long> largest() {
    return ports.nextHop().largest().map(most -> Growth.before(settings.direction(), most));
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
        Optional<Mailbox> login = arrival.login();
        if (login.isPresent() && !login.equals(header.from())) {
          return new Answer(
              553,
              "5.7.1",
              "From: is not " + login.get() + ", who logged in; write under that address alone");
        }
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
      Set<Mailbox> accepted = journal.accepted(identity);
      Set<Mailbox> reported = // about nobody before somebody was accepted
          accepted.isEmpty() ? Set.of() : journal.accepted(identity + REPORTED);
      Outcome outcome = new Outcome(envelope, accepted, reported);
      Instant at = ports.clock().instant();
      try (Openings openings =
          new Openings(ports.extras().keyRing(), ports.extras().judge(), message, at)) {
        long begin = System.nanoTime();
        Answer answer = pass(header, identity, outcome, openings, at);
        if (openings.tried()) {
          AnswerPace.hold(begin);
        }
        return answer;
      }
    }

    private Answer pass(
        MessageHeader header, String identity, Outcome outcome, Openings openings, Instant at)
        throws IOException {
      FactGathering gathering =
          new FactGathering(settings.direction(), FactSources.of(ports), arrival.login());
      Examination seen = gathering.examine(header, message, at);
      List<Wanted> wanted;
      try (Steps.Ending _ = ports.events().steps().begins(Steps.Step.DECISION)) {
        wanted = decide(gathering, header, outcome.pending(), seen, openings, at);
      }
      if (!record(identity, wanted)) {
        return new Answer(
            451, "4.3.0", "message: what was decided could not be put on record; try again later");
      }
      Optional<Answer> deferred = Outcome.deferral(wanted);
      if (deferred.isPresent()) {
        invitations.send(ports.policy().get().invitation(), header, envelope, wanted);
        return deferred.get();
      }
      outcome.addRefusals(wanted);
      boolean nothingYet = !outcome.anyAccepted();
      boolean allOrNone =
          ports.policy().get().refusals(settings.direction()) == Policy.Refusals.ALL_OR_NONE;
      if (nothingYet && outcome.anyRefused() && allOrNone) {
        return outcome.refusal();
      }
      List<Variant> variants = Variants.of(wanted, header.visibleRecipients());
      List<Delivery.Ready> ready = new ArrayList<>();
      try {
        Optional<Answer> failure =
            new Forms(settings, ports, trace, profiles, desk)
                .make(new Forms.Source(arrival, envelope, message, header, seen), variants, ready);
        if (failure.isPresent()) {
          return failure.get();
        }
        outcome.add(new Delivery(identity, envelope, settings, ports, journal).send(ready));
        new Sightings(ports).of(header, seen, variants, outcome, at);
      } finally {
        for (Delivery.Ready one : ready) {
          one.close();
        }
      }
      Answer answer = answer(outcome, identity);
      if (answer.kind() == Answer.Kind.ACCEPTED) {
        new Harvest(ports).of(seen, wanted, arrival);
      }
      return answer;
    }

    private List<Wanted> decide(
        FactGathering gathering,
        MessageHeader header,
        List<Envelope.Recipient> pending,
        Examination seen,
        Openings openings,
        Instant at)
        throws IOException {
      boolean isOwn = trace.isOwnWork(header, message, mailboxes());
      List<Wanted> gathered =
          gathering.of(
              ports.policy().get(),
              header,
              envelope,
              message,
              pending,
              seen,
              isOwn ? Openings.none(message, at) : openings,
              at);
      return isOwn
          ? gathered.stream().map(Wanted::left).toList()
          : desk.settle(header.from(), ports.policy().get().passwordForms(), gathered);
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
        Answer answer =
            ports.nextHop().reports().send(FailureReport.envelope(sender), report).get(sender);
        if (answer == null || answer.kind() == Answer.Kind.TRY_AGAIN) {
          return false;
        }
        // Taken, or refused for good: there is nothing more to be done for this sender.
        journal.accept(identity + REPORTED, outcome.refused().keySet(), ports.clock().instant());
        return true;
      } catch (IOException e) {
        ports.events().trouble(String.valueOf(e.getMessage()));
        return false;
      }
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
