package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificateStore.Standing;
import org.signetmail.pkix.Revocation;
import org.signetmail.testkit.PostgresReplica;
import org.signetmail.testkit.PostgresServer;

/**
 * Reads that may be a moment old, at a PostgreSQL that follows another by streaming replication.
 */
class ReplicaTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration ALLOWED = Duration.ofSeconds(3);

  private static PostgresReplica replica;

  private String url;
  private CertificateRecord record;

  @BeforeAll
  static void follow() {
    replica = PostgresServer.shared().replica();
  }

  @AfterAll
  static void end() {
    replica.close();
  }

  @BeforeEach
  void place() {
    url = PostgresServer.shared().freshDatabase();
    record = StoreContract.signing(TestCertificates.fresh());
  }

  @Test
  void readsThatMayBeOldGoToTheReplicaAndOthersDoNot() throws Exception {
    try (Store store = opened(HOUR, replica.url(url))) {
      replica.fallBehind();
      try {
        revoke(store);
        assertTrue(isRevoked(store.certificates()));
        assertTrue(!isRevoked(store.aside().certificates()), "the replica was asked");
      } finally {
        replica.catchUp();
      }
      await("what was written arrives", () -> isRevoked(store.aside().certificates()));
    }
  }

  @Test
  void nobodyIsToldWhatIsOlderThanAllowed() throws Exception {
    try (Store store = opened(ALLOWED, replica.url(url))) {
      int old = 0;
      replica.fallBehind();
      try {
        revoke(store);
        long revoked = System.nanoTime();
        long asked = System.nanoTime();
        while (!isRevoked(store.aside().certificates())) {
          assertTrue(asked - revoked <= ALLOWED.toNanos(), "older than allowed");
          old++;
          Thread.sleep(20);
          asked = System.nanoTime();
        }
        assertTrue(old > 0, "the replica was never asked");
        assertEquals(0, store.aside().inUse());
        assertInstanceOf(ReplicaState.Behind.class, state(store));
      } finally {
        replica.catchUp();
      }
      await("it is asked again", () -> store.aside().inUse() == 1);
      assertInstanceOf(ReplicaState.Follows.class, state(store));
    }
  }

  @Test
  void aReplicaThatIsCutOffIsWaitedForOnceAndNotAskedAgainUntilItIsThere() throws Exception {
    try (Store store = opened(HOUR, replica.url(url))) {
      revoke(store);
      await("the revocation arrives", () -> isRevoked(store.aside().certificates()));
      replica.cutOff();
      try {
        long begun = System.nanoTime();
        assertTrue(isRevoked(store.aside().certificates()), "the store itself answers");
        assertTrue(seconds(begun) < 10, "waited for it for " + seconds(begun) + " s");
        assertEquals(0, store.aside().inUse());
        begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
          assertTrue(isRevoked(store.aside().certificates()));
        }
        assertTrue(seconds(begun) < 3, "asked again: " + seconds(begun) + " s");
        assertInstanceOf(ReplicaState.Away.class, state(store));
      } finally {
        replica.join();
      }
      await("it is asked again", () -> store.aside().inUse() == 1);
    }
  }

  @Test
  void whatFollowsAnotherDatabaseIsNeverAsked() throws Exception {
    String other = PostgresServer.shared().freshDatabase();
    Store.open(StoreUrl.of(other)).close();
    try (Store store = Store.open(StoreUrl.of(url), replicas(ALLOWED, other))) {
      store.certificates().keep(record, StoreContract.issued());
      long begun = System.nanoTime();
      while (seconds(begun) < 3) {
        assertTrue(store.aside().certificates().find(record.issuer(), serial()).isPresent());
        assertEquals(0, store.aside().inUse());
        Thread.sleep(50);
      }
      assertInstanceOf(ReplicaState.Behind.class, state(store));
    }
  }

  @Test
  void aStoreOpensThoughItsReplicaIsAway() {
    String nowhere = "jdbc:postgresql://127.0.0.1:1/signet?user=u&password=secret";
    try (Store store = Store.open(StoreUrl.of(url), replicas(ALLOWED, nowhere))) {
      store.certificates().keep(record, StoreContract.issued());
      assertTrue(store.aside().certificates().find(record.issuer(), serial()).isPresent());
      String said = state(store).toString();
      assertTrue(said.contains("the server cannot be reached"), said);
      assertTrue(!said.contains("why=secret"), said);
    }
  }

  @Test
  void aFileHasNoReplicas(@TempDir Path folder) {
    StoreUrl file = StoreUrl.sqlite(folder.resolve("store.db"));
    Replicas replicas = replicas(ALLOWED, url);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Store.open(file, replicas).close());
    assertTrue(String.valueOf(e.getMessage()).contains("name no replicas"), e.getMessage());
  }

  /** A store with one certificate, which its replica knows and is asked for. */
  private Store opened(Duration allowed, String follower) throws Exception {
    Store store = Store.open(StoreUrl.of(url), replicas(allowed, follower));
    store.certificates().keep(record, StoreContract.issued());
    await("the replica is asked", () -> store.aside().inUse() == 1);
    await(
        "the certificate arrives",
        () -> store.aside().certificates().find(record.issuer(), serial()).isPresent());
    return store;
  }

  private void revoke(Store store) {
    store
        .certificates()
        .revoke(
            record.issuer(),
            new Revocation(serial(), StoreContract.NOON, Revocation.Reason.KEY_COMPROMISE),
            StoreContract.issued());
  }

  private boolean isRevoked(CertificateStore certificates) {
    Standing standing = certificates.standing(record.issuer(), serial()).orElseThrow();
    return standing.revocation().isPresent();
  }

  private java.math.BigInteger serial() {
    return record.certificate().serial();
  }

  private static ReplicaState state(Store store) {
    return store.aside().examine().getFirst();
  }

  private static Replicas replicas(Duration allowed, String url) {
    return new Replicas(List.of((StoreUrl.Postgresql) StoreUrl.of(url)), allowed);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(seconds(begun) < 60, "in vain: " + what);
      Thread.sleep(50);
    }
  }
}
