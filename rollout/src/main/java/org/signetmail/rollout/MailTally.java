package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Protection;

/**
 * Counts what a sample of mail says of programs, correspondents and certificates, one message after
 * the other. What it keeps is bounded: a sample that names more than a million people, domains or
 * certificates is counted up to there. For one thread.
 */
public final class MailTally {
  private static final int MOST = 1_000_000;

  private final Predicate<Mailbox> ours;
  private final MailPrograms table;
  private final SortedMap<String, SortedSet<MailProgram>> programs = new TreeMap<>();
  private final Map<String, Traffic> traffic = new HashMap<>();
  private final Map<String, FoundCertificate> certificates = new LinkedHashMap<>();
  private final Map<String, Set<String>> readers = new HashMap<>();
  private int messages;
  private int unreadable;
  private boolean full;

  private static final class Traffic {
    private int sent;
    private int received;
    private int signed;
    private int encrypted;
  }

  /**
   * @param ours whether a mailbox is of our own domains
   */
  public MailTally(Predicate<Mailbox> ours, MailPrograms table) {
    this.ours = ours;
    this.table = table;
  }

  /** Counts a message. */
  public void add(SampledMessage message) {
    messages++;
    boolean isOurs = message.from().filter(ours).isPresent();
    if (isOurs) {
      message.program().ifPresent(field -> program(message.from().get(), field));
      sent(message);
    } else {
      message.from().ifPresent(from -> received(from.domain(), message));
    }
    message.certificates().forEach(one -> add(one, FoundCertificate.Origin.SAMPLE));
  }

  /** Counts a message that cannot be read. */
  public void addUnreadable() {
    messages++;
    unreadable++;
  }

  /** Counts a certificate, once whatever number of times it is found. */
  public void add(Certificate certificate, FoundCertificate.Origin origin) {
    if (certificate.isAuthority() || certificate.isSeal() || certificate.mailboxes().isEmpty()) {
      return;
    }
    if (hasRoom(certificates.size())) {
      certificates.putIfAbsent(certificate.fingerprint(), FoundCertificate.of(certificate, origin));
    }
    if (certificate.mayEncrypt()) {
      for (Mailbox owner : certificate.mailboxes()) {
        if (!ours.test(owner)) {
          readers.computeIfAbsent(owner.domain(), _ -> new HashSet<>()).add(owner.key());
        }
      }
    }
  }

  /**
   * Counts a mail program of one of ours that is known from elsewhere than their mail.
   *
   * @param product as a list names it
   * @param version as it stands there; empty when nobody knows
   */
  public void addProgram(Mailbox person, String product, String version) {
    if (ours.test(person)) {
      program(person, table.named(product, version));
    }
  }

  private void program(Mailbox person, String field) {
    program(person, table.of(field));
  }

  private void program(Mailbox person, MailProgram program) {
    if (program.fitness() == MailProgram.Fitness.ROBOT) {
      return;
    }
    if (programs.containsKey(person.key()) || hasRoom(programs.size())) {
      programs
          .computeIfAbsent(person.key(), _ -> new TreeSet<>(Inventory.PROGRAM_ORDER))
          .add(program);
    }
  }

  private void sent(SampledMessage message) {
    Set<String> domains = new HashSet<>();
    message.to().stream().filter(ours.negate()).forEach(to -> domains.add(to.domain()));
    for (String domain : domains) {
      Traffic with = traffic(domain);
      with.sent++;
      with.encrypted += message.protection() == Protection.ENCRYPTED ? 1 : 0;
    }
  }

  private void received(String domain, SampledMessage message) {
    Traffic with = traffic(domain);
    with.received++;
    with.signed += message.protection() == Protection.SIGNED ? 1 : 0;
    with.encrypted += message.protection() == Protection.ENCRYPTED ? 1 : 0;
  }

  private Traffic traffic(String domain) {
    if (!traffic.containsKey(domain) && !hasRoom(traffic.size())) {
      return new Traffic();
    }
    return traffic.computeIfAbsent(domain, _ -> new Traffic());
  }

  private boolean hasRoom(int size) {
    full |= size >= MOST;
    return size < MOST;
  }

  /** The inventory, with what is known from elsewhere. */
  public Inventory inventory(
      java.time.Instant at, List<ListedMember> members, List<MailServer> servers) {
    List<Correspondent> correspondents = new ArrayList<>();
    traffic.forEach((domain, with) ->
        correspondents.add(
            new Correspondent(
                domain,
                with.sent,
                with.received,
                with.signed,
                with.encrypted,
                readers.getOrDefault(domain, Set.of()).size())));
    correspondents.sort(
        Comparator.comparingInt((Correspondent c) -> -c.sent() - c.received())
            .thenComparing(Correspondent::domain));
    return new Inventory(
        at,
        members.stream().sorted(Comparator.comparing(m -> m.mailbox().key())).toList(),
        programs,
        correspondents,
        certificates.values().stream()
            .sorted(
                Comparator.comparing(FoundCertificate::until)
                    .thenComparing(FoundCertificate::fingerprint))
            .toList(),
        servers,
        new Inventory.Sample(messages, unreadable, full));
  }
}
