package org.signetmail.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.signetmail.directory.Lookup;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Facts.RecipientCertificate;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Octets;

/** Gathers what a policy may look at, recipients beside each other, and asks it. */
final class FactGathering {
  private final Facts.Direction direction;
  private final GatewayPorts ports;

  FactGathering(Facts.Direction direction, GatewayPorts ports) {
    this.direction = direction;
    this.ports = ports;
  }

  List<Wanted> of(
      MessageHeader header, Envelope envelope, Octets message, List<Envelope.Recipient> recipients)
      throws IOException {
    if (recipients.isEmpty()) {
      return List.of();
    }
    Policy policy = ports.policy().get();
    Facts common = common(header, envelope, message, recipients.getFirst().mailbox());
    Map<Mailbox, Lookup> lookups =
        policy.asksForCertificates(direction) && common.protection() != Protection.ENCRYPTED
            ? lookups(recipients)
            : Map.of();
    List<Wanted> wanted = new ArrayList<>();
    for (Envelope.Recipient recipient : recipients) {
      Lookup lookup = lookups.get(recipient.mailbox());
      Facts facts = common.forRecipient(recipient.mailbox(), state(lookup));
      wanted.add(new Wanted(recipient, facts, policy.decide(facts), best(lookup)));
    }
    return wanted;
  }

  private Facts common(MessageHeader header, Envelope envelope, Octets message, Mailbox recipient)
      throws IOException {
    Optional<Mailbox> from = header.from();
    boolean signer = from.flatMap(ports.signatures()::signerFor).isPresent();
    return new Facts(
        direction,
        envelope.sender(),
        from,
        recipient,
        from.map(ports.extras().groups()::of).orElse(Set.of()),
        header.subject(),
        header.byName(),
        message.size(),
        RecipientCertificate.NOT_FOUND,
        ProtectionScan.of(header, message),
        signer ? Facts.Signer.AVAILABLE : Facts.Signer.NONE);
  }

  private Map<Mailbox, Lookup> lookups(List<Envelope.Recipient> recipients) {
    if (recipients.size() == 1) {
      Mailbox only = recipients.getFirst().mailbox();
      return Map.of(only, ports.directory().find(only));
    }
    Map<Mailbox, FutureTask<Lookup>> asked = new HashMap<>();
    for (Envelope.Recipient recipient : recipients) {
      asked.computeIfAbsent(
          recipient.mailbox(),
          mailbox -> {
            FutureTask<Lookup> task = new FutureTask<>(() -> ports.directory().find(mailbox));
            Thread.ofVirtual().name("lookup").start(task);
            return task;
          });
    }
    Map<Mailbox, Lookup> lookups = new HashMap<>();
    asked.forEach((mailbox, task) -> lookups.put(mailbox, outcome(task)));
    return lookups;
  }

  private static Lookup outcome(FutureTask<Lookup> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Lookup.Unreachable(List.of());
    } catch (ExecutionException e) {
      throw new IllegalStateException("directory: lookup failed", e.getCause());
    }
  }

  private static RecipientCertificate state(@org.jspecify.annotations.Nullable Lookup lookup) {
    return switch (lookup) {
      case null -> RecipientCertificate.NOT_FOUND;
      case Lookup.Found found -> RecipientCertificate.FOUND;
      case Lookup.NotFound notFound -> RecipientCertificate.NOT_FOUND;
      case Lookup.Unreachable unreachable -> RecipientCertificate.UNREACHABLE;
    };
  }

  private static Optional<Certificate> best(@org.jspecify.annotations.Nullable Lookup lookup) {
    return lookup instanceof Lookup.Found found ? Optional.of(found.best()) : Optional.empty();
  }
}
