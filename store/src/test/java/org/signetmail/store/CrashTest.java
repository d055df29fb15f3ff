package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/**
 * Processes are killed at random while they issue beside this one: what was answered is there, and
 * acts and leaves are there together. {@code -Dsignet.kills=100} kills more often.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("signet.kills", 3);
  private static final NoteSigner SIGNER =
      NoteSigner.of("log.example.test", NoteSigner.generate(new SecureRandom()));

  @TempDir Path folder;

  @Test
  void onSqlite() throws Exception {
    killAgainAndAgain(StoreUrl.SQLITE + folder.resolve("store.db"));
  }

  @Test
  void onPostgresql() throws Exception {
    killAgainAndAgain(PostgresServer.shared().freshDatabase());
  }

  private static void killAgainAndAgain(String url) throws Exception {
    Random random = new Random(2026);
    Set<BigInteger> promised = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      promised.addAll(issueUntilKilled(url, 1 + random.nextInt(150)));
      assertWhole(url, promised);
    }
  }

  /** Starts a process that issues, and kills it after it has answered so many times. */
  private static List<BigInteger> issueUntilKilled(String url, int answers)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IssuingProcess.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<BigInteger> answered = new ArrayList<>();
    try (Store store = Store.open(StoreUrl.of(url));
        BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answered.add(new BigInteger(line, 16));
        if (answered.size() % 10 == 0) {
          answered.add(IssuingProcess.issueOne(store));
        }
        if (answered.size() >= answers) {
          process.toHandle().destroyForcibly(); // SIGKILL; what it had printed is still read
        }
      }
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process ends");
    assertTrue(answered.size() >= answers, "the process issued " + answered.size());
    return answered;
  }

  private static void assertWhole(String url, Set<BigInteger> promised) {
    try (Store store = Store.open(StoreUrl.of(url))) {
      Audit audit = new TransparencyLog(store.log(), SIGNER).audit();
      assertTrue(audit instanceof Audit.Consistent, audit.toString());
      Set<BigInteger> logged = new HashSet<>();
      for (LogEntry entry : store.log().entries(0, store.log().size())) {
        assertTrue(logged.add(new BigInteger(entry.value("serial").orElseThrow(), 16)));
      }
      Set<BigInteger> kept = new HashSet<>();
      store
          .certificates()
          .ofOwner(Mailbox.of("alice@example.test"))
          .forEach(record -> kept.add(record.certificate().serial()));
      assertEquals(logged, kept);
      assertTrue(kept.containsAll(promised), "everything that was answered is there");
    }
  }
}
