package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/**
 * The power goes while a process issues: of the write-ahead log what was not synced is gone or
 * there by half, what was answered is on the disk. {@code interop/power 200} does it 200 times.
 */
class PowerLossTest {
  private static final int LOSSES = Integer.getInteger("signet.power", 3);
  private static final int MOST_ANSWERS = 40; // fewer than fill the log, which then begins anew

  @TempDir Path folder;

  private final Random random = new Random(20261130);
  private final Set<BigInteger> promised = new HashSet<>();
  private int cut;
  private int torn;

  /** What was answered, and how long the write-ahead log was when the last answer was given. */
  private record Answered(List<BigInteger> serials, long synced) {}

  @Test
  void whatWasAnsweredOutlivesAWriteThatEndedInTheMiddle() throws Exception {
    Path database = folder.resolve("store.db");
    Store.open(StoreUrl.of(StoreUrl.SQLITE + database)).close();
    for (int i = 0; i < LOSSES; i++) {
      Answered answered = issueUntilThePowerGoes(database, 1 + random.nextInt(MOST_ANSWERS));
      promised.addAll(answered.serials());
      losePower(database.resolveSibling("store.db-wal"), answered.synced());
      assertWhole(database);
    }
    System.out.printf(
        "%d losses of power: %d logs cut, %d with a torn end; %d certificates answered, all"
            + " there%n",
        LOSSES, cut, torn, promised.size());
  }

  private static Answered issueUntilThePowerGoes(Path database, int answers)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IssuingProcess.class.getName(),
                StoreUrl.SQLITE + database,
                database + "-wal")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<BigInteger> serials = new ArrayList<>();
    long synced = 0;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        serials.add(new BigInteger(words[0], 16));
        synced = Math.max(synced, Long.parseLong(words[1]));
        if (serials.size() >= answers) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process ends");
    assertTrue(serials.size() >= answers, "the process issued " + serials.size());
    return new Answered(serials, synced);
  }

  /** Takes away, or overwrites, some of what came after the last answer. */
  private void losePower(Path log, long synced) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      long length = file.length();
      long kept = Math.min(length, synced + random.nextInt((int) (length - synced) + 1));
      if (kept < length) {
        file.setLength(kept);
        cut++;
      }
      if (random.nextBoolean()) {
        // A page of before, half of it: the drive wrote some sectors where the next frame belongs.
        byte[] half = new byte[Math.min((int) length, 2_048)];
        file.seek(Math.max(0, length / 2 - half.length));
        file.read(half);
        file.seek(kept);
        file.write(half);
        torn++;
      }
    }
  }

  private void assertWhole(Path database) throws Exception {
    try (Store store = Store.open(StoreUrl.of(StoreUrl.SQLITE + database))) {
      Audit audit =
          new TransparencyLog(
                  store.log(),
                  NoteSigner.of("log.example.test", NoteSigner.generate(new SecureRandom())))
              .audit();
      assertTrue(audit instanceof Audit.Consistent, audit.toString());
      Set<BigInteger> kept = new HashSet<>();
      store
          .certificates()
          .ofOwner(Mailbox.of("alice@example.test"))
          .forEach(record -> kept.add(record.certificate().serial()));
      assertEquals(store.log().size(), kept.size(), "acts and leaves are there together");
      assertTrue(kept.containsAll(promised), "something that was answered is gone");
    }
    try (Connection connection =
            DriverManager.getConnection(StoreUrl.SQLITE + database.toAbsolutePath());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertTrue(result.next());
      assertEquals("ok", result.getString(1));
    }
    assertTrue(Files.exists(database));
  }
}
