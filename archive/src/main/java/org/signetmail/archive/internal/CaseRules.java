package org.signetmail.archive.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerDecision;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.Verdict;

/**
 * Who may do what to a case, as pure functions: the case, the officers and the trust of the moment
 * are given.
 *
 * @param officers those enrolled now
 */
public record CaseRules(
    List<Officer> officers, PathValidator.Context trust, RecoveryPolicy policy) {
  private static final int LARGEST_SHARE = 64 * 1024;

  public Ruling approval(CaseFile file, byte[] document, Instant at) {
    OfficerDecision.Approval approval;
    SignedText signed;
    try {
      approval = OfficerDecision.Approval.of(document);
      signed = SignedText.of(OfficerDecision.Approval.TITLE, document);
    } catch (IOException e) {
      return malformed(file, e);
    }
    return objection(file, approval, signed, at)
        .or(() -> wrongShares(file, approval))
        .map(finding -> refused(finding, approval))
        .orElseGet(() ->
            new Ruling.Allowed(
                new Step.Approved(at, approval.officer(), approval.shares(), signed.signature())));
  }

  public Ruling denial(CaseFile file, byte[] document, Instant at) {
    OfficerDecision.Denial denial;
    SignedText signed;
    try {
      denial = OfficerDecision.Denial.of(document);
      signed = SignedText.of(OfficerDecision.Denial.TITLE, document);
    } catch (IOException e) {
      return malformed(file, e);
    }
    return objection(file, denial, signed, at)
        .map(finding -> refused(finding, denial))
        .orElseGet(() ->
            new Ruling.Allowed(
                new Step.Denied(at, denial.officer(), denial.why(), signed.signature())));
  }

  public static Ruling withdrawal(CaseFile file, Mailbox by, Instant at) {
    if (!file.recovery().requester().equals(by)) {
      return Ruling.refused(
          ArchiveFinding.RECOVERY_NOT_THE_SIGNER.on(
              file.recovery().id(), "only the requester withdraws, not " + by),
          by);
    }
    return file.isPending() ? new Ruling.Allowed(new Step.Withdrawn(at, by)) : notOpen(file, by);
  }

  /**
   * What the receiver may have.
   *
   * @param day what was released in the day before
   */
  public static Ruling release(
      CaseFile file, Mailbox to, RecoveryPolicy policy, RecoveryStore.Tally day, Instant at) {
    RecoveryCase recovery = file.recovery();
    if (recovery.receiver() instanceof Receiver.OwnerWithCode
        || !mayCollect(recovery.receiver(), recovery, to)) {
      return Ruling.refused(
          ArchiveFinding.RECOVERY_NOT_THE_RECEIVER.on(recovery.id(), to + " is not the receiver"),
          to);
    }
    return switch (file.state()) {
      case APPROVED -> whenDue(file, to, policy, day, at);
      case RELEASED -> new Ruling.Allowed(new Step.Released(at, to));
      case DENIED, WITHDRAWN, REJECTED, EXPIRED -> notOpen(file, to);
      case OPEN ->
          Ruling.refused(
              ArchiveFinding.RECOVERY_QUORUM.on(recovery.id(), missingOfficers(file)), to);
    };
  }

  /** What an owner with a recovery code may have, without any officer. */
  public static Ruling releaseByCode(
      CaseFile file, Mailbox to, RecoveryPolicy policy, RecoveryStore.Tally day, Instant at) {
    return switch (file.state()) {
      case OPEN -> whenDue(file, to, policy, day, at);
      case RELEASED -> new Ruling.Allowed(new Step.Released(at, to));
      case APPROVED, DENIED, WITHDRAWN, REJECTED, EXPIRED -> notOpen(file, to);
    };
  }

  private static Ruling whenDue(
      CaseFile file, Mailbox to, RecoveryPolicy policy, RecoveryStore.Tally day, Instant at) {
    RecoveryCase recovery = file.recovery();
    Instant due = recovery.requestedAt().plus(policy.delay(recovery.receiver()));
    if (at.isBefore(due)) {
      return Ruling.refused(
          ArchiveFinding.RECOVERY_TIME_LOCK.on(recovery.id(), "nothing is released before " + due),
          to);
    }
    return policy
        .limits(at)
        .onRelease(recovery.id(), day)
        .map(tooMany -> Ruling.refused(tooMany, to))
        .orElseGet(() -> new Ruling.Allowed(new Step.Released(at, to)));
  }

  /** A station has no mailbox: whoever asked for the investigation takes the sealed keys to it. */
  private static boolean mayCollect(Receiver receiver, RecoveryCase recovery, Mailbox to) {
    return receiver instanceof Receiver.Station
        ? recovery.requester().equals(to)
        : receiver.certificate().mailboxes().contains(to);
  }

  /** Kept as a step where the decision is in the name of an officer of ours. */
  private Ruling refused(Finding finding, OfficerDecision decision) {
    return new Ruling.Refused(
        List.of(finding),
        officers.stream()
            .filter(officer -> officer.id().equals(decision.officer()))
            .map(Officer::mailbox)
            .findFirst());
  }

  private Optional<Finding> objection(
      CaseFile file, OfficerDecision decision, SignedText signed, Instant at) {
    RecoveryCase recovery = file.recovery();
    String id = recovery.id();
    if (!decision.caseId().text().equals(id)
        || !decision.request().equals(SignedText.digest(recovery.request()))) {
      return found(ArchiveFinding.RECOVERY_OTHER_CASE, id, "the decision is on another case");
    }
    if (!decision.receiver().equals(recovery.receiver().certificate().fingerprint())) {
      return found(
          ArchiveFinding.RECOVERY_OTHER_RECEIVER, id, "the decision is for another receiver");
    }
    Optional<Officer> officer =
        officers.stream().filter(o -> o.id().equals(decision.officer())).findFirst();
    if (officer.isEmpty()) {
      return found(ArchiveFinding.RECOVERY_NOT_AN_OFFICER, id, "who decided is no officer here");
    }
    Optional<Finding> forged = wrongSignature(officer.get(), signed, at);
    if (forged.isPresent()) {
      return forged;
    }
    Mailbox mailbox = officer.get().mailbox();
    if (mailbox.equals(recovery.requester()) || mailbox.equals(recovery.owner())) {
      return found(
          ArchiveFinding.RECOVERY_OWN_CASE, id, mailbox + " is requester or owner in this case");
    }
    if (recovery.receiver().custodians().contains(mailbox)) {
      return found(
          ArchiveFinding.RECOVERY_OWN_CASE, id, mailbox + " is a custodian of the station");
    }
    if (recovery.receiver() instanceof Receiver.OwnerWithCode) {
      return found(ArchiveFinding.RECOVERY_NOT_OPEN, id, "no officer decides on a recovery code");
    }
    if (file.hasDecided(decision.officer())) {
      return found(ArchiveFinding.RECOVERY_DECIDED_ALREADY, id, mailbox + " has decided before");
    }
    return file.isPending()
        ? Optional.empty()
        : found(ArchiveFinding.RECOVERY_NOT_OPEN, id, "it is " + word(file));
  }

  private Optional<Finding> wrongSignature(Officer officer, SignedText signed, Instant at) {
    try {
      Verdict verdict = signed.verify(trust, at);
      if (!(verdict instanceof Verdict.Passed passed)) {
        String why =
            verdict.findings().isEmpty() ? "" : ": " + verdict.findings().getFirst().detail();
        return found(
            ArchiveFinding.RECOVERY_SIGNATURE,
            officer.mailbox(),
            "the signature on the decision is " + verdict.word() + why);
      }
      return passed.signer().certificate().equals(officer.signing())
          ? Optional.empty()
          : found(
              ArchiveFinding.RECOVERY_NOT_THE_SIGNER,
              officer.mailbox(),
              "the decision is signed by " + passed.signer().certificate().displayName());
    } catch (IOException e) {
      return found(
          ArchiveFinding.RECOVERY_SIGNATURE, officer.mailbox(), "the signature cannot be read");
    }
  }

  /** One share for each key, in the request's order, each at the place that is this officer's. */
  private static Optional<Finding> wrongShares(CaseFile file, OfficerDecision.Approval approval) {
    List<ResealedShare> shares = approval.shares();
    boolean right = shares.size() == file.keys().size();
    for (int i = 0; right && i < shares.size(); i++) {
      ArchivedKey key = file.keys().get(i);
      ResealedShare share = shares.get(i);
      right =
          share.key().equals(key.keyId())
              && share.sealed().length <= LARGEST_SHARE
              && CaseFile.shareOf(key, approval.officer())
                  .filter(own -> own.index() == share.index())
                  .isPresent();
    }
    return right
        ? Optional.empty()
        : found(
            ArchiveFinding.RECOVERY_WRONG_SHARES,
            file.recovery().id(),
            "the approval does not hand on this officer's share of each key");
  }

  private static String missingOfficers(CaseFile file) {
    int quorum = file.keys().stream().mapToInt(key -> key.receipt().quorum()).max().orElse(0);
    long approved =
        file.recovery().steps().stream().filter(Step.Approved.class::isInstance).count();
    return approved + " of the " + quorum + " officers needed have approved";
  }

  private static Ruling notOpen(CaseFile file, Mailbox by) {
    return Ruling.refused(
        ArchiveFinding.RECOVERY_NOT_OPEN.on(file.recovery().id(), "it is " + word(file)), by);
  }

  private static String word(CaseFile file) {
    return file.state().name().toLowerCase(Locale.ROOT);
  }

  private static Ruling malformed(CaseFile file, IOException e) {
    return Ruling.refused(
        ArchiveFinding.RECOVERY_MALFORMED.on(file.recovery().id(), String.valueOf(e.getMessage())));
  }

  private static Optional<Finding> found(ArchiveFinding code, Object subject, String detail) {
    return Optional.of(code.on(subject, detail));
  }
}
