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
import org.signetmail.policy.AlsoReader;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
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
  private final Optional<Mailbox> login;

  /** Of mail whose client did not log in. */
  public FactGathering(Facts.Direction direction, FactSources sources) {
    this(direction, sources, Optional.empty());
  }

  /**
   * @param login who proved to be the client
   */
  FactGathering(Facts.Direction direction, FactSources sources, Optional<Mailbox> login) {
    this.direction = direction;
    this.sources = sources;
    this.login = login;
  }

  /**
   * What this policy may look at, for each recipient in order. Nothing is opened for it.
   *
   * @throws MalformedMessage when the message has no header that can be read
   */
  public List<Facts> facts(Policy policy, Envelope envelope, Octets message, Instant at)
      throws IOException {
    MessageHeader header = MessageHeader.read(message);
    Examination seen = examine(header, message, at);
    try (Openings openings = Openings.none(message, at)) {
      return gather(policy, header, envelope, message, envelope.recipients(), seen, openings)
          .stream()
          .map(Gathered::facts)
          .toList();
    }
  }

  /** What a message came with; and of mail from outside, what its signature came to. */
  Examination examine(MessageHeader header, Octets message, Instant at) throws IOException {
    return direction == Facts.Direction.INBOUND
        ? Examination.of(header, message, sources.judge(), at)
        : Examination.none(ProtectionScan.of(header, message));
  }

  List<Wanted> of(
      Policy policy,
      MessageHeader header,
      Envelope envelope,
      Octets message,
      List<Envelope.Recipient> recipients,
      Examination seen,
      Openings openings,
      Instant at)
      throws IOException {
    Openings tried = policy.opens() ? openings : Openings.none(message, at);
    return gather(policy, header, envelope, message, recipients, seen, tried).stream()
        .map(one -> wanted(one, policy, at))
        .toList();
  }

  private Wanted wanted(Gathered one, Policy policy, Instant at) {
    Optional<Ruling> ruling = policy.ruling(one.facts(), at);
    Decision decision =
        ruling.map(Ruling::decision).orElseGet(() -> policy.decide(one.facts(), at));
    List<Certificate> besides = new ArrayList<>();
    if (decision instanceof Decision.Deliver deliver) {
      for (AlsoReader reader : deliver.treatment().alsoReaders()) {
        Optional<String> missing = besides(reader, one.facts(), besides);
        if (missing.isPresent()) {
          decision = new Decision.Defer(missing.get(), deliver.rule());
        }
      }
    }
    Optional<Certificate> certificate =
        decision instanceof Decision.Deliver(Treatment treatment, String rule)
            ? switch (treatment.encrypt()) {
              case TO_PERSON -> best(one.lookup());
              case TO_PARTNER -> sources.affiliations().gateway(one.recipient().mailbox());
              case TO_PASSWORD_PAGE, TO_PASSWORD_CMS, NO -> Optional.empty();
            }
            : Optional.empty();
    Wanted wanted =
        new Wanted(
            one.recipient(), one.facts(), decision, certificate, besides, Optional.empty(), ruling);
    return one.opened().map(opened -> InsideDecision.of(wanted, opened, policy, at)).orElse(wanted);
  }

  /**
   * Why a message that policy delivers has to wait all the same: somebody who must be able to open
   * it too has no certificate. Empty when nothing is missing.
   */
  public Optional<String> missing(Decision decision, Facts facts) {
    return decision instanceof Decision.Deliver deliver
        ? deliver.treatment().alsoReaders().stream()
            .flatMap(reader -> besides(reader, facts, new ArrayList<>()).stream())
            .findFirst()
        : Optional.empty();
  }

  /** An explanation, told what a policy alone cannot know: {@link #missing}. */
  public Explanation withMissing(Facts facts, Explanation explained) {
    return missing(explained.decision(), facts)
        .map(why ->
            new Explanation(
                new Decision.Defer(why, explained.decision().rule()),
                explained.steps(),
                explained.because(),
                explained.ruling()))
        .orElse(explained);
  }

  /** Adds the certificate of who can open it too, or says why the message has to wait. */
  private Optional<String> besides(AlsoReader reader, Facts facts, List<Certificate> besides) {
    Optional<Mailbox> mailbox =
        switch (reader) {
          case AlsoReader.Author _ -> facts.author().from();
          case AlsoReader.Archive(Mailbox archive) -> Optional.of(archive);
        };
    if (mailbox.isEmpty()) {
      return Optional.empty();
    }
    return switch (sources.certificates().apply(mailbox.get())) {
      case Lookup.Found found -> {
        besides.add(found.best());
        yield Optional.empty();
      }
      case Lookup.NotFound _ when reader instanceof AlsoReader.Author -> Optional.empty();
      case Lookup.NotFound _ ->
          Optional.of(
              mailbox.get()
                  + ": must be able to open it too (also-encrypt-to), and has no certificate; your"
                  + " administrator must see to it");
      case Lookup.Unreachable _ ->
          Optional.of(
              mailbox.get()
                  + ": must be able to open it too (also-encrypt-to), and nobody could be asked for"
                  + " a certificate; it is tried again");
    };
  }

  record Gathered(
      Envelope.Recipient recipient,
      Facts facts,
      Optional<Openings.Opened> opened,
      @Nullable Lookup lookup) {}

  List<Gathered> gather(
      Policy policy,
      MessageHeader header,
      Envelope envelope,
      Octets message,
      List<Envelope.Recipient> recipients,
      Examination seen,
      Openings openings)
      throws IOException {
    if (recipients.isEmpty()) {
      return List.of();
    }
    Facts.Message content = content(policy.labels(direction), header, message, seen);
    Facts.Author author = author(header, envelope);
    Map<Mailbox, Lookup> lookups =
        policy.asksForCertificates(direction) && content.protection() != Protection.ENCRYPTED
            ? lookups(recipients)
            : Map.of();
    List<Gathered> gathered = new ArrayList<>();
    for (Envelope.Recipient recipient : recipients) {
      Lookup lookup = lookups.get(recipient.mailbox());
      Facts.Recipient to = recipient(recipient.mailbox(), lookup);
      Openings.Attempt attempt =
          content.protection() == Protection.ENCRYPTED
              ? openings.of(recipient.mailbox())
              : Openings.Attempt.NONE;
      Facts facts =
          policy
              .placed(new Facts(direction, content, author, to))
              .with(seen.facts(attempt.openable()));
      gathered.add(new Gathered(recipient, facts, attempt.opened(), lookup));
    }
    return gathered;
  }

  private static Facts.Message content(
      LabelSources sources, MessageHeader header, Octets message, Examination seen)
      throws IOException {
    Protection protection = seen.protection();
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
        from.map(sources.signers()).orElse(Facts.Signer.NONE),
        login);
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
