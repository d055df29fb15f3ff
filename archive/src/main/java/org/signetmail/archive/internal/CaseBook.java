package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Notice;
import org.signetmail.archive.Notices;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.archive.RecoveryStore.Written;
import org.signetmail.archive.RoleRule;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * The cases as they are written: the owner is told first, then step and log entry are kept, then
 * the step takes effect. Two steps at once are put one after the other. Safe for many threads and
 * nodes.
 */
public record CaseBook(
    RecoveryStore cases,
    ArchiveStore archive,
    OfficerStore officers,
    Notices notices,
    RecoveryPolicy policy,
    RoleRule roles,
    SecureRandom random) {
  private static final int TRIES = 64;

  /** What came of a step. */
  public sealed interface Outcome {
    record Recorded(CaseFile file, long logIndex) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  public Optional<CaseFile> find(CaseId id) {
    return cases.find(id.text()).map(this::file);
  }

  /** A case with the archive's records; a rejected one needs none, for nothing comes of it. */
  public CaseFile file(RecoveryCase recovery) {
    List<ArchivedKey> keys = new ArrayList<>();
    if (!(recovery.steps().stream().findFirst().orElse(null) instanceof Step.Rejected)) {
      for (KeyId key : recovery.keys()) {
        keys.add(
            archive
                .find(key)
                .orElseThrow(() ->
                    new IllegalStateException(
                        "case " + recovery.id() + ": the archive lost key " + key)));
      }
    }
    return new CaseFile(recovery, keys);
  }

  /** Opens a case. */
  public Outcome open(RecoveryRequest request, byte[] document, Instant at) {
    RecoveryCase recovery = newCase(request, document, at, List.of());
    RecoveryTrace trace = trace();
    tell(recovery, at, trace.noticeOfRequest(recovery));
    return switch (cases.open(recovery, policy.limits(at), trace.requested(recovery))) {
      case Written.Done(long index) -> new Outcome.Recorded(file(recovery), index);
      case Written.Overtaken _ -> refused(repeated(request));
      case Written.OverLimit(Finding why) -> refused(why);
    };
  }

  static Finding repeated(RecoveryRequest request) {
    return ArchiveFinding.RECOVERY_REPEATED.on(
        request.requester(), "this request opened a case before");
  }

  /**
   * Keeps a request that is refused: as a case that is closed from the start, or, when it had
   * opened a case before, as a step of that one. Then the owner is told, if the archive knows such
   * an owner.
   */
  public void reject(RecoveryRequest request, byte[] document, Finding why, Instant at) {
    Optional<RecoveryCase> before = cases.ofRequest(SignedText.digest(document));
    if (before.isPresent()) {
      var _ =
          step(new CaseId(before.get().id()), at, file -> Ruling.refused(why, request.requester()));
      return;
    }
    Step rejected = new Step.Rejected(at, why.detail());
    RecoveryCase recovery = newCase(request, document, at, List.of(rejected));
    RecoveryTrace trace = trace();
    if (!archive.ofOwner(request.owner()).isEmpty()) {
      tell(recovery, at, trace.notice(recovery, rejected));
    }
    var _ = cases.open(recovery, policy.limits(at), trace.rejected(recovery, why.detail()));
  }

  /**
   * Asks a rule until its step is kept. A refusal is kept as well, where it is known who tried; a
   * case whose time is over ends first.
   */
  public Outcome step(CaseId id, Instant at, Function<CaseFile, Ruling> rule) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<CaseFile> found = find(id);
      if (found.isEmpty()) {
        return refused(ArchiveFinding.RECOVERY_NO_SUCH_CASE.on(id, "there is no such case"));
      }
      CaseFile file = found.get();
      if (file.isOver(policy, at)) {
        var _ = append(file.recovery(), new Step.Expired(at));
        continue;
      }
      Optional<Outcome> outcome =
          switch (rule.apply(file)) {
            case Ruling.Allowed(Step step) -> kept(file, step);
            case Ruling.Refused(List<Finding> findings, var by) -> refused(file, findings, by, at);
          };
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return refused(ArchiveFinding.RECOVERY_BUSY.on(id, "others change the case all the time"));
  }

  /** Empty when somebody was faster. */
  private Optional<Outcome> kept(CaseFile file, Step step) {
    return switch (append(file.recovery(), step)) {
      case Written.Done(long index) -> Optional.of(new Outcome.Recorded(file.with(step), index));
      case Written.Overtaken _ -> Optional.empty();
      case Written.OverLimit(Finding why) when step instanceof Step.Released(Instant at, var to) ->
          refused(file, List.of(why), Optional.of(to), at);
      case Written.OverLimit(Finding why) -> Optional.of(refused(why));
    };
  }

  private Optional<Outcome> refused(
      CaseFile file, List<Finding> findings, Optional<Mailbox> by, Instant at) {
    boolean written =
        by.isEmpty()
            || append(file.recovery(), new Step.Refused(at, by.get(), findings.getFirst().detail()))
                instanceof Written.Done;
    return written ? Optional.of(new Outcome.Refused(findings)) : Optional.empty();
  }

  /**
   * Tells the owner, then keeps the step. When two releases at once want the last place of a day,
   * the owner of one hears of a release, and then that it was refused.
   */
  public Written append(RecoveryCase recovery, Step step) {
    RecoveryTrace trace = trace();
    tell(recovery, step.at(), trace.notice(recovery, step));
    return cases.append(
        recovery.id(),
        recovery.steps().size(),
        step,
        policy.limits(step.at()),
        trace.step(recovery, step));
  }

  public List<Officer> enrolled() {
    return officers.officers();
  }

  /** Why those who keep a station's key may not. */
  List<Finding> objections(Receiver receiver) {
    return receiver instanceof Receiver.Station station
        ? roles.objections(
            station.certificate(),
            Stream.concat(enrolled().stream(), officers.waiting().stream()).toList())
        : List.of();
  }

  private void tell(RecoveryCase recovery, Instant at, Notice notice) {
    if (recovery.receiver().withheldUntil().filter(at::isBefore).isEmpty()) {
      notices.tell(recovery.owner(), notice);
    }
  }

  private RecoveryCase newCase(
      RecoveryRequest request, byte[] document, Instant at, List<Step> steps) {
    CaseId id = CaseId.random(random);
    while (cases.find(id.text()).isPresent()) {
      id = CaseId.random(random);
    }
    return new RecoveryCase(
        id.text(),
        request.requester(),
        request.owner(),
        request.keys(),
        request.receiver(),
        request.reason(),
        request.legalReference(),
        at,
        document,
        steps);
  }

  private RecoveryTrace trace() {
    return new RecoveryTrace(officers.officers(), random);
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
