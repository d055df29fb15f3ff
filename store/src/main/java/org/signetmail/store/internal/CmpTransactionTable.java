package org.signetmail.store.internal;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.enrolment.cmp.Transaction.Stage;
import org.signetmail.enrolment.cmp.TransactionStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.cmp.CmpBody;

/** Operations of CMP, a row for each. Safe for many threads and nodes. */
public final class CmpTransactionTable implements TransactionStore {
  private static final String SELECT = "SELECT * FROM cmp_transaction";

  private final Database database;

  public CmpTransactionTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean begin(Transaction transaction) {
    Columns columns = Columns.of(transaction);
    int added =
        database.write(session ->
            session.update(
                "INSERT INTO cmp_transaction (id, mailbox, code_since, signer, nonce, stage, kind,"
                    + " request, issuer, serial, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING",
                transaction.id(),
                transaction.mailbox().toString(),
                transaction.credential() instanceof Credential.Code(Instant since) ? since : null,
                transaction.credential() instanceof Credential.Signer(String one) ? one : null,
                transaction.nonce(),
                columns.stage,
                columns.kind,
                columns.request,
                columns.issuer,
                columns.serial,
                transaction.until()));
    return added == 1;
  }

  @Override
  public Optional<Transaction> find(String id) {
    return database.read(
        session -> session.first(SELECT + " WHERE id = ?", CmpTransactionTable::read, id));
  }

  @Override
  public boolean change(Transaction before, Transaction after) {
    Columns columns = Columns.of(after);
    int changed =
        database.write(session ->
            session.update(
                "UPDATE cmp_transaction SET nonce = ?, stage = ?, kind = ?, request = ?,"
                    + " issuer = ?, serial = ?, until = ?"
                    + " WHERE id = ? AND stage = ? AND nonce = ?",
                after.nonce(),
                columns.stage,
                columns.kind,
                columns.request,
                columns.issuer,
                columns.serial,
                after.until(),
                before.id(),
                Columns.of(before).stage,
                before.nonce()));
    return changed == 1;
  }

  @Override
  public List<Transaction> overdue(Instant now, int most) {
    return database.read(session ->
        session.query(
            SELECT
                + " WHERE stage IN ('UNCONFIRMED', 'ENDING') AND until <= ?"
                + " ORDER BY until, id LIMIT ?",
            CmpTransactionTable::read,
            now,
            most));
  }

  @Override
  public int forget(Instant now) {
    return database.write(session ->
        session.update(
            "DELETE FROM cmp_transaction"
                + " WHERE stage NOT IN ('UNCONFIRMED', 'ENDING') AND until <= ?",
            now));
  }

  private static Transaction read(Row row) throws SQLException {
    Optional<String> since = row.textIfAny("code_since");
    return new Transaction(
        row.text("id"),
        row.mailbox("mailbox"),
        since.isPresent()
            ? new Credential.Code(Instant.parse(since.get()))
            : new Credential.Signer(row.text("signer")),
        row.octets("nonce"),
        stage(row),
        row.time("until"));
  }

  private static Stage stage(Row row) throws SQLException {
    String stage = row.text("stage");
    return switch (stage) {
      case "BEGUN" -> new Stage.Begun();
      case "WAITING" ->
          new Stage.Waiting(CmpBody.Request.valueOf(row.text("kind")), row.octets("request"));
      case "UNCONFIRMED" -> new Stage.Unconfirmed(row.keyId("issuer"), row.serial("serial"));
      case "REPEATED" -> new Stage.Repeated(row.keyId("issuer"), row.serial("serial"));
      case "ENDING" -> new Stage.Ending(row.keyId("issuer"), row.serial("serial"));
      case "OVER" -> new Stage.Over();
      default -> throw new IllegalStateException("store: a transaction is at " + stage);
    };
  }

  /** A stage as columns. */
  private record Columns(
      String stage,
      @Nullable String kind,
      byte @Nullable [] request,
      @Nullable KeyId issuer,
      @Nullable BigInteger serial) {

    static Columns of(Transaction transaction) {
      return switch (transaction.stage()) {
        case Stage.Begun() -> new Columns("BEGUN", null, null, null, null);
        case Stage.Waiting(CmpBody.Request kind, byte[] request) ->
            new Columns("WAITING", kind.name(), request, null, null);
        case Stage.Unconfirmed(KeyId issuer, BigInteger serial) ->
            new Columns("UNCONFIRMED", null, null, issuer, serial);
        case Stage.Repeated(KeyId issuer, BigInteger serial) ->
            new Columns("REPEATED", null, null, issuer, serial);
        case Stage.Ending(KeyId issuer, BigInteger serial) ->
            new Columns("ENDING", null, null, issuer, serial);
        case Stage.Over() -> new Columns("OVER", null, null, null, null);
      };
    }
  }
}
