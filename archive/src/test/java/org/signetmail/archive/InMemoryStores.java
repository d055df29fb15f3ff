package org.signetmail.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** The ports over one log, in memory: durable as long as the test. */
final class InMemoryStores {
  final List<LogEntry> log = new ArrayList<>();
  final Archive archive = new Archive();
  final OfficerStore officers = new Officials();
  final ResealStore reseals = new Reseals();
  final RecoveryStore cases = new Cases();
  final CodeCopyStore codeCopies = new Copies();
  final FormerCertificates former = new Former();

  private synchronized long logged(LogEntry entry) {
    log.add(entry);
    return log.size() - 1L;
  }

  final class Archive implements ArchiveStore {
    private final Map<KeyId, ArchivedKey> keys = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Long> keep(ArchivedKey key, LogEntry entry) {
      return keys.putIfAbsent(key.keyId(), key) == null
          ? Optional.of(logged(entry))
          : Optional.empty();
    }

    @Override
    public synchronized Optional<ArchivedKey> find(KeyId key) {
      return Optional.ofNullable(keys.get(key));
    }

    @Override
    public synchronized List<ArchivedKey> ofOwner(Mailbox owner) {
      return keys.values().stream().filter(key -> key.owner().equals(owner)).toList();
    }

    @Override
    public synchronized long count() {
      return keys.size();
    }
  }

  private final class Former implements FormerCertificates {
    private final Set<Certificate> kept = new LinkedHashSet<>();

    @Override
    public synchronized Kept keep(Certificate certificate, LogEntry entry) {
      if (!kept.add(certificate)) {
        return Kept.BEFORE;
      }
      logged(entry);
      return Kept.NOW;
    }

    @Override
    public synchronized List<Certificate> over(KeyId key) {
      return kept.stream().filter(one -> one.keyId().equals(key)).toList();
    }
  }

  private final class Officials implements OfficerStore {
    private final List<Officer> enrolled = new ArrayList<>();
    private final List<OfficerSet> sets = new ArrayList<>();
    private final Set<KeyId> everSeated = new HashSet<>();

    @Override
    public synchronized long enrol(Officer officer, Quorum founding, LogEntry entry) {
      enrolled.add(officer);
      OfficerSet last =
          sets.isEmpty()
              ? new OfficerSet(OfficerSet.FIRST, founding, List.of())
              : sets.removeLast();
      List<Officer> seated = new ArrayList<>(last.officers());
      if (last.generation() == OfficerSet.FIRST && !last.isComplete()) {
        seated.add(officer);
        everSeated.add(officer.id());
      }
      sets.add(new OfficerSet(last.generation(), last.quorum(), seated));
      return logged(entry);
    }

    @Override
    public synchronized List<OfficerSet> sets(Quorum founding) {
      return List.copyOf(sets);
    }

    @Override
    public synchronized List<Officer> officers() {
      return sets.stream().flatMap(set -> set.officers().stream()).distinct().toList();
    }

    @Override
    public synchronized List<Officer> waiting() {
      return enrolled.stream().filter(officer -> !everSeated.contains(officer.id())).toList();
    }

    @Override
    public synchronized long open(OfficerSet next, LogEntry entry) {
      next.officers().forEach(officer -> everSeated.add(officer.id()));
      sets.add(next);
      return logged(entry);
    }

    @Override
    public synchronized Optional<Long> retire(int generation, LogEntry entry) {
      if (archive.keys.values().stream().anyMatch(key -> key.generation() == generation)) {
        return Optional.empty();
      }
      sets.removeIf(set -> set.generation() == generation);
      return Optional.of(logged(entry));
    }
  }

  private final class Reseals implements ResealStore {
    @Override
    public long count(int generation) {
      return all(generation).size();
    }

    @Override
    public synchronized List<Placed> page(int generation, long after, int most) {
      Set<KeyId> held =
          cases.unfinished(Instant.MAX).stream()
              .flatMap(one -> one.keys().stream())
              .collect(Collectors.toSet());
      return all(generation).stream()
          .filter(one -> one.place() > after && !held.contains(one.key().keyId()))
          .limit(most)
          .toList();
    }

    @Override
    public List<String> casesOn(int generation) {
      List<KeyId> keys = all(generation).stream().map(one -> one.key().keyId()).toList();
      return cases.unfinished(Instant.MAX).stream()
          .filter(one -> !Collections.disjoint(one.keys(), keys))
          .map(RecoveryCase::id)
          .toList();
    }

    private List<Placed> all(int generation) {
      List<ArchivedKey> all = List.copyOf(archive.keys.values());
      return IntStream.range(0, all.size())
          .filter(i -> all.get(i).generation() == generation)
          .mapToObj(i -> new Placed(i, all.get(i)))
          .toList();
    }

