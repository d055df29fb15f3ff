package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Configuration;
import org.signetmail.testkit.CommandRun;
import org.signetmail.tlog.MerkleTree;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.Verification;
import org.signetmail.tlog.Witness;

/** The log as outsiders check it: over HTTP, with its verifier key, and with a witness. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WitnessedLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder = Path.of("");
  private TestWitness witness;
  private RunningSystem system;
  private Path vkey;
  private Path witnessKey;

  @BeforeAll
  void start() throws Exception {
    witness = new TestWitness();
    system =
        new RunningSystem(
            folder.resolve("home"), Configuration.Status.STANDARD, List.of(witness.address()));
    witness.watch(system.organization.log().verifier());
    vkey = folder.resolve("home/log.vkey");
    witnessKey = Files.writeString(folder.resolve("witness.vkey"), witness.vkey() + "\n");
  }

  @AfterAll
  void stop() {
    system.close();
    witness.close();
  }

  @Test
  void anOutsiderRecomputesTheLogAndSeesTheWitnesssWord() throws Exception {
    for (int i = 0; i < 300; i++) { // more than one tile
      system.person("P" + i, "p" + i + "@example.test");
    }
    Path early = folder.resolve("early.checkpoint");
    untilWitnessed(300);
    Files.write(early, system.get("/log/checkpoint").body());
    system.person("Late", "late@example.test");
    untilWitnessed(301);

    CommandRun run = verify("--witness=" + witnessKey, "--remembered=" + early);
    assertEquals(0, run.status(), run.errors());
    String said = new String(run.out(), StandardCharsets.UTF_8);
    assertTrue(said.contains("The log is whole: "), said);
    assertTrue(said.contains("Witnessed by witness.example/w1 at "), said);

    Path other =
        Files.writeString(
            folder.resolve("other.vkey"),
            Witness.of("other.example", NoteSigner.generate(new SecureRandom()).getPublic())
                .vkey());
    CommandRun refused = verify("--witness=" + other);
    assertEquals(1, refused.status());
    assertTrue(refused.errors().contains("not cosigned by other.example"), refused.errors());

    long mark = system.organization.log().latestCheckpoint().orElseThrow().checkpoint().size();
    witness.believes(MerkleTree.leafHash(new byte[] {1}));
    system.person("Later", "later@example.test");
    until("it refuses", () -> witness.refused() > 0);
    assertTrue(witness.seen() <= mark, "a witness who saw another tree signs nothing");
    assertEquals(0, verify().status(), "and the log goes on without it");
    assertEquals(1, verify("--witness=" + witnessKey).status());

    try (Connection db =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/signet.db"))) {
      db.createStatement()
          .executeUpdate("UPDATE log_leaf SET leaf = CAST('{}' AS BLOB) WHERE idx = 3");
    }
    CommandRun changed = verify();
    assertEquals(1, changed.status(), changed.errors());
    assertTrue(changed.errors().contains("entry 3"), changed.errors());
  }

  @Test
  void whatDoesNotAnswerOrIsNoLogIsSaidInOneLine() {
    assertEquals(6, run("http://127.0.0.1:1/log").status());
    assertEquals(6, run("http://127.0.0.1:" + system.services.httpPort() + "/nothing").status());
    assertEquals(2, run("ftp://example.test/log").status());
  }

  /** The witness has seen that much, and its word stands under the checkpoint that is served. */
  private void untilWitnessed(long atLeast) throws Exception {
    Witness key = Witness.parse(witness.vkey());
    until(
        "witnessed " + atLeast,
        () -> {
          PublishedCheckpoint latest = system.organization.log().latestCheckpoint().orElseThrow();
          return latest.checkpoint().size() >= atLeast
              && key.verify(latest.note()) instanceof Verification.Verified;
        });
  }

  private static void until(String what, BooleanSupplier holds) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "never: " + what);
      Thread.sleep(100);
    }
  }

  private CommandRun verify(String... more) {
    return run("http://127.0.0.1:" + system.services.httpPort() + "/log", more);
  }

  private CommandRun run(String url, String... more) {
    List<String> words = new ArrayList<>(List.of("log", "verify", "--url=" + url));
    words.add("--vkey=" + vkey);
    words.addAll(List.of(more));
    return CommandRun.of(new byte[0], e -> Main.run(words.toArray(String[]::new), e));
  }
}
