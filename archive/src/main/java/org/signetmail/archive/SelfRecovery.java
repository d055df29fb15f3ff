package org.signetmail.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.archive.CodeCopyStore.CodeCopy;
import org.signetmail.archive.internal.CaseBook;
import org.signetmail.archive.internal.CaseFile;
import org.signetmail.archive.internal.CaseRules;
import org.signetmail.archive.internal.Opening;
import org.signetmail.archive.internal.RequestCheck;
import org.signetmail.archive.internal.SignedText;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.Verdict;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Recovery by one person, the owner, where policy allows it (FPKI Common Policy §4.12.1): with the
 * owner's valid certificate, which the server checks, and the recovery code, which it never sees.
 * So neither certificate alone nor code and database alone bring a key back, and the server opens
 * nothing.
 *
 * <p>Every attempt that names an owner is a case with its log entry, and the owner is told; an
 * owner who cannot be told is refused. Safe for many threads and nodes.
 */
public final class SelfRecovery {
  private static final int LARGEST_COPY = 64 * 1024;

  private final CaseBook book;
  private final CodeCopyStore copies;
  private final Supplier<PathValidator.Context> trust;

  public SelfRecovery(
      RecoveryStore cases,
      ArchiveStore archive,
      OfficerStore officers,
      CodeCopyStore copies,
      Notices notices,
      RecoveryPolicy policy,
      Supplier<PathValidator.Context> trust,
      SecureRandom random) {
    this.book = new CaseBook(cases, archive, officers, notices, policy, RoleRule.NOBODY, random);
    this.copies = copies;
    this.trust = trust;
  }

  /** What came of handing in copies under a code. */
  public sealed interface Kept {
    record Recorded(int keys, long logIndex) implements Kept {}

    record Refused(List<Finding> findings) implements Kept {}
  }

  /** What came of asking for them. */
  public sealed interface Collected {
    record Released(CodeRelease release, long logIndex) implements Collected {}

    /** Nothing was given; the attempt is recorded. */
    record Refused(List<Finding> findings) implements Collected {}
  }

  /**
   * Keeps copies of the owner's keys under a new code ({@link CodeDeposit#signed}); former copies
   * of the same keys are gone then.
   */
  public Kept keep(byte[] document, Instant at) {
    CodeDeposit deposit;
    Verdict verdict;
    try {
      deposit = CodeDeposit.of(document);
      verdict = SignedText.of(CodeDeposit.TITLE, document).verify(trust.get(), at);
    } catch (IOException e) {
      return refused(
          ArchiveFinding.RECOVERY_MALFORMED.on("recovery code", String.valueOf(e.getMessage())));
    }
    Optional<Finding> objection =
        notAllowed(deposit.owner()).or(() -> notOf(deposit, verdict)).or(() -> unfit(deposit, at));
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    book.notices().tell(deposit.owner(), notice(deposit, at));
    LogEntry entry =
        LogEntry.of(EntryType.RECOVERY_CODE_SET, at)
            .committing("owner", deposit.owner().toString(), book.random())
            .committing("keys", keys(deposit), book.random());
    return copies
        .keep(deposit.copies(), entry)
        .<Kept>map(index -> new Kept.Recorded(deposit.copies().size(), index))
        .orElseGet(() ->
            refused(
                ArchiveFinding.RECOVERY_STALE.on(
                    deposit.owner(), "a code was set for these keys at the same time or later")));
  }

  /**
   * Gives the copies to the owner, on a request for {@link Receiver.OwnerWithCode}. Where policy
   * wants time between, the first call opens the case, and the same file is handed in again later.
   */
  public Collected release(byte[] document, Instant at) {
    RecoveryRequest request;
    try {
      request = RecoveryRequest.of(document);
    } catch (MalformedDocument e) {
      return given(
          ArchiveFinding.RECOVERY_MALFORMED.on("recovery request", String.valueOf(e.getMessage())));
    }
    List<Finding> findings = objections(request, document, at);
    if (!findings.isEmpty()) {
      book.reject(request, document, findings.getFirst(), at);
      return new Collected.Refused(findings);
    }
    String digest = RecoveryRequest.digest(document);
    if (book.cases().ofRequest(digest).isEmpty()
        && book.open(request, document, at) instanceof CaseBook.Outcome.Refused(List<Finding> why)
        && book.cases().ofRequest(digest).isEmpty()) {
      book.reject(request, document, why.getFirst(), at);
      return new Collected.Refused(why);
    }
    Optional<RecoveryCase> open = book.cases().ofRequest(digest);
    RecoveryStore.Tally day = book.cases().tally(request.owner(), at.minus(RecoveryPolicy.DAY));
    return switch (book.step(
        new CaseId(open.orElseThrow().id()),
        at,
        file -> CaseRules.releaseByCode(file, request.owner(), book.policy(), day, at))) {
      case CaseBook.Outcome.Refused(List<Finding> refused) -> new Collected.Refused(refused);
      case CaseBook.Outcome.Recorded(CaseFile file, long index) ->
          new Collected.Released(release(file), index);
    };
  }

