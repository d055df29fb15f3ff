package org.signetmail.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** The ports over one log, in memory: durable as long as the test. */
final class InMemoryStores {
  final List<LogEntry> log = new ArrayList<>();
  final ArchiveStore archive = new Archive();
  final OfficerStore officers = new Officials();
  final RecoveryStore cases = new Cases();
  final CodeCopyStore codeCopies = new Copies();

  private synchronized long logged(LogEntry entry) {
    log.add(entry);
    return log.size() - 1L;
  }

  private final class Archive implements ArchiveStore {
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

  private final class Officials implements OfficerStore {
    private final List<Officer> officers = new ArrayList<>();

    @Override
    public synchronized long enrol(Officer officer, LogEntry entry) {
      officers.add(officer);
      return logged(entry);
    }

    @Override
    public synchronized List<Officer> officers() {
      return List.copyOf(officers);
    }
  }

  private final class Cases implements RecoveryStore {
    private final Map<String, RecoveryCase> cases = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Long> open(RecoveryCase newCase, LogEntry entry) {
      if (cases.containsKey(newCase.id())) {
        throw new IllegalArgumentException("case " + newCase.id() + " is there already");
      }
      if (ofRequest(RecoveryRequest.digest(newCase.request())).isPresent()) {
        return Optional.empty();
      }
      cases.put(newCase.id(), newCase);
      return Optional.of(logged(entry));
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
    public synchronized Optional<Long> append(
        String id, int expectedSteps, Step step, LogEntry entry) {
      RecoveryCase one = Optional.ofNullable(cases.get(id)).orElseThrow();
      if (one.steps().size() != expectedSteps) {
        return Optional.empty();
      }
      cases.put(id, one.with(step));
      return Optional.of(logged(entry));
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
