package org.signetmail.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * Hands the variants of one message to the next hop and writes down, at once and durably, whom it
 * took them for as soon as there is more than one answer to remember. For one thread.
 */
final class Delivery {
  private final String identity;
  private final Envelope envelope;
  private final GatewaySettings settings;
  private final GatewayPorts ports;
  private final SteadyJournal journal;
  private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

  Delivery(
      String identity,
      Envelope envelope,
      GatewaySettings settings,
      GatewayPorts ports,
      SteadyJournal journal) {
    this.identity = identity;
    this.envelope = envelope;
    this.settings = settings;
    this.ports = ports;
    this.journal = journal;
  }

  /**
   * A variant as it goes out.
   *
   * @param octets trace and all: a view
   * @param made what they are a view of
   */
  record Ready(Variant variant, Octets octets, Octets made) implements Closeable {
    @Override
    public void close() throws IOException {
      try (made) {
        octets.close();
      }
    }
  }

  /** The final answer for each recipient, {@code 451} where there is none. */
  Map<Mailbox, Answer> send(List<Ready> all) {
    Set<NextHop> unreachable = new HashSet<>();
    for (Ready ready : all) {
      ports
          .nextHop()
          .ways(outside(ready.variant()))
          .forEach((hop, part) -> {
            Map<Mailbox, Answer> given =
                unreachable.contains(hop)
                    ? unreachable(part, "is not reachable")
                    : sendOne(hop, part, ready.octets());
            if (given.values().stream().anyMatch(a -> a.status().equals("4.4.1"))) {
              unreachable.add(hop);
            }
            Map<Mailbox, Answer> said = inside(ready.variant(), silenced(ready.variant(), given));
            answers.putAll(said);
            remember(ready.variant(), said);
          });
    }
    return answers;
  }

  private Map<Mailbox, Answer> sendOne(NextHop hop, Envelope part, Octets message) {
    try (Steps.Ending _ = ports.events().steps().begins(Steps.Step.NEXT_HOP)) {
      Map<Mailbox, Answer> given = new LinkedHashMap<>(hop.send(part, message));
      for (Envelope.Recipient recipient : part.recipients()) {
        given.putIfAbsent(
            recipient.mailbox(),
            new Answer(451, "4.4.2", "next hop: gave no answer for " + recipient.mailbox()));
      }
      return given;
    } catch (IOException e) {
      ports.events().trouble(e.getMessage() == null ? "next hop: " + e : e.getMessage());
      return unreachable(part, "gave no final answer");
    }
  }

  /** To whom a variant goes. */
  private Envelope outside(Variant variant) {
    Optional<Mailbox> keeper = variant.treatment().reception().quarantine();
    if (keeper.isPresent()) {
      return Quarantine.envelope(keeper.get(), envelope);
    }
    Envelope part = envelope.to(variant.recipients());
    return variant.opened().isPresent() ? part.forOpened(returns()) : part;
  }

  private Optional<Mailbox> returns() {
    return settings
        .returns()
        .map(address -> new ReturnPath(address, settings.traceKey()))
        .flatMap(
            path -> envelope.sender().flatMap(sender -> path.of(sender, ports.clock().instant())));
  }

  /**
   * What that means for its recipients: whoever keeps a message from them did or did not take it;
   * of that the sender hears no more than this.
   */
  private static Map<Mailbox, Answer> inside(Variant variant, Map<Mailbox, Answer> given) {
    if (variant.treatment().reception().quarantine().isEmpty()) {
      return given;
    }
    boolean isTaken = given.values().stream().allMatch(a -> a.kind() == Answer.Kind.ACCEPTED);
    Answer answer =
        isTaken
            ? new Answer(250, "2.0.0", "accepted")
            : new Answer(451, "4.3.0", "message: could not be handled here; try again later");
    Map<Mailbox, Answer> answers = new LinkedHashMap<>();
    variant.mailboxes().forEach(mailbox -> answers.put(mailbox, answer));
    return answers;
  }

  /**
   * What a server says of a message that was opened may quote it, and goes to its sender: of a
   * refusal the codes stay, and the words where they are about the address (RFC 3463 §3.2).
   */
  private static Map<Mailbox, Answer> silenced(Variant variant, Map<Mailbox, Answer> given) {
    if (variant.opened().isEmpty()) {
      return given;
    }
    Map<Mailbox, Answer> silent = new LinkedHashMap<>();
    given.forEach((mailbox, answer) ->
        silent.put(
            mailbox,
            answer.kind() == Answer.Kind.ACCEPTED
                ? new Answer(250, "2.0.0", "accepted")
                : answer.status().startsWith(".1.", 1)
                    ? answer
                    : new Answer(
                        answer.code(), answer.status(), "next hop: does not take the message")));
    return silent;
  }

  private void remember(Variant variant, Map<Mailbox, Answer> given) {
    Set<Mailbox> accepted = new LinkedHashSet<>();
    given.forEach((mailbox, answer) -> {
      if (answer.kind() == Answer.Kind.ACCEPTED) {
        accepted.add(mailbox);
      }
    });
    if (accepted.isEmpty()) {
      return;
    }
    ports.events().sent(settings.direction(), variant.treatment(), accepted.size());
    if (accepted.size() < recipients()) {
      journal.accept(identity, accepted, ports.clock().instant());
    }
  }

  private long recipients() {
    return envelope.mailboxes().size();
  }

  private static Map<Mailbox, Answer> unreachable(Envelope part, String what) {
    Answer answer =
        new Answer(
            451,
            "4.4.1",
            "next hop: " + what + "; the message was not accepted here, try again later");
    Map<Mailbox, Answer> answers = new LinkedHashMap<>();
    part.recipients().forEach(r -> answers.put(r.mailbox(), answer));
    return answers;
  }
}
