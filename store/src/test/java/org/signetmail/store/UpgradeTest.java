package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CrlStore;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.pkix.Revocation;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.LogEntry;

/** A store whose tables are of an earlier version loses nothing when it is brought up to date. */
class UpgradeTest {
  private static final Quorum QUORUM = new Quorum(2, 3);

  /** From the version that knows its backups back to the one before. */
  private static final List<String> BACK_TO_4 =
      List.of("DROP TABLE destroyed_key", "DROP TABLE drill", "DROP TABLE backup");

  /** From the version that has recovery by stations and codes back to the one before. */
  private static final List<String> BACK_TO_3 =
      List.of(
          "DROP TABLE code_copy",
          "DROP TABLE recovery_unfinished",
          "DROP INDEX recovery_step_kind",
          "DROP INDEX recovery_case_request",
          "DROP INDEX recovery_case_at",
          "DROP INDEX recovery_case_withheld",
          "ALTER TABLE recovery_case DROP COLUMN receiver_kind",
          "ALTER TABLE recovery_case DROP COLUMN scope_from",
          "ALTER TABLE recovery_case DROP COLUMN scope_until",
          "ALTER TABLE recovery_case DROP COLUMN scope_mailboxes",
          "ALTER TABLE recovery_case DROP COLUMN notice_withheld_until",
          "ALTER TABLE recovery_case DROP COLUMN request_digest");

  /** From version 3 back to version 2, in words of both databases. */
  private static final List<String> BACK_TO_2 =
      List.of(
          "CREATE TABLE crl (issuer %1$s PRIMARY KEY, number %2$s NOT NULL,"
              + " this_update TEXT NOT NULL, next_update TEXT NOT NULL, der %1$s NOT NULL)",
          "INSERT INTO crl SELECT issuer, number, this_update, next_update, der"
              + " FROM revocation_list WHERE form = 'COMPLETE'",
          "DROP TABLE revocation_list",
          "DROP TABLE status_change",
          "DROP TABLE claim",
          "DROP INDEX certificate_name",
          "DROP INDEX certificate_cert_hash",
          "DROP INDEX certificate_serial_hash",
          "DROP INDEX certificate_subject_hash",
          "DROP INDEX certificate_key_hash",
          "ALTER TABLE certificate DROP COLUMN name",
          "ALTER TABLE certificate DROP COLUMN cert_hash",
          "ALTER TABLE certificate DROP COLUMN serial_hash",
          "ALTER TABLE certificate DROP COLUMN subject_hash",
          "ALTER TABLE certificate DROP COLUMN key_hash",
          "UPDATE signet_schema SET version = 2");

  /** From officers in sets back to one table of officers. */
  private static final List<String> BACK_TO_6 =
      List.of(
          "DROP TABLE cmp_transaction",
          "DROP TABLE wave_policy",
          "DROP TABLE replica_beat",
          "ALTER TABLE signet_schema DROP COLUMN usable_from",
          "DROP INDEX person_group_name",
          "DROP TABLE sts_policy",
          "DROP TABLE rollout_coverage",
          "DROP TABLE census",
          "DROP INDEX person_by_name",
          "DROP INDEX person_by_state",
          "DROP INDEX person_by_since",
          "DROP INDEX certificate_by_end",
          "DROP TABLE passkey",
          "DROP TABLE passkey_code",
          "DROP TABLE staff_session",
          "DROP TABLE person_word",
          "DROP INDEX person_state",
          "DROP INDEX certificate_of_no_person",
          "DROP INDEX certificate_end",
          "ALTER TABLE certificate DROP COLUMN not_after",
          "DROP TABLE rollout_wave",
          "DROP TABLE rollout_invitation",
          "DROP TABLE rollout_milestone",
          "DROP TABLE rollout_awaited",
          "DROP TABLE rollout_simulation",
          "DROP TABLE acme_nonce",
          "DROP TABLE acme_order",
          "DROP TABLE acme_account",
          "DROP TABLE acme_external_account",
          "DROP TABLE web_session",
          "DROP TABLE attempt",
          "DROP TABLE pending_request",
          "DROP TABLE form_password",
          "DROP TABLE sealed_page",
          "ALTER TABLE person DROP COLUMN redeemer",
          "DROP TABLE directory_word",
          "DROP INDEX harvested_certificate_heard",
          "DROP TABLE submission_password",
          "DROP TABLE ring_key",
          "DROP TABLE harvested_certificate",
          "ALTER TABLE partner DROP COLUMN reads",
          "DROP TABLE former_certificate",
          "CREATE TABLE officer (position %2$s PRIMARY KEY, log_index %2$s NOT NULL UNIQUE,"
              + " mailbox_key TEXT NOT NULL UNIQUE, mailbox TEXT NOT NULL, name TEXT NOT NULL,"
              + " encryption_key %1$s NOT NULL UNIQUE, encryption %1$s NOT NULL,"
              + " signing_key %1$s NOT NULL UNIQUE, signing %1$s NOT NULL)",
          "INSERT INTO officer SELECT s.position, o.log_index, o.mailbox_key, o.mailbox, o.name,"
              + " o.officer, o.encryption, o.signing_key, o.signing"
              + " FROM officer_seat s JOIN recovery_officer o ON o.officer = s.officer",
          "DROP TABLE officer_seat",
          "DROP TABLE officer_set",
          "DROP TABLE recovery_officer",
          "DROP INDEX archived_key_generation",
          "ALTER TABLE archived_key DROP COLUMN generation",
          "ALTER TABLE archived_key DROP COLUMN resealed");

