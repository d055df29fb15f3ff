package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Ruling;
import org.signetmail.smime.Octets;

/** One message on its way through. */
final class Passage {
  /** Under this suffix of an identity stand recipients about whom the sender had a report. */
  private static final String REPORTED = "#reported";

  private final Desks desks;
  private final GatewaySettings settings;
  private final GatewayPorts ports;
  private final SteadyJournal journal;
  private final Arrival arrival;
  private final Envelope envelope;
  private final Octets message;

  Passage(Desks desks, Arrival arrival, Envelope envelope, Octets message) {
    this.desks = desks;
    this.settings = desks.settings();
    this.ports = desks.ports();
    this.journal = desks.journal();
    this.arrival = arrival;
    this.envelope = envelope;
    this.message = message;
  }

  /** What all messages of one gateway share. */
  record Desks(
      GatewaySettings settings,
      GatewayPorts ports,
      Trace trace,
      Invitations invitations,
      FormDesk forms,
      SteadyJournal journal,
      Profiles profiles) {
    Desks(GatewaySettings settings, GatewayPorts ports) {
      this(
          settings,
          ports,
          new Trace(settings),
          new Invitations(ports),
          new FormDesk(ports),
          new SteadyJournal(ports.journal(), ports.events()),
          new Profiles());
    }
  }

  /** Decides, makes, sends and reports what is left to be done of it. */
  Answer pass(MessageHeader header, String identity) throws IOException {
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
      desks.invitations().send(ports.policy().get().invitation(), header, envelope, wanted);
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
          new Forms(settings, ports, desks.trace(), desks.profiles(), desks.forms())
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
    boolean isOwn = desks.trace().isOwnWork(header, message, envelope.mailboxes());
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
        : desks.forms().settle(header.from(), ports.policy().get().passwordForms(), gathered);
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
}
