package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.signetmail.archive.ResealStore.Placed;
import org.signetmail.archive.internal.RecordOpener;
import org.signetmail.archive.internal.RecordSeal;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningKey;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/**
 * Replaces officers while the system runs: a new set is opened, to which new records go at once; a
 * quorum of the former set, present with their keys, opens each record and seals it again; when
 * none is left, the former set retires.
 *
 * <p>Each record gets another sealing key and another name, so the shares of before are worthless
 * for it. A page of records is one transaction with a leaf of the log, whose root is over the
 * page's receipts; so it can be stopped at any moment, and goes on where it was. A record in a
 * recovery that is under way is left until the case is closed: its officers have handed on shares
 * of this very sealing.
 *
 * <p>Memory is two pages. Used by one thread, and safe beside others that do the same.
 */
public final class Resealing {
  /** A page is a moment in which nothing else is written. */
  private static final int PAGE = 256;

  private final OfficerStore officers;
  private final ResealStore records;
  private final Quorum founding;
  private final RecordSeal seal;
  private final SecureRandom random;
  private final InstantSource clock;

  public Resealing(
      OfficerStore officers,
      ResealStore records,
      Quorum founding,
      SigningKey receiptKey,
      SecureRandom random,
      InstantSource clock) {
    this.officers = officers;
    this.records = records;
    this.founding = founding;
    this.seal = new RecordSeal(receiptKey, random);
    this.random = random;
    this.clock = clock;
  }

