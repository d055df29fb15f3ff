package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.internal.CaseBook;
import org.signetmail.archive.internal.CaseFile;
import org.signetmail.archive.internal.CaseRules;
import org.signetmail.archive.internal.Opening;
import org.signetmail.archive.internal.RequestCheck;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;

/**
 * The server's side of recovery: opens cases, records what officers decide, and gives the sealed
 * keys to the receiver when the quorum is there. It never holds what could open one.
 *
 * <p>Every step is told to the owner first, then kept with its log entry, then takes effect; what
 * is refused to somebody known is a step as well. The owner's notice waits only where an
 * investigation is under an order that says so, and then it is given by {@link #tellWithheld}. Safe
 * for many threads and nodes: two steps at once are put one after the other.
 */
public final class Recovery {
  /** How old a signed request may be, so that an old one cannot be played again. */
  public static final Duration FRESH = Opening.FRESH;

  private final CaseBook book;
  private final Supplier<PathValidator.Context> trust;

  /**
   * @param roles who keeps no station's key
   * @param trust roots and revocation lists of the moment
   */
  public Recovery(
      RecoveryStore cases,
      ArchiveStore archive,
      OfficerStore officers,
      Notices notices,
      RecoveryPolicy policy,
      RoleRule roles,
      Supplier<PathValidator.Context> trust,
      SecureRandom random) {
    this.book = new CaseBook(cases, archive, officers, notices, policy, roles, random);
    this.trust = trust;
  }

  /** What came of a step. */
  public sealed interface Outcome {
    /**
     * @param recovery the case with the step in it
     * @param logIndex the leaf that proves it
     */
    record Recorded(RecoveryCase recovery, CaseState state, long logIndex) implements Outcome {}

    /** Nothing was changed. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** What came of collecting. */
  public sealed interface Collected {
    record Released(KeyRelease release, long logIndex) implements Collected {}

    /** Nothing was given; for a case that exists, the attempt is recorded in it and in the log. */
    record Refused(List<Finding> findings) implements Collected {}
  }

  /** What came of asking for an officer's bundle. */
  public sealed interface Bundled {
    record Bundle(ShareBundle bundle) implements Bundled {}

    record Refused(List<Finding> findings) implements Bundled {}
  }

  /** The newest cases, newest first. */
  public List<RecoveryCase> cases(int most) {
    return book.cases().cases(most);
  }

  public Optional<RecoveryCase> find(CaseId id) {
    return book.cases().find(id.text());
  }

  /** The log entries of a case: of its request, then of each step. */
  public List<Long> logIndexes(CaseId id) {
    return book.cases().logIndexes(id.text());
  }

  public CaseState state(RecoveryCase recovery) {
    return book.file(recovery).state();
  }

  /**
   * Opens a case on a signed request ({@link RecoveryRequest#signed}). A request that can be read
   * and is refused is kept as a case that is closed from the start.
   */
  public Outcome request(byte[] document, Instant at) {
    RecoveryRequest request;
    try {
      request = RecoveryRequest.of(document);
    } catch (MalformedDocument e) {
      return refused(
          ArchiveFinding.RECOVERY_MALFORMED.on("recovery request", String.valueOf(e.getMessage())));
    }
    List<Finding> findings =
        switch (RequestCheck.check(document, trust.get(), at)) {
          case RequestCheck.Outcome.Unsound(List<Finding> unsound) -> unsound;
          case RequestCheck.Outcome.Sound(var _, String digest) ->
              Opening.objections(book, request, digest, at);
        };
    if (request.receiver() instanceof Receiver.OwnerWithCode && findings.isEmpty()) {
      findings =
          List.of(
              ArchiveFinding.RECOVERY_RECEIVER.on(
                  request.requester(), "no officer decides on a recovery code"));
    }
    Outcome outcome =
        findings.isEmpty()
            ? outcome(book.open(request, document, at))
            : new Outcome.Refused(findings);
    if (outcome instanceof Outcome.Refused(List<Finding> why)) {
      book.reject(request, document, why.getFirst(), at);
    }
    return outcome;
  }

