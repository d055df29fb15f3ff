package org.signetmail.store.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.CodeCopyStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/** Copies of archived keys under their owners' codes. Safe for many threads and nodes. */
public final class CodeCopyTable implements CodeCopyStore {
  private final Database database;

  public CodeCopyTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Long> keep(List<CodeCopy> copies, LogEntry entry) {
    return database.record((session, ledger) -> {
      for (CodeCopy copy : copies) {
        boolean archived =
            session
                .first("SELECT 1 FROM archived_key WHERE key_id = ?", row -> true, copy.key())
                .isPresent();
        Optional<Instant> before =
            session.first(
                "SELECT at FROM code_copy WHERE key_id = ?", row -> row.time("at"), copy.key());
        if (!archived || before.filter(at -> !at.isBefore(copy.at())).isPresent()) {
          return Optional.empty();
        }
      }
      long index = ledger.append(entry);
      for (CodeCopy copy : copies) {
        session.update(
            "INSERT INTO code_copy (key_id, at, sealed) VALUES (?, ?, ?)"
                + " ON CONFLICT (key_id) DO UPDATE SET at = excluded.at, sealed = excluded.sealed",
            copy.key(),
            copy.at(),
            copy.sealed());
      }
      return Optional.of(index);
    });
  }

  @Override
  public Optional<CodeCopy> find(KeyId key) {
    return database.read(session ->
        session.first(
            "SELECT key_id, at, sealed FROM code_copy WHERE key_id = ?",
            row -> new CodeCopy(row.keyId("key_id"), row.octets("sealed"), row.time("at")),
            key));
  }
}
