package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.backup.BackupMaker.Kind;
import org.signetmail.app.backup.BackupMaker.Made;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Canary;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation.Reason;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.testkit.PostgresServer;

/** Backups of a system at work, on SQLite. */
class BackupsTest {
  @TempDir Path folder;
  private TestSystem system;

  @BeforeEach
  void begin() throws IOException {
    system = new TestSystem(folder, "jdbc:sqlite:signet.db");
  }

  @AfterEach
  void end() {
    system.close();
  }

  @Test
  void theNextHasOnlyWhatChangedAndIsFullAgainAfterAWeek() throws IOException {
    assertEquals("full", make().manifest().kind());
    system.issue("alice");
    Made second = make();
    assertEquals("incremental", second.manifest().kind());
    assertTrue(second.file().toString().endsWith("-incremental-001.backup"), second.toString());
    assertEquals(Optional.empty(), second.why());
    system.clock.pass(Duration.ofDays(7));
    Made third = make();
    assertTrue(third.why().orElseThrow().startsWith("the last full one is of"), third.toString());
    assertEquals(0, third.manifest().number());
    List<BackupRecord> known = system.organization().store().backups().backups();
    assertEquals(List.of(0, 1, 0), known.stream().map(BackupRecord::number).toList());
    assertEquals(Files.size(second.file()), known.get(1).octets());
  }

  @Test
  void theLaterOfOneSecondIsTheNewest() throws IOException {
    make();
    for (Kind kind : List.of(Kind.WHAT_CHANGED, Kind.FULL, Kind.FULL)) {
      Made made = system.maker().make(system.backups, kind, Progress.NONE);
      BackupChain newest =
          assertInstanceOf(
                  BackupShelf.Found.Chain.class,
                  Backups.find(List.of(system.backups), Optional.empty()))
              .chain();
      assertEquals(made.manifest(), newest.last().manifest());
      assertEquals(List.of(), objections(newest, Optional.empty()));
    }
    try (var files = Files.list(system.backups)) {
      assertEquals(4, files.count(), "none took another's name");
    }
  }

  @Test
  void itIsFullWhenTheOneBeforeIsNotBesideItOrTheRecipientsAreOthers() throws IOException {
    Made first = make();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Made second = system.maker().make(elsewhere, Kind.WHAT_CHANGED, Progress.NONE);
    assertEquals(
        "the one before it, or one that it needs, is not in this folder",
        second.why().orElseThrow());
    Home home = system.organization().home();
    home.putCertificates("backup", List.of(home.certificate("archive")));
    Made third = system.maker().make(elsewhere, Kind.WHAT_CHANGED, Progress.NONE);
    assertEquals("the recipients are others", third.why().orElseThrow());
    assertEquals("asked for", make(Kind.FULL).why().orElseThrow());
    assertThrows(
        Failure.class,
        () -> system.maker().make(first.file(), Kind.FULL, Progress.NONE),
        "exists already");
  }

  @Test
  void comesBackToAnyPointInTime() throws IOException {
    make();
    system.issue("alice");
    make();
    Instant between = system.clock.instant();
    system.clock.pass(Duration.ofHours(1));
    system.issue("bob");
    make();
    try (Organization restored = restored("a", Optional.of(between))) {
      assertTrue(restored.store().people().find(TestSystem.mailbox("alice")).isPresent());
      assertFalse(restored.store().people().find(TestSystem.mailbox("bob")).isPresent());
    }
    try (Organization restored = restored("b", Optional.empty())) {
      assertTrue(restored.store().people().find(TestSystem.mailbox("bob")).isPresent());
      assertInstanceOf(org.signetmail.tlog.Audit.Consistent.class, restored.log().audit());
      // What it says of itself at its end: which backup it is.
      assertEquals(
          "backup.restored",
          restored
              .store()
              .log()
              .entries(restored.store().log().size() - 1, restored.store().log().size())
              .getFirst()
              .type()
              .dotted());
    }
  }

  @Test
  void theLawsThatAPolicyNamesComeBackWithTheirSignatures() throws IOException {
    Path policy = system.home.resolve("policy.yaml");
    Files.writeString(policy, "jurisdictions: laws.yaml\n" + Files.readString(policy));
    Files.createDirectories(system.home.resolve("decisions"));
    List<String> names =
        List.of("laws.yaml", "laws.yaml.p7s", "policy.yaml.p7s", "decisions/2026-11.jsonl");
    for (String name : names) {
      Files.writeString(system.home.resolve(name), name);
    }
    make();
    restored("laws", Optional.empty()).close();
    for (String name : names) {
      assertEquals(name, Files.readString(folder.resolve("laws").resolve(name)));
    }
  }

