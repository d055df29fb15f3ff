package org.signetmail.web.portal;

import java.time.Duration;
import java.util.stream.Collectors;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.OwnAccount;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Revocation;
import org.signetmail.web.page.Words;

/** What is known of a person, in the words of their page. */
final class OwnWords {
  private static final Duration SOON = Duration.ofDays(30);

  private OwnWords() {}

  static AccountPage page(Person person, OwnAccount account, String notice) {
    return new AccountPage(
        person.state() == Person.State.ACTIVE,
        "",
        notice.isEmpty() ? renewal(person, account) : notice,
        account.certificates(person.mailbox()).stream()
            .map(record -> row(record, account))
            .toList(),
        account.keys(person.mailbox()).stream().map(OwnWords::key).toList(),
        account.cases(person.mailbox()).stream().map(OwnWords::recovery).toList());
  }

  /** What to do when certificates end soon; empty when none does. */
  private static String renewal(Person person, OwnAccount account) {
    return account.ending(person.mailbox(), SOON).stream()
        .findFirst()
        .map(first ->
            "Your "
                + (first.maySign() ? "certificate that signs" : "certificate for encryption")
                + " ends on "
                + Words.day(first.notAfter())
                + ". Make new keys before that: they take the place of those you have, and mail of"
                + " before stays readable.")
        .orElse("");
  }

  static AccountPage.CertificateRow row(CertificateRecord record, OwnAccount account) {
    Certificate certificate = record.certificate();
    boolean isOver = account.isOver(certificate);
    String state =
        record
            .revocation()
            .map(OwnWords::ended)
            .orElse(isOver ? "Over: its time has passed" : "Valid");
    return new AccountPage.CertificateRow(
        certificate.maySign() ? "Signs your mail" : "Mail is encrypted to it",
        certificate.maySign(),
        Words.grouped(certificate.serialHex()),
        certificate.serialHex(),
        Words.day(certificate.notAfter()),
        state,
        record.revocation().isPresent() ? "broken" : isOver ? "open" : "filled",
        record.revocation().isEmpty() && !isOver);
  }

  private static String ended(Revocation revocation) {
    String why =
        switch (revocation.reason()) {
          case KEY_COMPROMISE -> "somebody else may have the key";
          case SUPERSEDED -> "another one took its place";
          case CERTIFICATE_HOLD -> "on hold; it may come back";
          case AFFILIATION_CHANGED -> "you left";
          case CESSATION_OF_OPERATION -> "not used any more";
          default -> "by the authority";
        };
    return "Ended " + Words.minute(revocation.at()) + ": " + why;
  }

  private static AccountPage.KeyRow key(ArchiveReceipt receipt) {
    return new AccountPage.KeyRow(
        Words.grouped(receipt.keyId().hex().substring(0, 16)),
        Words.minute(receipt.archivedAt()),
        receipt.quorum() + " of " + receipt.shares() + " officers together");
  }

  private static AccountPage.CaseRow recovery(OwnAccount.OwnCase own) {
    RecoveryCase recovery = own.recovery();
    return new AccountPage.CaseRow(
        recovery.id(),
        recovery.requester().toString(),
        Words.minute(recovery.requestedAt()),
        recovery.reason(),
        recovery.steps().isEmpty()
            ? "Waits for the officers"
            : recovery.steps().stream().map(OwnWords::step).collect(Collectors.joining("; ")),
        own.leaves().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        own.leaves().isEmpty() ? 0 : own.leaves().getFirst());
  }

  private static String step(Step step) {
    String what =
        switch (step) {
          case Step.Approved _ -> "an officer approved";
          case Step.Rejected _ -> "refused at once";
          case Step.Denied _ -> "an officer denied";
          case Step.Withdrawn _ -> "withdrawn";
          case Step.Refused _ -> "a try that was refused";
          case Step.Released _ -> "released to the receiver";
          case Step.Expired _ -> "ended, nobody collected";
          case Step.Told _ -> "you were told";
        };
    return what + ", " + Words.minute(step.at());
  }
}
