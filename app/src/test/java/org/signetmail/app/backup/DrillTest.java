package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.backup.BackupMaker.Kind;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Canary;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Quorum;
import org.signetmail.backup.DrillRecord;
import org.signetmail.backup.DrillRecord.Result;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.testkit.PostgresServer;

/** Drills: a backup is restored beside the system that goes on. */
class DrillTest {
  @TempDir Path folder;

  @Test
  void aGoodBackupPassesOnSqlite() throws Exception {
    aGoodBackupPasses("jdbc:sqlite:signet.db");
  }

  @Test
  void aGoodBackupPassesOnPostgresqlAndLeavesNoSchema() throws Exception {
    String url = PostgresServer.shared().freshDatabase();
    aGoodBackupPasses(url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'signet%'")) {
      assertTrue(found.next());
      assertEquals(0, found.getInt(1));
    }
  }

  private void aGoodBackupPasses(String storeUrl) throws Exception {
    try (TestSystem system = new TestSystem(folder, storeUrl)) {
      system.issue("alice");
      make(system);
      system.issue("bob");
      make(system);
      String serial = system.issue("carol").certificate().serialHex();
      long before = system.organization().store().people().count();
      Drill.Held held = hold(system);
      assertEquals(Result.PASSED, held.report().result(), held.report().text());
      assertTrue(held.report().text().contains("3 of 3 canaries gave their key"));
      assertTrue(held.report().text().contains("serial " + serial), held.report().text());
      assertEquals(1L, held.report().since().counts().get("certificate.issued"));
      assertEquals(2L, held.report().rows().get("person"));

      Organization organization = system.organization();
      assertEquals(before, organization.store().people().count());
      DrillRecord record = organization.store().backups().latestDrill().orElseThrow();
      assertEquals(Result.PASSED, record.result());
      assertTrue(
          organization.store().backups().backups().stream()
              .allMatch(backup -> backup.verified().isPresent()));
      assertFalse(Files.exists(system.home.resolve("drill-sandbox")));
      assertSigned(system, held);
      assertInstanceOf(org.signetmail.tlog.Audit.Consistent.class, organization.log().audit());
    }
  }

  /** OpenSSL and we agree on the signature, and on one that does not hold. */
  private void assertSigned(TestSystem system, Drill.Held held) throws Exception {
    Path root = system.organization().home().certificateFile("root");
    byte[] json = Files.readAllBytes(held.file());
    Path signature = held.file().resolveSibling(held.file().getFileName() + ".p7s");
    assertEquals(0, openssl(root, signature, held.file()));
    assertInstanceOf(
        Backups.Report.Signed.class, verify(system, Files.readAllBytes(signature), json));
    json[json.length / 2] ^= 1;
    Path changed = Files.write(folder.resolve("changed.json"), json);
    assertFalse(openssl(root, signature, changed) == 0);
    assertInstanceOf(
        Backups.Report.NotSigned.class, verify(system, Files.readAllBytes(signature), json));
  }

  private static Backups.Report verify(TestSystem system, byte[] signature, byte[] content)
      throws IOException {
    return Backups.verifyReport(
        signature, new ByteArrayInputStream(content), system.organization().root(), system.clock);
  }

  private static int openssl(Path root, Path signature, Path content) throws Exception {
    Process process =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-purpose",
                "any",
                "-in",
                signature.toString(),
                "-content",
                content.toString(),
                "-CAfile",
                root.toString(),
                "-out",
                "/dev/null")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
    return process.exitValue();
  }

  @Test
  void aCanaryThatDoesNotOpenFailsIt() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      system.change("UPDATE archived_key SET sealed_key = zeroblob(length(sealed_key))");
      make(system);
      Drill.Held held = hold(system);
      assertEquals(Result.FAILED, held.report().result());
      assertTrue(held.report().text().contains("its shares do not open it"), held.report().text());
      assertEquals(
          Result.FAILED,
          system.organization().store().backups().latestDrill().orElseThrow().result());
    }
  }

  @Test
  void aRecordThatIsMissingFailsIt() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      system.change(
          "DELETE FROM archived_share WHERE archived_key ="
              + " (SELECT min(log_index) FROM archived_key)",
          "DELETE FROM archived_key WHERE log_index = (SELECT min(log_index) FROM archived_key)");
      make(system);
      assertEquals(Result.FAILED, hold(system).report().result());
    }
  }

  @Test
  void aDamagedBackupFailsIt() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      Path file = make(system);
      byte[] octets = Files.readAllBytes(file);
      octets[octets.length / 3] ^= 1;
      Files.write(file, octets);
      Drill.Held held = hold(system);
      assertEquals(Result.FAILED, held.report().result());
      assertTrue(held.report().text().contains("check sum"), held.report().text());
    }
  }

  @Test
  void withoutABackupThereIsNoDrillAndTwoAtOnceAreOneTooMany() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      assertThrows(Failure.class, () -> hold(system));
      make(system);
      system
          .organization()
          .store()
          .claims()
          .claim("drill", "somebody", system.clock.instant(), Duration.ofMinutes(10));
      assertThrows(Failure.class, () -> hold(system));
      system.clock.pass(Duration.ofMinutes(11));
      assertEquals(Result.PASSED, hold(system).report().result());
    }
  }

  @Test
  void theCanariesKeysOpenNobodysKeyAndTheirRecordsNoOtherKey() throws Exception {
    try (TestSystem system = new TestSystem(folder, "jdbc:sqlite:signet.db")) {
      Organization organization = system.organization();
      List<DecryptionIdentity> holders = organization.vault().decryptions(KeyName.CANARIES);
      ArchivedKey canary = organization.store().archive().ofOwner(Canary.OWNER).getFirst();
      assertEquals(canary.keyId(), Canary.open(canary, holders).id());
      assertThrows(IOException.class, () -> Canary.open(canary, holders.subList(0, 1)));

      // Somebody's key, even were it sealed to the canaries' holders, is not a canary's.
      KeyArchive archive =
          new KeyArchive(
              organization.store().archive(),
              Canary.holders(holders.stream().map(DecryptionIdentity::certificate).toList()),
              new Quorum(2, 3),
              organization.vault().signing(KeyName.ARCHIVE_RECEIPTS).key(),
              key -> List.of(),
              organization.random());
      archive.archive(
          KeyPairs.encryption(KeyAlgorithm.P_256, organization.random()),
          TestSystem.mailbox("alice"),
          system.clock.instant());
      ArchivedKey somebodys =
          organization.store().archive().ofOwner(TestSystem.mailbox("alice")).getFirst();
      IOException e = assertThrows(IOException.class, () -> Canary.open(somebodys, holders));
      assertTrue(String.valueOf(e.getMessage()).contains("somebody's key"), e.toString());

      // And no officer's share is among those of the drill's: the certificates are others.
      Map<String, Long> shares =
          canary.shares().stream()
              .collect(Collectors.groupingBy(s -> s.officer().hex(), Collectors.counting()));
      assertEquals(3, shares.size());
      assertTrue(
          organization.store().officers().officers().stream()
              .noneMatch(officer -> shares.containsKey(officer.id().hex())));
    }
  }

  private static Path make(TestSystem system) throws IOException {
    system.clock.pass(Duration.ofSeconds(2));
    return system.maker().make(system.backups, Kind.WHAT_CHANGED, Progress.NONE).file();
  }

  private static Drill.Held hold(TestSystem system) throws IOException {
    system.clock.pass(Duration.ofSeconds(2));
    return new Drill(system.organization()).hold(List.of(system.backups), List.of(), Progress.NONE);
  }
}