  /** The database server is lost with all that was on it: the store is made elsewhere. */
  @Test
  void comesBackIntoAnotherDatabase() throws IOException {
    String lost = PostgresServer.shared().freshDatabase();
    String other = PostgresServer.shared().freshDatabase();
    Home home = new Home(folder.resolve("elsewhere"));
    try (TestSystem postgresql = new TestSystem(folder.resolve("postgresql"), lost)) {
      postgresql.issue("alice");
      Path file = postgresql.maker().make(postgresql.backups, Kind.FULL, Progress.NONE).file();
      assertInstanceOf(
          Backup.Restoration.Restored.class,
          Backups.restore(
              chain(file),
              List.of(postgresql.recipient()),
              postgresql.organization().root(),
              home,
              Optional.of(other),
              Backups.Rows.AS_LOGGED,
              postgresql.clock,
              Progress.NONE));
      Files.copy(
          postgresql.organization().home().passphraseFile(),
          home.passphraseFile(),
          StandardCopyOption.COPY_ATTRIBUTES);
      long before = postgresql.organization().store().log().size();
      try (Organization restored = Organization.open(home, postgresql.clock)) {
        assertEquals(other, restored.configuration().storeUrl());
        assertTrue(restored.store().people().find(TestSystem.mailbox("alice")).isPresent());
        assertInstanceOf(org.signetmail.tlog.Audit.Consistent.class, restored.log().audit());
        assertEquals(before, postgresql.organization().store().log().size());
      }
    }
  }

  @Test
  void theLogFindsAnOlderOneInPlaceOfTheNewest() throws IOException {
    Made first = make();
    assertEquals(List.of(), objections(chain(first.file()), Optional.empty()));
    Instant then = system.clock.instant();
    system.clock.pass(Duration.ofHours(1));
    make();
    assertEquals(
        List.of(BackupFinding.BACKUP_OLDER), objections(chain(first.file()), Optional.empty()));
    assertEquals(List.of(), objections(chain(first.file()), Optional.of(then)));
  }

  @Test
  void theLogFindsARecordThatWasLeftOut() throws Exception {
    system.change(
        "DELETE FROM archived_share",
        "DELETE FROM archived_key WHERE log_index ="
            + " (SELECT min(log_index) FROM archived_key)");
    assertEquals(
        List.of(BackupFinding.BACKUP_RECORDS), objections(chain(make().file()), Optional.empty()));
  }

  /** Else a restore would make a revoked certificate valid again. */
  @Test
  void theLogFindsARevocationThatWasLeftOut() throws Exception {
    KeyId issuer = system.organization().issuing().keyId();
    for (String name : List.of("alice", "bob")) {
      Reason reason = name.equals("alice") ? Reason.KEY_COMPROMISE : Reason.CERTIFICATE_HOLD;
      system
          .organization()
          .authority()
          .revoke(issuer, system.issue(name).certificate().serial(), reason);
    }
    assertEquals(List.of(), objections(chain(make().file()), Optional.empty()));
    system.change("DELETE FROM revocation WHERE reason = 1");
    assertEquals(
        List.of(BackupFinding.BACKUP_RECORDS), objections(chain(make().file()), Optional.empty()));
  }

  @Test
  void theLogFindsABackupThatItDoesNotKnow() throws IOException {
    Path copy = folder.resolve("copy");
    system.copyHome(copy);
    Made elsewhere;
    try (Organization other = Organization.open(new Home(copy), system.clock)) {
      elsewhere = new BackupMaker(other).make(folder, Kind.FULL, Progress.NONE);
    }
    assertEquals(
        List.of(BackupFinding.BACKUP_UNLOGGED, BackupFinding.BACKUP_OLDER),
        objectionsAfter(elsewhere));
  }

  @Test
  void anotherLogIsFound() throws IOException {
    Made made = make();
    try (TestSystem other = new TestSystem(folder.resolve("other"), "jdbc:sqlite:signet.db")) {
      Organization organization = other.organization();
      List<Finding> findings =
          new LogEvidence(organization.store().log(), organization.log().verifier())
              .objections(chain(made.file()), Optional.empty());
      assertEquals(BackupFinding.BACKUP_LOG, findings.getFirst().code());
    }
  }