    @Override
    public synchronized Optional<Long> reseal(int from, List<Placed> records, LogEntry entry) {
      records.forEach(one -> archive.keys.put(one.key().keyId(), one.key()));
      return Optional.of(logged(entry));
    }
  }

  private final class Cases implements RecoveryStore {
    private final Map<String, RecoveryCase> cases = new LinkedHashMap<>();

    @Override
    public synchronized Written open(RecoveryCase newCase, DayLimits limits, LogEntry entry) {
      if (cases.containsKey(newCase.id())) {
        throw new IllegalArgumentException("case " + newCase.id() + " is there already");
      }
      if (ofRequest(RecoveryRequest.digest(newCase.request())).isPresent()) {
        return new Written.Overtaken();
      }
      Optional<Finding> tooMany =
          has(newCase, Step.Rejected.class)
              ? Optional.empty()
              : limits.onOpening(newCase.requester(), tally(newCase.requester(), limits.since()));
      if (tooMany.isPresent()) {
        return new Written.OverLimit(tooMany.get());
      }
      cases.put(newCase.id(), newCase);
      return new Written.Done(logged(entry));
    }

    @Override
    public synchronized Optional<RecoveryCase> find(String id) {
      return Optional.ofNullable(cases.get(id));
    }

    @Override
    public synchronized Optional<RecoveryCase> ofRequest(String digest) {
      return cases.values().stream()
          .filter(one -> RecoveryRequest.digest(one.request()).equals(digest))
          .findFirst();
    }

    @Override
    public synchronized List<Long> logIndexes(String id) {
      return java.util.stream.LongStream.range(0, log.size())
          .filter(i -> log.get((int) i).value("case").filter(id::equals).isPresent())
          .boxed()
          .toList();
    }

    @Override
    public synchronized List<RecoveryCase> cases(int most) {
      return List.copyOf(cases.values()).reversed().stream().limit(most).toList();
    }

    @Override
    public synchronized List<RecoveryCase> ofOwner(Mailbox owner, int most) {
      return cases(Integer.MAX_VALUE).stream()
          .filter(one -> one.owner().equals(owner))
          .limit(most)
          .toList();
    }

    @Override
    public synchronized Tally tally(Mailbox requester, Instant since) {
      List<RecoveryCase> opened =
          cases.values().stream()
              .filter(one -> one.requestedAt().isAfter(since) && !has(one, Step.Rejected.class))
              .toList();
      long released =
          cases.values().stream()
              .filter(one ->
                  one.steps().stream()
                      .anyMatch(s -> s instanceof Step.Released && s.at().isAfter(since)))
              .count();
      return new Tally(
          opened.stream().filter(one -> one.requester().equals(requester)).count(),
          opened.size(),
          released);
    }

    @Override
    public synchronized List<RecoveryCase> unfinished(Instant time) {
      return cases.values().stream()
          .filter(one -> !one.requestedAt().isAfter(time))
          .filter(one -> !has(one, Step.Withdrawn.class) && !has(one, Step.Released.class))
          .filter(one -> !has(one, Step.Rejected.class) && !has(one, Step.Expired.class))
          .toList();
    }

    @Override
    public synchronized List<RecoveryCase> untold(Instant time) {
      return cases.values().stream()
          .filter(one -> one.receiver().withheldUntil().filter(u -> !u.isAfter(time)).isPresent())
          .filter(one -> !has(one, Step.Told.class))
          .toList();
    }

    @Override
    public synchronized Written append(
        String id, int expectedSteps, Step step, DayLimits limits, LogEntry entry) {
      RecoveryCase one = Optional.ofNullable(cases.get(id)).orElseThrow();
      if (one.steps().size() != expectedSteps) {
        return new Written.Overtaken();
      }
      Optional<Finding> tooMany =
          step instanceof Step.Released && !has(one, Step.Released.class)
              ? limits.onRelease(id, tally(one.requester(), limits.since()))
              : Optional.empty();
      if (tooMany.isPresent()) {
        return new Written.OverLimit(tooMany.get());
      }
      cases.put(id, one.with(step));
      return new Written.Done(logged(entry));
    }

    private static boolean has(RecoveryCase one, Class<? extends Step> kind) {
      return one.steps().stream().anyMatch(kind::isInstance);
    }
  }

  private final class Copies implements CodeCopyStore {
    private final Map<KeyId, CodeCopy> copies = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Long> keep(List<CodeCopy> anew, LogEntry entry) {
      for (CodeCopy copy : anew) {
        CodeCopy before = copies.get(copy.key());
        if (archive.find(copy.key()).isEmpty()
            || (before != null && !before.at().isBefore(copy.at()))) {
          return Optional.empty();
        }
      }
      anew.forEach(copy -> copies.put(copy.key(), copy));
      return Optional.of(logged(entry));
    }

    @Override
    public synchronized Optional<CodeCopy> find(KeyId key) {
      return Optional.ofNullable(copies.get(key));
    }
  }
}
