package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.app.home.Home;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.DrillRecord;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Finding;

/**
 * Somebody with the database takes a row away and puts a false one in its place, so that every
 * number fits: the log finds it in the next backup without a key, a drill and a restore find it in
 * the rows themselves.
 */
class SwappedRowsTest {
  @TempDir static Path folder;
  private static @Nullable TestSystem pattern;

  private TestSystem system;

  @BeforeEach
  void begin() throws IOException {
    if (pattern == null) {
      pattern =
          FilledSystem.filled(new TestSystem(folder.resolve("pattern"), "jdbc:sqlite:signet.db"));
    }
    system = pattern.copy(Files.createTempDirectory(folder, "swapped"));
  }

  @AfterEach
  void end() {
    system.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing             | SELECT 1
          certificate         | UPDATE certificate SET der = (SELECT der FROM certificate LIMIT 1) WHERE owner_key = 'bob@example.test'
          certificate         | UPDATE certificate SET serial = randomblob(20) WHERE owner_key = 'bob@example.test'
          archived_key        | UPDATE archived_key SET key_id = randomblob(32) WHERE log_index = (SELECT max(log_index) FROM archived_key)
          archived_key        | UPDATE archived_key SET receipt = (SELECT receipt FROM archived_key ORDER BY log_index LIMIT 1)
          archived_key        | UPDATE archived_key SET receipt = (SELECT receipt FROM archived_key ORDER BY log_index LIMIT 1), resealed = 0
          revocation          | UPDATE revocation SET reason = 4 WHERE reason = 1
          revocation          | UPDATE revocation SET serial = (SELECT serial FROM certificate WHERE owner_key = 'carol@example.test') WHERE reason = 1
          status_change       | UPDATE status_change SET at = '2020-01-01T00:00:00.000000000Z' WHERE reason = 1
          status_change       | UPDATE status_change SET reason = 6 WHERE reason = 8
          recovery_officer    | UPDATE recovery_officer SET signing = (SELECT der FROM certificate LIMIT 1)
          recovery_officer    | UPDATE recovery_officer SET kem = (SELECT der FROM certificate LIMIT 1)
          partner             | UPDATE partner_root SET der = (SELECT der FROM certificate WHERE owner_key = 'bob@example.test')
          partner             | UPDATE partner SET domains = 'partner.example other.test'
          backup              | UPDATE backup SET id = upper(id)
          person              | UPDATE person SET state = 'ACTIVE' WHERE name = 'bob'
          person              | UPDATE person SET mailbox_key = 'eve@example.test', mailbox = 'eve@example.test' WHERE name = 'carol'
          person              | DELETE FROM person_group WHERE person = 'alice@example.test'
          person              | UPDATE person_group SET name = 'board' WHERE person = 'alice@example.test'
          person              | INSERT INTO person (mailbox_key, mailbox, name, state, since) SELECT 'eve@example.test', 'eve@example.test', 'Eve', state, since FROM person WHERE name = 'alice'
          submission_password | UPDATE submission_password SET digest = randomblob(32)
          submission_password | UPDATE submission_password SET mailbox_key = 'bob@example.test', mailbox = 'bob@example.test'
          submission_password | DELETE FROM submission_password
          ring_key            | UPDATE ring_key SET der = (SELECT der FROM certificate LIMIT 1)
          ring_key            | DELETE FROM ring_key
          passkey             | UPDATE passkey SET mailbox_key = 'eve@example.test', mailbox = 'eve@example.test'
          passkey             | UPDATE passkey SET credential = randomblob(80)
          passkey             | DELETE FROM passkey
          passkey             | INSERT INTO passkey SELECT randomblob(16), mailbox_key, mailbox, host, credential, counter, since FROM passkey
          rollout_wave        | UPDATE rollout_wave SET state = 'DONE' WHERE name = 'first'
          rollout_wave        | UPDATE rollout_wave SET state = 'PLANNED' WHERE name = 'first'
          rollout_wave        | UPDATE rollout_wave SET policy_before = 'another' WHERE name = 'first'
          rollout_wave        | UPDATE rollout_wave SET name = 'other' WHERE name = 'first'
          rollout_wave        | DELETE FROM rollout_wave WHERE name = 'first'
          rollout_wave        | UPDATE rollout_wave SET state = 'RUNNING' WHERE name = 'second'
          log_opening         | UPDATE log_opening SET opening = (SELECT opening FROM log_opening ORDER BY idx LIMIT 1) WHERE idx = (SELECT max(idx) FROM log_opening)
          log_opening         | DELETE FROM log_opening WHERE idx = (SELECT max(idx) FROM log_opening)
          """)
  void theLogFindsIt(String table, String swap) throws Exception {
    system.change(swap);
    BackupChain chain = make();
    boolean found = !table.equals("nothing");

    List<Finding> findings =
        new LogEvidence(system.organization().store().log(), system.organization().log().verifier())
            .objections(chain, Optional.empty());
    assertEquals(
        found ? List.of(BackupFinding.BACKUP_RECORDS) : List.of(),
        findings.stream().map(Finding::code).toList());

    if (found) {
      assertTrue(findings.getFirst().line().contains(" of " + table), findings.toString());
    }
    if (isTriedWhole(swap)) {
      theRowsThemselvesSayItToo(chain, table, found);
    }
  }

  /** Drills and restores take long; all swaps go the same way through them. */
  private static boolean isTriedWhole(String swap) {
    return swap.startsWith("SELECT") || swap.contains("UPDATE revocation SET reason");
  }

  private void theRowsThemselvesSayItToo(BackupChain chain, String table, boolean found)
      throws IOException {
    Drill.Held held =
        new Drill(system.organization())
            .hold(List.of(system.backups), List.of(system.recipient()), Progress.NONE);
    DrillRecord.Result wanted = found ? DrillRecord.Result.FAILED : DrillRecord.Result.PASSED;
    assertEquals(wanted, held.report().result(), held.report().text());

    Backup.Restoration restoration =
        Backups.restore(
            chain,
            List.of(system.recipient()),
            system.organization().root(),
            new Home(system.home.resolveSibling("restored")),
            system.clock,
            Progress.NONE);
    if (found) {
      String line =
          assertInstanceOf(Backup.Restoration.Refused.class, restoration)
              .findings()
              .getFirst()
              .line();
      assertTrue(line.contains("a row of " + table + " that the log does not know"), line);
      assertInstanceOf(
          Backup.Restoration.Restored.class,
          Backups.restore(
              chain,
              List.of(system.recipient()),
              system.organization().root(),
              new Home(system.home.resolveSibling("restored")),
              Optional.empty(),
              Backups.Rows.DANGEROUSLY_ANY,
              system.clock,
              Progress.NONE),
          "there may be no other");
    } else {
      assertInstanceOf(Backup.Restoration.Restored.class, restoration, restoration.toString());
    }
  }

  private BackupChain make() throws IOException {
    system.clock.pass(Duration.ofSeconds(2));
    Path file =
        system.maker().make(system.backups, BackupMaker.Kind.WHAT_CHANGED, Progress.NONE).file();
    return assertInstanceOf(
            BackupShelf.Found.Chain.class, Backups.find(List.of(file), Optional.empty()))
        .chain();
  }
}
