package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.acme.Challenge;
import org.signetmail.enrolment.acme.Order;
import org.signetmail.enrolment.acme.OrderStore;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;

/** ACME orders, and the nonces that were used. Safe for many threads and nodes. */
public final class AcmeOrderTable implements OrderStore {
  private static final String SELECT = "SELECT * FROM acme_order";

  private final Database database;

  public AcmeOrderTable(Database database) {
    this.database = database;
  }

  @Override
  public void add(Order order) {
    database.write(session ->
        session.update(
            "INSERT INTO acme_order (id, account, mailbox_key, mailbox, created, expires,"
                + " replaced_issuer, replaced_serial, sent_token, by_https, response, revision)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            order.id(),
            order.account(),
            order.mailbox().key(),
            order.mailbox().toString(),
            order.created(),
            order.expires(),
            order.replaces().map(Order.CertificateId::issuer).orElse(null),
            order.replaces().map(Order.CertificateId::serial).orElse(null),
            order.challenge().sentToken(),
            order.challenge().byHttps().text(),
            order.challenge().response(),
            order.revision()));
  }

  @Override
  public Optional<Order> find(String id) {
    return first(" WHERE id = ?", id);
  }

  @Override
  public Optional<Order> ofSentToken(String digest) {
    return first(" WHERE sent_token = ?", digest);
  }

  @Override
  public Optional<Order> ofCertificate(Order.CertificateId certificate) {
    return first(" WHERE serial = ? AND issuer = ?", certificate.serial(), certificate.issuer());
  }

  @Override
  public Optional<Order> replacing(Order.CertificateId certificate) {
    return first(
        " WHERE replaced_serial = ? AND replaced_issuer = ? AND error IS NULL"
            + " AND challenge_error IS NULL AND deactivated IS NULL"
            + " ORDER BY (serial IS NOT NULL) DESC, created DESC LIMIT 1",
        certificate.serial(),
        certificate.issuer());
  }

  @Override
  public boolean change(Order order) {
    Challenge challenge = order.challenge();
    int changed =
        database.write(session ->
            session.update(
                "UPDATE acme_order SET answered = ?, triggered = ?, challenge_error = ?,"
                    + " challenge_detail = ?, deactivated = ?, working_key = ?, working_since = ?,"
                    + " error = ?, detail = ?, issuer = ?, serial = ?, revision = revision + 1"
                    + " WHERE id = ? AND revision = ?",
                challenge.answered().orElse(null),
                challenge.triggered().orElse(null),
                challenge.problem().map(one -> one.type().name()).orElse(null),
                challenge.problem().map(Problem::detail).orElse(null),
                challenge.deactivated().orElse(null),
                order.finalizing().map(Order.Finalizing::key).orElse(null),
                order.finalizing().map(Order.Finalizing::since).orElse(null),
                order.problem().map(one -> one.type().name()).orElse(null),
                order.problem().map(Problem::detail).orElse(null),
                order.certificate().map(Order.CertificateId::issuer).orElse(null),
                order.certificate().map(Order.CertificateId::serial).orElse(null),
                order.id(),
                order.revision()));
    return changed == 1;
  }

  @Override
  public List<Order> ofAccount(String account, int limit) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE account = ? ORDER BY created DESC, id LIMIT ?",
            AcmeOrderTable::order,
            account,
            limit));
  }

  @Override
  public Load load(String account, Mailbox mailbox, Instant since) {
    return database.read(session ->
        new Load(
            session.number(
                "SELECT count(*) FROM acme_order WHERE account = ? AND created > ?",
                account,
                since),
            session.number(
                "SELECT count(*) FROM acme_order WHERE mailbox_key = ? AND created > ?",
                mailbox.key(),
                since)));
  }

  @Override
  public boolean take(String nonce, Instant until) {
    int taken =
        database.write(session ->
            session.update(
                "INSERT INTO acme_nonce (nonce, until) VALUES (?, ?)"
                    + " ON CONFLICT (nonce) DO NOTHING",
                nonce,
                until));
    return taken == 1;
  }

  @Override
  public int forget(Instant before) {
    return database.write(session ->
        session.update("DELETE FROM acme_nonce WHERE until < ?", before)
            + session.update(
                "DELETE FROM acme_order WHERE expires < ? AND serial IS NULL", before));
  }

  private Optional<Order> first(String where, Object... arguments) {
    return database.read(
        session -> session.first(SELECT + where, AcmeOrderTable::order, arguments));
  }

  private static Order order(Row row) throws SQLException {
    return new Order(
        row.text("id"),
        row.text("account"),
        row.mailbox("mailbox"),
        row.time("created"),
        row.time("expires"),
        certificate(row, "replaced_issuer", "replaced_serial"),
        new Challenge(
            row.text("sent_token"),
            new TokenPart(row.text("by_https")),
            row.text("response"),
            time(row, "answered"),
            time(row, "triggered"),
            problem(row, "challenge_error", "challenge_detail"),
            time(row, "deactivated")),
        row.isNull("working_key")
            ? Optional.empty()
            : Optional.of(
                new Order.Finalizing(row.keyId("working_key"), row.time("working_since"))),
        problem(row, "error", "detail"),
        certificate(row, "issuer", "serial"),
        row.number("revision"));
  }

  private static Optional<Instant> time(Row row, String column) throws SQLException {
    return row.textIfAny(column).map(Instant::parse);
  }

  private static Optional<Problem> problem(Row row, String type, String detail)
      throws SQLException {
    Optional<String> word = row.textIfAny(type);
    return word.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem(Problem.Type.valueOf(word.get()), row.text(detail)));
  }

  private static Optional<Order.CertificateId> certificate(Row row, String issuer, String serial)
      throws SQLException {
    return row.isNull(serial)
        ? Optional.empty()
        : Optional.of(new Order.CertificateId(row.keyId(issuer), row.serial(serial)));
  }
}