  @TempDir Path folder;

  @Test
  void onSqlite() throws SQLException {
    upgrade(StoreUrl.SQLITE + folder.resolve("store.db"), "BLOB", "INTEGER");
  }

  @Test
  void onPostgresql() throws SQLException {
    upgrade(PostgresServer.shared().freshDatabase(), "BYTEA", "BIGINT");
  }

  private static void upgrade(String url, String octets, String number) throws SQLException {
    CertificateRecord kept = StoreContract.signing(TestCertificates.fresh());
    CertificateRecord ended = StoreContract.signing(TestCertificates.fresh());
    BigInteger serial = ended.certificate().serial();
    CrlStore.Crl list = CrlStoreContract.crl(7);
    RecoveryCase open = RecoveryStoreContract.recoveryCase("R-A");
    Step refused = new Step.Refused(StoreContract.NOON, StoreContract.ALICE, "early");
    Officer officer =
        new Officer(
            StoreContract.BOB,
            "Bob",
            TestCertificates.fresh(),
            Optional.empty(),
            TestCertificates.fresh());
    Person person =
        new Person(
            StoreContract.ALICE, "Alice", Set.of("a"), Person.State.LEFT, StoreContract.NOON);
    long size;
    ArchivedKey archived =
        StoreContract.archivedKey(TestCertificates.freshKey(), StoreContract.ALICE);
    try (Store store = Store.open(StoreUrl.of(url))) {
      store.certificates().keep(kept, StoreContract.issued());
      store.certificates().keep(ended, StoreContract.issued());
      Revocation revocation =
          new Revocation(serial, StoreContract.NOON, Revocation.Reason.SUPERSEDED);
      store.certificates().revoke(StoreContract.ISSUER, revocation, StoreContract.issued());
      store.crls().publish(StoreContract.ISSUER, List.of(list));
      store.recoveries().open(open, RecoveryStoreContract.MANY, StoreContract.issued());
      store
          .recoveries()
          .append(open.id(), 0, refused, RecoveryStoreContract.MANY, StoreContract.issued());
      store.officers().enrol(officer, QUORUM, StoreContract.issued());
      store.archive().keep(archived, StoreContract.issued());
      StoreContract.put(store, person);
      size = store.log().size();
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql :
          Stream.of(BACK_TO_6, BACK_TO_4, BACK_TO_3, BACK_TO_2).flatMap(List::stream).toList()) {
        statement.execute(sql.formatted(octets, number));
      }
    }

    try (Store store = Store.open(StoreUrl.of(url))) {
      RecoveryCase still = store.recoveries().unfinished(StoreContract.NOON).getFirst();
      assertEquals(List.of(refused), still.steps());
      assertEquals(open.receiver(), still.receiver());
      String digest = RecoveryRequest.digest(open.request());
      assertEquals("R-A", store.recoveries().ofRequest(digest).orElseThrow().id());
      CrlStore.Crl found = store.crls().current(StoreContract.ISSUER).orElseThrow();
      assertArrayEquals(list.encoded(), found.encoded());
      assertEquals(-1, found.head().upTo(), "so a new one is due");
      assertEquals(2, store.certificates().lastChange(StoreContract.ISSUER));
      assertEquals(
          List.of(serial),
          store.certificates().moment(StoreContract.ISSUER, -1).revoked().stream()
              .map(Revocation::serial)
              .toList());
      byte[] hash = CertificateQuery.hash(kept.certificate().encoded());
      assertEquals(
          List.of(kept),
          store
              .certificates()
              .search(new CertificateQuery.OfHash(CertificateQuery.Part.CERTIFICATE, hash), 2));
      assertEquals(
          List.of(new OfficerSet(1, QUORUM, List.of(officer))), store.officers().sets(QUORUM));
      assertEquals(1, store.reseals().page(1, -1, 10).size());
      assertEquals(size + 1, store.log().size(), "the log says what a person of before it is");
      LogEntry leaf = store.log().entries(size, size + 1).getFirst();
      assertEquals(Optional.of("left"), leaf.value("state"));
      assertEquals(Optional.of(PersonLeaf.digest(person)), PersonLeaf.says(leaf));
    }
  }
}
