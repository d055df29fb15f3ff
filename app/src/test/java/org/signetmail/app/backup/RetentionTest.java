package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Canary;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Retention;
import org.signetmail.archive.RetentionStore;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Archived keys are destroyed when their time is over, and not before. */
class RetentionTest {
  private static final Duration KEEP = Duration.ofDays(365);

  @TempDir Path folder;

  enum Database {
    SQLITE,
    POSTGRESQL
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void aKeyIsDestroyedAfterItsLastCertificateAndItsReceiptStays(Database database)
      throws IOException {
    String url =
        database == Database.SQLITE
            ? "jdbc:sqlite:signet.db"
            : PostgresServer.shared().freshDatabase();
    try (TestSystem system = new TestSystem(folder, url)) {
      Organization organization = system.organization();
      for (String officer : List.of("olga", "otto", "oda")) {
        new OfficerCeremony(organization).enrol(TestSystem.mailbox(officer), officer);
      }
      EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
      ArchiveReceipt receipt =
          assertInstanceOf(
                  KeyArchive.Outcome.Archived.class,
                  organization
                      .archiving()
                      .archive()
                      .archive(key, TestSystem.mailbox("alice"), now(system)))
              .receipt();
      Certificate receipts = organization.home().certificate("receipts");
      Certificate lives = system.issue("somebody").certificate(); // it ends a year or so from now
      Retention retention =
          new Retention(
              organization.store().retention(),
              one -> one.equals(key.id()) ? List.of(lives) : List.of(),
              KEEP);

      system.clock.pass(KEEP.plusDays(1));
      assertEquals(0, retention.run(Retention.Mode.DESTROY, now(system)), "its certificate lives");
      Instant over = lives.notAfter().plus(KEEP);
      system.clock.pass(Duration.between(now(system), over));
      assertEquals(0, retention.run(Retention.Mode.DESTROY, now(system)), "not yet over");
      system.clock.pass(Duration.ofSeconds(1));
      assertEquals(1, retention.run(Retention.Mode.COUNT, now(system)));
      assertTrue(organization.store().archive().find(key.id()).isPresent());
      assertEquals(1, retention.run(Retention.Mode.DESTROY, now(system)));
      assertEquals(0, retention.run(Retention.Mode.DESTROY, now(system)));

      assertFalse(organization.store().archive().find(key.id()).isPresent());
      assertTrue(receipt.verify(receipts).isPresent(), "what was kept, and when, stays provable");
      long end = organization.store().log().size();
      LogEntry last = LogEntry.parse(organization.store().log().leaf(end - 1));
      assertEquals(EntryType.KEY_DESTROYED, last.type());
      assertEquals(receipt.record(), last.fields().get("record"));
      assertEquals(3, organization.store().archive().ofOwner(Canary.OWNER).size());
      assertInstanceOf(Audit.Consistent.class, organization.log().audit());
      assertEquals(
          RetentionStore.Outcome.NOT_THERE,
          organization.store().retention().destroy(key.id(), probe(system)));
    }
  }

  /** What was destroyed is not what was left out: the log tells the difference. */
  @org.junit.jupiter.api.Test
  void aBackupOfAfterIsWholeForTheLog() throws IOException {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      Organization organization = system.organization();
      var canary = organization.store().archive().ofOwner(Canary.OWNER).getFirst();
      assertEquals(
          RetentionStore.Outcome.DESTROYED,
          organization
              .store()
              .retention()
              .destroy(
                  canary.keyId(),
                  LogEntry.of(EntryType.KEY_DESTROYED, now(system))
                      .with("key", canary.keyId().hex())));
      Path file = system.maker().make(system.backups, BackupMaker.Kind.FULL, Progress.NONE).file();
      BackupShelf.Found.Chain found =
          assertInstanceOf(
              BackupShelf.Found.Chain.class, Backups.find(List.of(file), Optional.empty()));
      assertEquals(
          List.of(),
          new LogEvidence(organization.store().log(), organization.log().verifier())
              .objections(found.chain(), Optional.empty()));
    }
  }

  private static Instant now(TestSystem system) {
    return system.clock.instant();
  }

  private static LogEntry probe(TestSystem system) {
    return LogEntry.of(EntryType.POLICY_CHANGED, now(system));
  }
}