  private List<Finding> objections(RecoveryRequest request, byte[] document, Instant at) {
    if (RequestCheck.check(document, trust.get(), at)
        instanceof RequestCheck.Outcome.Unsound(List<Finding> unsound)) {
      return unsound;
    }
    Optional<Finding> finding = notAllowed(request.owner());
    if (finding.isPresent()) {
      return List.of(finding.get());
    }
    if (!(request.receiver() instanceof Receiver.OwnerWithCode)) {
      return List.of(
          ArchiveFinding.RECOVERY_RECEIVER.on(
              request.requester(), "this is a request for officers to decide on"));
    }
    for (KeyId key : request.keys()) {
      if (copies.find(key).isEmpty()) {
        return List.of(
            ArchiveFinding.RECOVERY_NO_CODE.on(
                request.owner(), "no recovery code was set for key " + key));
      }
    }
    String digest = RecoveryRequest.digest(document);
    return book.cases().ofRequest(digest).isPresent()
        ? List.of()
        : Opening.objections(book, request, digest, at);
  }

  /** By policy, and because an owner who cannot be told would not learn of a thief. */
  private Optional<Finding> notAllowed(Mailbox owner) {
    if (book.policy().selfRecovery() != RecoveryPolicy.SelfRecovery.ALLOWED) {
      return Optional.of(
          ArchiveFinding.RECOVERY_SELF_FORBIDDEN.on(owner, "policy wants officers to decide"));
    }
    return book.notices().reaches(owner)
        ? Optional.empty()
        : Optional.of(
            ArchiveFinding.RECOVERY_NO_ADDRESS.on(owner, "has no address that notices reach"));
  }

  private static Optional<Finding> notOf(CodeDeposit deposit, Verdict verdict) {
    if (!(verdict instanceof Verdict.Passed passed)) {
      return Optional.of(
          ArchiveFinding.RECOVERY_SIGNATURE.on(
              deposit.owner(), "the signature is " + verdict.word()));
    }
    Certificate signer = passed.signer().certificate();
    return signer.mailboxes().contains(deposit.owner()) && signer.isForMail() && !signer.isSeal()
        ? Optional.empty()
        : Optional.of(
            ArchiveFinding.RECOVERY_NOT_THE_SIGNER.on(
                deposit.owner(), "the copies are signed by " + signer.displayName()));
  }

  private Optional<Finding> unfit(CodeDeposit deposit, Instant at) {
    if (Opening.isStale(deposit.at(), at)) {
      return Optional.of(
          ArchiveFinding.RECOVERY_STALE.on(
              deposit.owner(), "the copies are of " + deposit.at() + ", it is " + at + " now"));
    }
    boolean theirs =
        !deposit.copies().isEmpty()
            && deposit.copies().stream().allMatch(copy -> isOwn(copy, deposit));
    return theirs
        ? Optional.empty()
        : Optional.of(
            ArchiveFinding.RECOVERY_UNKNOWN_KEY.on(
                deposit.owner(), "a copy is of no key that the archive keeps for this owner"));
  }

  private boolean isOwn(CodeCopy copy, CodeDeposit deposit) {
    return copy.sealed().length <= LARGEST_COPY
        && book.archive()
            .find(copy.key())
            .filter(kept -> kept.owner().equals(deposit.owner()))
            .isPresent();
  }

  private CodeRelease release(CaseFile file) {
    List<CodeRelease.Copy> released = new ArrayList<>();
    for (ArchivedKey key : file.keys()) {
      copies
          .find(key.keyId())
          .map(copy -> new CodeRelease.Copy(key.keyId(), key.subjectPublicKeyInfo(), copy.sealed()))
          .ifPresent(released::add);
    }
    RecoveryCase recovery = file.recovery();
    return new CodeRelease(new CaseId(recovery.id()), recovery.owner(), released);
  }

  private static Notice notice(CodeDeposit deposit, Instant at) {
    return new Notice(Notice.Event.CODE_SET, "", deposit.owner(), deposit.owner(), at, "");
  }

  private static String keys(CodeDeposit deposit) {
    return String.join(" ", deposit.copies().stream().map(copy -> copy.key().hex()).toList());
  }

  private static Kept refused(Finding finding) {
    return new Kept.Refused(List.of(finding));
  }

  private static Collected given(Finding finding) {
    return new Collected.Refused(List.of(finding));
  }
}
