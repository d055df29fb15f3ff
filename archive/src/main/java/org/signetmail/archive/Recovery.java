package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.internal.CaseFile;
import org.signetmail.archive.internal.CaseRules;
import org.signetmail.archive.internal.RecoveryTrace;
import org.signetmail.archive.internal.RequestCheck;
import org.signetmail.archive.internal.Ruling;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;

/**
 * The server's side of recovery: opens cases, records what officers decide, and gives the sealed
 * keys to the receiver when the quorum is there. It never holds what could open one.
 *
 * <p>Every step is told to the owner first, then kept with its log entry, then takes effect. Safe
 * for many threads and nodes: two steps at once are put one after the other.
 */
public final class Recovery {
  /** How old a signed request may be, so that an old one cannot be played again. */
  public static final Duration FRESH = Duration.ofDays(1);

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int TRIES = 64;

  private final RecoveryStore cases;
  private final ArchiveStore archive;
  private final OfficerStore officers;
  private final Notices notices;
  private final Supplier<PathValidator.Context> trust;
  private final SecureRandom random;

  /**
   * @param trust roots and revocation lists of the moment
   */
  public Recovery(
      RecoveryStore cases,
      ArchiveStore archive,
      OfficerStore officers,
      Notices notices,
      Supplier<PathValidator.Context> trust,
      SecureRandom random) {
    this.cases = cases;
    this.archive = archive;
    this.officers = officers;
    this.notices = notices;
    this.trust = trust;
    this.random = random;
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

  /** All cases, newest first. */
  public List<RecoveryCase> cases() {
    return cases.cases();
  }

  public Optional<RecoveryCase> find(CaseId id) {
    return cases.find(id.text());
  }

  public CaseState state(RecoveryCase recovery) {
    return file(recovery).state();
  }

  /** Opens a case on a signed request ({@link RecoveryRequest#signed}). */
  public Outcome request(byte[] document, Instant at) {
    return switch (RequestCheck.check(document, trust.get(), at)) {
      case RequestCheck.Outcome.Unsound(List<Finding> findings) -> new Outcome.Refused(findings);
      case RequestCheck.Outcome.Sound(RecoveryRequest request, String digest) -> {
        List<Finding> findings = objections(request, digest, at);
        yield findings.isEmpty() ? open(request, document, at) : new Outcome.Refused(findings);
      }
    };
  }

  /** What an officer needs to decide, for the officer's own machine. */
  public Bundled bundle(CaseId id, KeyId officer) {
    Optional<RecoveryCase> found = cases.find(id.text());
    if (found.isEmpty()) {
      return new Bundled.Refused(List.of(noSuchCase(id)));
    }
    List<ResealedShare> shares = new ArrayList<>();
    for (ArchivedKey key : file(found.get()).keys()) {
      key.shares().stream()
          .filter(share -> share.officer().equals(officer))
          .map(share -> new ResealedShare(key.keyId(), share.index(), share.sealed()))
          .forEach(shares::add);
    }
    return shares.size() == found.get().keys().size()
        ? new Bundled.Bundle(new ShareBundle(id, officer, found.get().request(), shares))
        : new Bundled.Refused(
            List.of(
                ArchiveFinding.RECOVERY_WRONG_SHARES.on(
                    id, "this officer does not hold a share of every key in the case")));
  }

  /** Records an officer's approval, made by {@link OfficerDesk#approve}. */
  public Outcome approve(CaseId id, byte[] approval, Instant at) {
    return step(id, file -> rules().approval(file, approval, at));
  }

  /** Records an officer's denial, made by {@link OfficerDesk#deny}. */
  public Outcome deny(CaseId id, byte[] denial, Instant at) {
    return step(id, file -> rules().denial(file, denial, at));
  }

  /**
   * Closes a case for the requester.
   *
   * @param by who is known to the caller to ask for it
   */
  public Outcome withdraw(CaseId id, Mailbox by, Instant at) {
    return step(id, file -> CaseRules.withdrawal(file, by, at));
  }

  /**
   * Gives the keys, sealed to the receiver, to the receiver; as often as asked, for only the
   * receiver can open them. An attempt before the quorum, or by another person, is recorded and
   * gets nothing.
   *
   * @param to who is known to the caller to ask for it
   */
  public Collected collect(CaseId id, Mailbox to, Instant at) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<CaseFile> found = cases.find(id.text()).map(this::file);
      if (found.isEmpty()) {
        return new Collected.Refused(List.of(noSuchCase(id)));
      }
      CaseFile file = found.get();
      switch (CaseRules.release(file, to, at)) {
        case Ruling.Allowed(Step step) -> {
          Optional<Long> index = append(file.recovery(), step);
          if (index.isPresent()) {
            return new Collected.Released(file.release(), index.get());
          }
        }
        case Ruling.Refused(List<Finding> findings) -> {
          Step attempted = new Step.Refused(at, to, findings.getFirst().detail());
          if (append(file.recovery(), attempted).isPresent()) {
            return new Collected.Refused(findings);
          }
        }
      }
    }
    return new Collected.Refused(List.of(busy(id)));
  }

  private Outcome step(CaseId id, Function<CaseFile, Ruling> rule) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<CaseFile> file = cases.find(id.text()).map(this::file);
      if (file.isEmpty()) {
        return new Outcome.Refused(List.of(noSuchCase(id)));
      }
      switch (rule.apply(file.get())) {
        case Ruling.Refused(List<Finding> findings) -> {
          return new Outcome.Refused(findings);
        }
        case Ruling.Allowed(Step step) -> {
          Optional<Long> index = append(file.get().recovery(), step);
          if (index.isPresent()) {
            CaseFile after = file.get().with(step);
            return new Outcome.Recorded(after.recovery(), after.state(), index.get());
          }
        }
      }
    }
    return new Outcome.Refused(List.of(busy(id)));
  }

  /** Tells the owner, then keeps the step; empty when somebody else's step came first. */
  private Optional<Long> append(RecoveryCase recovery, Step step) {
    RecoveryTrace trace = trace();
    notices.tell(recovery.owner(), trace.notice(recovery, step));
    return cases.append(recovery.id(), recovery.steps().size(), step, trace.step(recovery, step));
  }

  private Outcome open(RecoveryRequest request, byte[] document, Instant at) {
    CaseId id = CaseId.random(random);
    while (cases.find(id.text()).isPresent()) {
      id = CaseId.random(random);
    }
    RecoveryCase recovery =
        new RecoveryCase(
            id.text(),
            request.requester(),
            request.owner(),
            request.keys(),
            request.receiver(),
            request.reason(),
            request.legalReference(),
            at,
            document,
            List.of());
    RecoveryTrace trace = trace();
    notices.tell(recovery.owner(), trace.noticeOfRequest(recovery));
    long index = cases.open(recovery, trace.requested(recovery));
    return new Outcome.Recorded(recovery, CaseState.OPEN, index);
  }

  private List<Finding> objections(RecoveryRequest request, String digest, Instant at) {
    List<Finding> findings = new ArrayList<>();
    if (request.at().isBefore(at.minus(FRESH)) || request.at().isAfter(at.plus(CLOCK_SKEW))) {
      findings.add(
          ArchiveFinding.RECOVERY_STALE.on(
              request.requester(), "the request is of " + request.at() + ", it is " + at + " now"));
    }
    for (KeyId key : request.keys()) {
      if (archive.find(key).filter(kept -> kept.owner().equals(request.owner())).isEmpty()) {
        findings.add(
            ArchiveFinding.RECOVERY_UNKNOWN_KEY.on(
                request.owner(), "the archive keeps no key " + key + " of this owner"));
      }
    }
    if (cases.cases().stream().anyMatch(c -> RecoveryRequest.digest(c.request()).equals(digest))) {
      findings.add(
          ArchiveFinding.RECOVERY_REPEATED.on(
              request.requester(), "this request opened a case before"));
    }
    return findings;
  }

  private CaseFile file(RecoveryCase recovery) {
    List<ArchivedKey> keys = new ArrayList<>();
    for (KeyId key : recovery.keys()) {
      keys.add(
          archive
              .find(key)
              .orElseThrow(() ->
                  new IllegalStateException(
                      "case " + recovery.id() + ": the archive lost key " + key)));
    }
    return new CaseFile(recovery, keys);
  }

  private CaseRules rules() {
    return new CaseRules(officers.officers(), trust.get());
  }

  private RecoveryTrace trace() {
    return new RecoveryTrace(officers.officers(), random);
  }

  private static Finding noSuchCase(CaseId id) {
    return ArchiveFinding.RECOVERY_NO_SUCH_CASE.on(id, "there is no such case");
  }

  private static Finding busy(CaseId id) {
    return ArchiveFinding.RECOVERY_BUSY.on(id, "others change the case all the time");
  }
}
