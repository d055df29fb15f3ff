package org.signetmail.store.internal;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.gateway.StsPolicyStore;

/** What domains say of their servers, a row for each. Safe for many threads and nodes. */
public final class StsPolicyTable implements StsPolicyStore {
  private final Database database;

  public StsPolicyTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Kept> find(String domain) {
    return database.read(session ->
        session.first(
            "SELECT domain, id, policy, fetched, holds_until FROM sts_policy WHERE domain = ?",
            row ->
                new Kept(
                    row.text("domain"),
                    row.text("id"),
                    row.octets("policy"),
                    row.time("fetched"),
                    row.time("holds_until")),
            domain));
  }

  @Override
  public void keep(Kept policy) {
    database.write(session ->
        session.update(
            "INSERT INTO sts_policy (domain, id, policy, fetched, holds_until)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (domain) DO UPDATE SET id = excluded.id,"
                + " policy = excluded.policy, fetched = excluded.fetched,"
                + " holds_until = excluded.holds_until"
                + " WHERE excluded.fetched > sts_policy.fetched",
            policy.domain(),
            policy.id(),
            policy.text(),
            policy.fetched(),
            policy.until()));
  }

  @Override
  public int forget(Instant before) {
    return database.write(
        session -> session.update("DELETE FROM sts_policy WHERE holds_until < ?", before));
  }
}
