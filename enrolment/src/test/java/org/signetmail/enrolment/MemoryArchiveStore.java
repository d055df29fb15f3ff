package org.signetmail.enrolment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Keeps the port's promises, except that nothing outlives the process. */
final class MemoryArchiveStore implements ArchiveStore {
  private final Map<KeyId, ArchivedKey> keys = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Long> keep(ArchivedKey key, LogEntry entry) {
    return keys.putIfAbsent(key.keyId(), key) == null
        ? Optional.of(keys.size() - 1L)
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