  /** What an officer needs to decide, for the officer's own machine. */
  public Bundled bundle(CaseId id, KeyId officer) {
    Optional<CaseFile> found = book.find(id);
    if (found.isEmpty()) {
      return new Bundled.Refused(
          List.of(ArchiveFinding.RECOVERY_NO_SUCH_CASE.on(id, "there is no such case")));
    }
    RecoveryCase recovery = found.get().recovery();
    List<ResealedShare> shares = new ArrayList<>();
    for (ArchivedKey key : found.get().keys()) {
      key.shares().stream()
          .filter(share -> share.officer().equals(officer))
          .map(share -> new ResealedShare(key.keyId(), share.index(), share.sealed()))
          .forEach(shares::add);
    }
    return shares.size() == recovery.keys().size()
        ? new Bundled.Bundle(new ShareBundle(id, officer, recovery.request(), shares))
        : new Bundled.Refused(
            List.of(
                ArchiveFinding.RECOVERY_WRONG_SHARES.on(
                    id, "this officer does not hold a share of every key in the case")));
  }

  /** Records an officer's approval, made by {@link OfficerDesk#approve}. */
  public Outcome approve(CaseId id, byte[] approval, Instant at) {
    return outcome(book.step(id, at, file -> rules().approval(file, approval, at)));
  }

  /** Records an officer's denial, made by {@link OfficerDesk#deny}. */
  public Outcome deny(CaseId id, byte[] denial, Instant at) {
    return outcome(book.step(id, at, file -> rules().denial(file, denial, at)));
  }

  /**
   * Closes a case for the requester.
   *
   * @param by who is known to the caller to ask for it
   */
  public Outcome withdraw(CaseId id, Mailbox by, Instant at) {
    return outcome(book.step(id, at, file -> CaseRules.withdrawal(file, by, at)));
  }

  /**
   * Gives the keys, sealed to the receiver, to the receiver; as often as asked, for only the
   * receiver can open them. An attempt before the quorum, before its time, or by another person, is
   * recorded and gets nothing.
   *
   * @param to who is known to the caller to ask for it: the owner, or the requester of an
   *     investigation
   */
  public Collected collect(CaseId id, Mailbox to, Instant at) {
    RecoveryStore.Tally day = book.cases().tally(to, at.minus(RecoveryPolicy.DAY));
    return switch (book.step(id, at, file -> CaseRules.release(file, to, book.policy(), day, at))) {
      case CaseBook.Outcome.Recorded(CaseFile file, long index) ->
          new Collected.Released(file.release(), index);
      case CaseBook.Outcome.Refused(List<Finding> findings) -> new Collected.Refused(findings);
    };
  }

  /**
   * Ends the cases whose time is over. A case ends at its time even when nobody calls this; then it
   * is written down at the next attempt.
   *
   * @return how many
   */
  public int expire(Instant at) {
    int ended = 0;
    for (RecoveryCase one : book.cases().unfinished(at.minus(book.policy().expiry()))) {
      if (book.file(one).isOver(book.policy(), at)
          && book.append(one, new Step.Expired(at)) instanceof RecoveryStore.Written.Done) {
        ended++;
      }
    }
    return ended;
  }

  /**
   * Tells owners of the cases whose notice was withheld until now or before.
   *
   * @return how many were told
   */
  public int tellWithheld(Instant at) {
    int told = 0;
    for (RecoveryCase one : book.cases().untold(at)) {
      told += book.append(one, new Step.Told(at)) instanceof RecoveryStore.Written.Done ? 1 : 0;
    }
    return told;
  }

  private CaseRules rules() {
    return new CaseRules(book.enrolled(), trust.get(), book.policy());
  }

  private static Outcome outcome(CaseBook.Outcome outcome) {
    return switch (outcome) {
      case CaseBook.Outcome.Recorded recorded -> recorded(recorded);
      case CaseBook.Outcome.Refused(List<Finding> findings) -> new Outcome.Refused(findings);
    };
  }

  private static Outcome recorded(CaseBook.Outcome.Recorded recorded) {
    CaseFile file = recorded.file();
    return new Outcome.Recorded(file.recovery(), file.state(), recorded.logIndex());
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
