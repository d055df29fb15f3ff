package org.signetmail.gateway;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

  Delivery(String identity, Envelope envelope, GatewaySettings settings, GatewayPorts ports) {
    this.identity = identity;
    this.envelope = envelope;
    this.settings = settings;
    this.ports = ports;
  }

  /** A variant with its octets, trace and all. */
  record Ready(Variant variant, Octets octets) {}

  /** The final answer for each recipient, {@code 451} where there is none. */
  Map<Mailbox, Answer> send(List<Ready> all) {
    boolean reachable = true;
    for (Ready ready : all) {
      Map<Mailbox, Answer> given =
          reachable ? sendOne(ready) : unreachable(ready.variant(), "is not reachable");
      reachable = given.values().stream().noneMatch(a -> a.status().equals("4.4.1"));
      answers.putAll(given);
      remember(ready.variant(), given);
    }
    return answers;
  }

  private Map<Mailbox, Answer> sendOne(Ready ready) {
    Envelope part =
        new Envelope(envelope.sender(), ready.variant().recipients(), envelope.parameters());
    try {
      Map<Mailbox, Answer> given = new LinkedHashMap<>(ports.nextHop().send(part, ready.octets()));
      for (Mailbox mailbox : ready.variant().mailboxes()) {
        given.putIfAbsent(
            mailbox, new Answer(451, "4.4.2", "next hop: gave no answer for " + mailbox));
      }
      return given;
    } catch (IOException e) {
      ports.events().trouble(e.getMessage() == null ? "next hop: " + e : e.getMessage());
      return unreachable(ready.variant(), "gave no final answer");
    }
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
      try {
        ports.journal().accept(identity, accepted, ports.clock().instant());
      } catch (RuntimeException e) {
        // To go on is the better half: if the rest is taken too, there will be no retry.
        ports.events().trouble("journal: what the next hop took was not written down: " + e);
      }
    }
  }

  private long recipients() {
    return envelope.recipients().stream().map(Envelope.Recipient::mailbox).distinct().count();
  }

  private static Map<Mailbox, Answer> unreachable(Variant variant, String what) {
    Answer answer =
        new Answer(
            451,
            "4.4.1",
            "next hop: " + what + "; the message was not accepted here, try again later");
    Map<Mailbox, Answer> answers = new LinkedHashMap<>();
    variant.mailboxes().forEach(m -> answers.put(m, answer));
    return answers;
  }
}