  @Test
  void whatAKilledProcessLeftIsFinishedOrDeleted() throws IOException {
    Made made = make();
    Path whole = made.file().resolveSibling("." + made.file().getFileName() + ".part");
    Files.move(made.file(), whole);
    Path half = system.backups.resolve(".half.backup.part");
    Files.copy(whole, half);
    Files.write(half, new byte[100], java.nio.file.StandardOpenOption.TRUNCATE_EXISTING);
    system.clock.pass(Duration.ofMinutes(1));
    Made next = make();
    assertEquals("incremental", next.manifest().kind(), next.toString());
    assertTrue(Files.exists(made.file()));
    assertFalse(Files.exists(half));
  }

  @Test
  void aDamagedMemoryOfTheLastOneCostsAFullBackupOnly() throws IOException {
    make();
    Path base = system.organization().home().backupBase();
    byte[] octets = Files.readAllBytes(base);
    octets[octets.length / 2] ^= 1;
    Files.write(base, octets);
    assertEquals("nothing is known here of one before it", make().why().orElseThrow());
    assertEquals("incremental", make().manifest().kind());
  }

  @Test
  void backupsWhoseTimeIsOverAreDeletedAChainAtATime() throws IOException {
    Made full = make();
    system.clock.pass(Duration.ofDays(1));
    Made next = make();
    system.clock.pass(Duration.ofDays(89));
    Made newer = make();
    assertEquals(List.of(), new BackupRetention(system.organization()).prune());
    system.clock.pass(Duration.ofDays(2));
    assertEquals(
        List.of(next.file(), full.file()), new BackupRetention(system.organization()).prune());
    assertFalse(Files.exists(full.file()));
    system.clock.pass(Duration.ofDays(1000));
    assertEquals(List.of(), new BackupRetention(system.organization()).prune());
    assertTrue(Files.exists(newer.file()), "the newest chain stays, however old it is");
    assertEquals(List.of(), new BackupRetention(system.organization()).prune());
  }

  @Test
  void aStoreThatIsFilledInPartIsNotOpened() throws Exception {
    system.change("CREATE TABLE signet_restore (mark BLOB)");
    system.close();
    assertThrows(
        StoreUnavailable.class,
        () -> Organization.open(new Home(system.home), system.clock).close());
  }

  @Test
  void canariesAreThereFromTheBeginning() {
    assertEquals(3, system.organization().store().archive().ofOwner(Canary.OWNER).size());
  }

  private Made make() throws IOException {
    return make(Kind.WHAT_CHANGED);
  }

  private Made make(Kind kind) throws IOException {
    system.clock.pass(Duration.ofSeconds(2));
    return system.maker().make(system.backups, kind, Progress.NONE);
  }

  private Organization restored(String name, Optional<Instant> until) throws IOException {
    Home home = new Home(folder.resolve(name));
    BackupChain chain =
        assertInstanceOf(
                BackupShelf.Found.Chain.class, Backups.find(List.of(system.backups), until))
            .chain();
    Backup.Restoration restoration =
        Backups.restore(
            chain,
            List.of(system.recipient()),
            system.organization().root(),
            home,
            system.clock,
            Progress.NONE);
    BackupManifest manifest =
        assertInstanceOf(Backup.Restoration.Restored.class, restoration, restoration.toString())
            .manifest();
    assertEquals(chain.last().manifest(), manifest);
    Files.copy(
        system.organization().home().passphraseFile(),
        home.passphraseFile(),
        StandardCopyOption.COPY_ATTRIBUTES);
    return Organization.open(home, system.clock);
  }

  private List<FindingCode> objectionsAfter(Made elsewhere) throws IOException {
    make();
    return objections(chain(elsewhere.file()), Optional.empty());
  }

  private List<FindingCode> objections(BackupChain chain, Optional<Instant> until) {
    Organization organization = system.organization();
    return new LogEvidence(organization.store().log(), organization.log().verifier())
        .objections(chain, until).stream().map(Finding::code).toList();
  }

  private static BackupChain chain(Path file) throws IOException {
    return assertInstanceOf(
            BackupShelf.Found.Chain.class, Backups.find(List.of(file), Optional.empty()))
        .chain();
  }
}