  /** Is told after each page. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param sealed how many records were sealed again by this run
     * @param left how many are still sealed to the former set
     */
    void of(long sealed, long left);
  }

  /** What came of opening a set. */
  public sealed interface Opening {
    record Opened(OfficerSet set, long logIndex) implements Opening {}

    record Refused(List<Finding> findings) implements Opening {}
  }

  /** What came of sealing. */
  public sealed interface Outcome {
    /** Every record is sealed to the present set; the former one is retired. */
    record Done(long sealed, long logIndex) implements Outcome {}

    /**
     * All but the records of some cases are sealed again: go on when these are closed.
     *
     * @param cases their names
     */
    record Waiting(long sealed, long left, List<String> cases) implements Outcome {}

    /** Stopped at a record that does not open; what was sealed before is kept. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** Whether a replacement was begun and not finished. */
  public boolean isUnderWay() {
    return officers.sets(founding).size() > 1;
  }

  /**
   * Opens the next set, on the word of a quorum of the present one.
   *
   * @param next in the order of their shares
   */
  public Opening open(List<Officer> next, int required, List<PresentOfficer> present) {
    List<OfficerSet> sets = officers.sets(founding);
    if (sets.size() != 1) {
      String what = sets.isEmpty() ? "no officer is enrolled" : "a replacement is under way";
      return new Opening.Refused(List.of(ArchiveFinding.OFFICER_SET.on("officers", what)));
    }
    OfficerSet former = sets.getFirst();
    List<Finding> findings = new ArrayList<>(absent(former, present));
    if (required < 2 || required > next.size() || next.size() > 255) {
      findings.add(
          ArchiveFinding.OFFICER_SET.on(
              "officers", "a quorum of " + required + " of " + next.size() + " is not possible"));
    }
    if (next.stream().map(Officer::mailbox).distinct().count() < next.size()) {
      findings.add(ArchiveFinding.OFFICER_LISTED_TWICE.on("officers", "one has two seats"));
    }
    if (!findings.isEmpty()) {
      return new Opening.Refused(findings);
    }
    OfficerSet set =
        new OfficerSet(former.generation() + 1, new Quorum(required, next.size()), next);
    LogEntry entry =
        LogEntry.of(EntryType.OFFICER_REPLACED, clock.instant())
            .with("set", Integer.toString(set.generation()))
            .with("quorum", set.quorum().toString())
            .with("officers", next.stream().map(o -> o.id().hex()).collect(Collectors.joining(" ")))
            .committing(
                "present",
                present.stream().map(p -> p.mailbox().toString()).collect(Collectors.joining(" ")),
                random);
    return new Opening.Opened(set, officers.open(set, entry));
  }

  /** Seals to the present set what is sealed to the former one, and retires that. */
  public Outcome run(List<PresentOfficer> present, Progress progress) {
    List<OfficerSet> sets = officers.sets(founding);
    if (sets.size() < 2) {
      return new Outcome.Refused(
          List.of(ArchiveFinding.OFFICER_SET.on("officers", "no replacement is under way")));
    }
    OfficerSet former = sets.getFirst();
    List<Finding> absent = absent(former, present);
    if (!absent.isEmpty()) {
      return new Outcome.Refused(absent);
    }
    return new Run(former, sets.getLast(), new RecordOpener(present), progress).all();
  }

  private static List<Finding> absent(OfficerSet set, List<PresentOfficer> present) {
    Set<KeyId> seated = new HashSet<>();
    present.stream()
        .map(PresentOfficer::id)
        .filter(id -> set.officer(id).isPresent())
        .forEach(seated::add);
    int required = set.quorum().required();
    return seated.size() >= required
        ? List.of()
        : List.of(
            ArchiveFinding.OFFICER_QUORUM.on(
                "officers", seated.size() + " of the " + required + " needed are present"));
  }

  /** One run over the records of the former set. */
  private final class Run {
    private final OfficerSet former;
    private final OfficerSet present;
    private final RecordOpener opener;
    private final Progress progress;
    private long sealed;
    private long left;

    Run(OfficerSet former, OfficerSet present, RecordOpener opener, Progress progress) {
      this.former = former;
      this.present = present;
      this.opener = opener;
      this.progress = progress;
    }

    /** While one page is written, the next is sealed: neither processors nor disk wait. */
    Outcome all() {
      try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
        Optional<Future<Long>> writing = Optional.empty();
        left = records.count(former.generation());
        long after = -1;
        while (true) {
          List<Placed> page = records.page(former.generation(), after, PAGE);
          List<Resealed> done = page.parallelStream().map(this::again).toList();
          writing.ifPresent(this::written);
          writing = Optional.empty();
          if (page.isEmpty()) {
            Optional<Outcome> outcome = finished();
            if (outcome.isPresent()) {
              return outcome.get();
            }
            after = -1; // a case ended, or another sealed to the former set and kept it only now
            continue;
          }
          List<Finding> shut = done.stream().flatMap(one -> one.finding().stream()).toList();
          if (!shut.isEmpty()) {
            return new Outcome.Refused(shut);
          }
          List<Placed> again = done.stream().flatMap(one -> one.placed().stream()).toList();
          writing = Optional.of(writer.submit(() -> write(again)));
          after = page.getLast().place();
        }
      }
    }

    /**
     * How many were kept: none when a case was opened on one of them, or another run was faster.
     */
    private long write(List<Placed> again) {
      return records.reseal(former.generation(), again, leaf(again)).isPresent() ? again.size() : 0;
    }

    private void written(Future<Long> writing) {
      try {
        long kept = writing.get();
        sealed += kept;
        left -= kept;
        progress.of(sealed, left);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("archive: a page was not written", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("archive: stopped while a page was written", e);
      }
    }

    private Optional<Outcome> finished() {
      left = records.count(former.generation());
      if (left > 0) {
        List<String> names = records.casesOn(former.generation());
        return names.isEmpty()
            ? Optional.empty()
            : Optional.of(new Outcome.Waiting(sealed, left, names));
      }
      LogEntry entry =
          LogEntry.of(EntryType.OFFICER_SET_RETIRED, clock.instant())
              .with("set", Integer.toString(former.generation()));
      return officers
          .retire(former.generation(), entry)
          .map(index -> new Outcome.Done(sealed, index));
    }

    /** The leaf of a page: its root proves each receipt by itself. */
    private LogEntry leaf(List<Placed> page) {
      Frontier receipts =
          Frontier.empty()
              .append(
                  page.stream()
                      .map(one -> MerkleTree.leafHash(one.key().receipt().encoded()))
                      .toList())
              .after();
      return LogEntry.of(EntryType.ARCHIVE_RESEALED, clock.instant())
          .with("set", Integer.toString(present.generation()))
          .with("records", Integer.toString(page.size()))
          .with("receipts", receipts.root().toString());
    }

    private Resealed again(Placed placed) {
      ArchivedKey record = placed.key();
      return switch (opener.open(record)) {
        case RecordOpener.Outcome.Shut(Finding finding) ->
            new Resealed(Optional.empty(), Optional.of(finding));
        case RecordOpener.Outcome.Open(byte[] pkcs8) -> {
          try {
            RecordSeal.Clear clear =
                new RecordSeal.Clear(
                    record.keyId(), record.owner(), record.subjectPublicKeyInfo(), pkcs8);
            ArchivedKey sealedAgain = seal.seal(clear, present, clock.instant());
            yield new Resealed(
                Optional.of(new Placed(placed.place(), sealedAgain)), Optional.empty());
          } finally {
            Arrays.fill(pkcs8, (byte) 0);
          }
        }
      };
    }
  }

  private record Resealed(Optional<Placed> placed, Optional<Finding> finding) {}
}
