package org.signetmail.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** The three ports over one log, in memory: durable as long as the test. */
final class InMemoryStores {
  final List<LogEntry> log = new ArrayList<>();
  final ArchiveStore archive = new Archive();
  final OfficerStore officers = new Officials();
  final RecoveryStore cases = new Cases();

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
    public synchronized long open(RecoveryCase newCase, LogEntry entry) {
      if (cases.putIfAbsent(newCase.id(), newCase) != null) {
        throw new IllegalStateException("case " + newCase.id() + " is there already");
      }
      return logged(entry);
    }

    @Override
    public synchronized Optional<RecoveryCase> find(String id) {
      return Optional.ofNullable(cases.get(id));
    }

    @Override
    public synchronized List<RecoveryCase> cases() {
      return List.copyOf(cases.values()).reversed();
    }

    @Override
    public synchronized Optional<Long> append(
        String id, int expectedSteps, RecoveryCase.Step step, LogEntry entry) {
      RecoveryCase c = Optional.ofNullable(cases.get(id)).orElseThrow();
      if (c.steps().size() != expectedSteps) {
        return Optional.empty();
      }
      List<RecoveryCase.Step> steps = new ArrayList<>(c.steps());
      steps.add(step);
      cases.put(
          id,
          new RecoveryCase(
              c.id(),
              c.requester(),
              c.owner(),
              c.keys(),
              c.receiver(),
              c.reason(),
              c.legalReference(),
              c.requestedAt(),
              c.request(),
              List.copyOf(steps)));
      return Optional.of(logged(entry));
    }
  }
}
