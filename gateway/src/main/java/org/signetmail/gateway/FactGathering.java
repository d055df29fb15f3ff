package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.Lookup;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.policy.Facts.RecipientCertificate;
import org.signetmail.policy.LabelSources;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * Gathers what a policy may look at, recipients beside each other. Nothing is sent and nothing
 * decided, so it also says what a policy would see. Safe for use by many threads.
 */
public final class FactGathering {
  private final Facts.Direction direction;
  private final FactSources sources;

  public FactGathering(Facts.Direction direction, FactSources sources) {
    this.direction = direction;
    this.sources = sources;
  }

  /**
   * What this policy may look at, for each recipient in order.
   *
   * @throws MalformedMessage when the message has no header that can be read
   */
  public List<Facts> facts(Policy policy, Envelope envelope, Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    return gather(policy, header, envelope, message, envelope.recipients()).stream()
        .map(Gathered::facts)
        .toList();
  }

  List<Wanted> of(
      Policy policy,
      MessageHeader header,
      Envelope envelope,
      Octets message,
      List<Envelope.Recipient> recipients,
      Instant at)
      throws IOException {
    return gather(policy, header, envelope, message, recipients).stream()
        .map(one -> wanted(one, policy, at))
        .toList();
  }

  private Wanted wanted(Gathered one, Policy policy, Instant at) {
    Optional<Ruling> ruling = policy.ruling(one.facts(), at);
    Decision decision =
        ruling.map(Ruling::decision).orElseGet(() -> policy.decide(one.facts(), at));
    Optional<Certificate> certificate =
        decision instanceof Decision.Deliver(Treatment treatment, String rule)
            ? switch (treatment.encrypt()) {
              case TO_PERSON -> best(one.lookup());
              case TO_PARTNER -> sources.affiliations().gateway(one.recipient().mailbox());
              case NO -> Optional.empty();
            }
            : Optional.empty();
    return new Wanted(one.recipient(), one.facts(), decision, certificate, ruling);
  }

  private record Gathered(Envelope.Recipient recipient, Facts facts, @Nullable Lookup lookup) {}

  private List<Gathered> gather(
      Policy policy,
      MessageHeader header,
      Envelope envelope,
      Octets message,
      List<Envelope.Recipient> recipients)
      throws IOException {
    if (recipients.isEmpty()) {
      return List.of();
    }
    Facts.Message content = content(policy.labels(direction), header, message);
    Facts.Author author = author(header, envelope);
    Map<Mailbox, Lookup> lookups =
        policy.asksForCertificates(direction) && content.protection() != Protection.ENCRYPTED
            ? lookups(recipients)
            : Map.of();
    List<Gathered> gathered = new ArrayList<>();
    for (Envelope.Recipient recipient : recipients) {
      Lookup lookup = lookups.get(recipient.mailbox());
      Facts.Recipient to = recipient(recipient.mailbox(), lookup);
      gathered.add(
          new Gathered(
              recipient, policy.placed(new Facts(direction, content, author, to)), lookup));
    }
    return gathered;
  }

  private static Facts.Message content(LabelSources sources, MessageHeader header, Octets message)
      throws IOException {
    Protection protection = ProtectionScan.of(header, message);
    return new Facts.Message(
        header.subject(),
        header.byName(),
        Labels.of(sources, header, message, protection),
        message.size(),
        protection);
  }

  private Facts.Author author(MessageHeader header, Envelope envelope) {
    Optional<Mailbox> from = header.from();
    Affiliations affiliations = sources.affiliations();
    return new Facts.Author(
        envelope.sender(),
        from,
        from.map(affiliations::groups).orElse(Set.of()),
        from.flatMap(affiliations::partner),
        from.map(sources.signers()).orElse(Facts.Signer.NONE));
  }

  private Facts.Recipient recipient(Mailbox mailbox, @Nullable Lookup lookup) {
    Affiliations affiliations = sources.affiliations();
    return new Facts.Recipient(
        mailbox,
        affiliations.groups(mailbox),
        affiliations.partner(mailbox),
        state(lookup),
        affiliations.gateway(mailbox).isPresent()
            ? Facts.PartnerGateway.FOUND
            : Facts.PartnerGateway.NONE);
  }

  private Map<Mailbox, Lookup> lookups(List<Envelope.Recipient> recipients) {
    if (recipients.size() == 1) {
      Mailbox only = recipients.getFirst().mailbox();
      return Map.of(only, sources.certificates().apply(only));
    }
    Map<Mailbox, FutureTask<Lookup>> asked = new HashMap<>();
    for (Envelope.Recipient recipient : recipients) {
      asked.computeIfAbsent(
          recipient.mailbox(),
          mailbox -> {
            FutureTask<Lookup> task = new FutureTask<>(() -> sources.certificates().apply(mailbox));
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

  private static RecipientCertificate state(@Nullable Lookup lookup) {
    return switch (lookup) {
      case null -> RecipientCertificate.NOT_FOUND;
      case Lookup.Found found -> RecipientCertificate.FOUND;
      case Lookup.NotFound notFound -> RecipientCertificate.NOT_FOUND;
      case Lookup.Unreachable unreachable -> RecipientCertificate.UNREACHABLE;
    };
  }

  private static Optional<Certificate> best(@Nullable Lookup lookup) {
    return lookup instanceof Lookup.Found found ? Optional.of(found.best()) : Optional.empty();
  }
}
