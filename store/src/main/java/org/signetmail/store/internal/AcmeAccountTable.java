package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.AccountHolder;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.AccountStore;
import org.signetmail.enrolment.acme.ExternalAccount;
import org.signetmail.tlog.LogEntry;

/** ACME accounts, and what they are bound to. Safe for many threads and nodes. */
public final class AcmeAccountTable implements AccountStore {
  private static final String SELECT =
      "SELECT id, thumbprint, jwk, status, contacts, holder, external, created, revision"
          + " FROM acme_account";
  private static final String SELECT_EXTERNAL =
      "SELECT id, holder, created, until, account FROM acme_external_account";

  private final Database database;

  public AcmeAccountTable(Database database) {
    this.database = database;
  }

  @Override
  public Added add(Account account, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (ofKey(session, account.key().thumbprint()).isPresent()) {
        return Added.KEY_TAKEN;
      }
      if (account.binding().isPresent()
          && session.update(
                  "UPDATE acme_external_account SET account = ? WHERE id = ? AND account IS NULL",
                  account.id(),
                  account.binding().get())
              != 1) {
        return Added.BINDING_TAKEN;
      }
      session.update(
          "INSERT INTO acme_account (id, log_index, thumbprint, jwk, status, contacts, holder,"
              + " external, created, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          account.id(),
          ledger.append(entry),
          account.key().thumbprint(),
          account.key().jwk(),
          account.status().name(),
          String.join("\n", account.contacts()),
          account.holder().text(),
          account.binding().orElse(null),
          account.created(),
          account.revision());
      return Added.DONE;
    });
  }

  @Override
  public Optional<Account> find(String id) {
    return database.read(
        session -> session.first(SELECT + " WHERE id = ?", AcmeAccountTable::account, id));
  }

  @Override
  public Optional<Account> ofKey(String thumbprint) {
    return database.read(session -> ofKey(session, thumbprint));
  }

  @Override
  public Changed change(Account account) {
    return database.write(session -> change(session, account));
  }

  @Override
  public Changed change(Account account, LogEntry entry) {
    return database.record((session, ledger) -> {
      Changed changed = change(session, account);
      if (changed == Changed.DONE) {
        ledger.append(entry);
      }
      return changed;
    });
  }

  @Override
  public List<Account> page(String after, int limit) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE id > ? ORDER BY id LIMIT ?", AcmeAccountTable::account, after, limit));
  }

  @Override
  public long keep(ExternalAccount external, LogEntry entry) {
    return database.record((session, ledger) -> {
      long index = ledger.append(entry);
      session.update(
          "INSERT INTO acme_external_account (id, log_index, holder, created, until, account)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          external.id(),
          index,
          external.holder().text(),
          external.created(),
          external.until(),
          external.account().orElse(null));
      return index;
    });
  }

  @Override
  public Optional<ExternalAccount> external(String id) {
    return database.read(session ->
        session.first(SELECT_EXTERNAL + " WHERE id = ?", AcmeAccountTable::external, id));
  }

  @Override
  public List<ExternalAccount> open(Instant now, int limit) {
    return database.read(session ->
        session.query(
            SELECT_EXTERNAL + " WHERE account IS NULL AND until > ? ORDER BY created, id LIMIT ?",
            AcmeAccountTable::external,
            now,
            limit));
  }

  @Override
  public int forget(Instant before) {
    return database.write(session ->
        session.update(
            "DELETE FROM acme_external_account WHERE account IS NULL AND until < ?", before));
  }

  private static Changed change(Session session, Account account) throws SQLException {
    Optional<Account> holder = ofKey(session, account.key().thumbprint());
    if (holder.filter(one -> !one.id().equals(account.id())).isPresent()) {
      return Changed.KEY_TAKEN;
    }
    int changed =
        session.update(
            "UPDATE acme_account SET thumbprint = ?, jwk = ?, status = ?, contacts = ?,"
                + " revision = revision + 1 WHERE id = ? AND revision = ?",
            account.key().thumbprint(),
            account.key().jwk(),
            account.status().name(),
            String.join("\n", account.contacts()),
            account.id(),
            account.revision());
    return changed == 1 ? Changed.DONE : Changed.STALE;
  }

  private static Optional<Account> ofKey(Session session, String thumbprint) throws SQLException {
    return session.first(SELECT + " WHERE thumbprint = ?", AcmeAccountTable::account, thumbprint);
  }

  private static Account account(Row row) throws SQLException {
    String contacts = row.text("contacts");
    return new Account(
        row.text("id"),
        new AccountKey(row.text("jwk"), row.text("thumbprint")),
        Account.Status.valueOf(row.text("status")),
        contacts.isEmpty() ? List.of() : List.of(contacts.split("\n")),
        AccountHolder.of(row.text("holder")),
        row.textIfAny("external"),
        row.time("created"),
        row.number("revision"));
  }

  private static ExternalAccount external(Row row) throws SQLException {
    return new ExternalAccount(
        row.text("id"),
        AccountHolder.of(row.text("holder")),
        row.time("created"),
        row.time("until"),
        row.textIfAny("account"));
  }
}
