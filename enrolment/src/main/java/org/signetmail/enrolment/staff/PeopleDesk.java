package org.signetmail.enrolment.staff;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Departure;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.enrolment.Resumption;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Mailbox;

/** The people, for those who run the system. Safe for many threads and nodes. */
public final class PeopleDesk {
  /** On one page. */
  public static final int PAGE = 50;

  private final PersonStore people;
  private final CensusStore census;
  private final CertificateStore certificates;
  private final ArchiveStore archive;
  private final Enrolment enrolment;
  private final Set<String> domains;

  /**
   * @param domains whose mailboxes are ours
   */
  public PeopleDesk(
      PersonStore people,
      CensusStore census,
      CertificateStore certificates,
      ArchiveStore archive,
      Enrolment enrolment,
      Set<String> domains) {
    this.people = people;
    this.census = census;
    this.certificates = certificates;
    this.archive = archive;
    this.enrolment = enrolment;
    this.domains = Set.copyOf(domains);
  }

  /**
   * One person with everything that is theirs.
   *
   * @param certificates newest first, ended ones too
   * @param keys the archive's word on each key that it keeps
   */
  public record Whole(
      Person person, List<CertificateRecord> certificates, List<ArchiveReceipt> keys) {
    public Whole {
      certificates = List.copyOf(certificates);
      keys = List.copyOf(keys);
    }
  }

  /**
   * In an order, {@link #PAGE} at most.
   *
   * @param after the {@link Mailbox#key} of the last one before; empty for the first page
   */
  public List<Person> page(
      Actor actor, CensusStore.Order order, CensusStore.Direction direction, String after) {
    actor.require(Right.SEE_PEOPLE);
    return census.people(order, direction, after, PAGE);
  }

  /** The first {@link #PAGE} by the beginnings of words in name and address. */
  public List<Person> matching(Actor actor, String text) {
    actor.require(Right.SEE_PEOPLE);
    return census.matching(text, PAGE);
  }

  /** One person. */
  public Optional<Whole> find(Actor actor, Mailbox mailbox) {
    actor.require(Right.SEE_PEOPLE);
    return people
        .find(mailbox)
        .map(person ->
            new Whole(
                person,
                certificates.ofOwner(mailbox),
                archive.ofOwner(mailbox).stream().map(ArchivedKey::receipt).toList()));
  }

  /**
   * Adds somebody, or invites again: {@link Enrolment#invite}.
   *
   * @return empty for a mailbox of other domains
   */
  public Optional<Invitation> invite(
      Actor actor, Mailbox mailbox, String name, Set<String> groups) {
    actor.require(Right.CHANGE_PEOPLE);
    return domains.contains(mailbox.domain())
        ? Optional.of(enrolment.invite(mailbox, name, groups))
        : Optional.empty();
  }

  /** Puts all certificates of somebody on hold. */
  public Optional<Departure> suspend(Actor actor, Mailbox mailbox) {
    actor.require(Right.CHANGE_PEOPLE);
    return enrolment.suspend(mailbox);
  }

  /** Takes a suspension back. */
  public Optional<Resumption> resume(Actor actor, Mailbox mailbox) {
    actor.require(Right.CHANGE_PEOPLE);
    return enrolment.resume(mailbox);
  }
}
