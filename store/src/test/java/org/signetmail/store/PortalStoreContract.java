package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.AttemptStore;
import org.signetmail.enrolment.BrowserSession;
import org.signetmail.enrolment.SessionStore;

/** What every {@link SessionStore} and {@link AttemptStore} keeps to. */
abstract class PortalStoreContract extends StoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aSessionIsFoundByItsDigestUntilItIsClosed() {
    for (SessionStore sessions : List.of(store.sessions(), store.staffSessions())) {
      BrowserSession session = session(NOON);
      sessions.open(session, NOON.minus(MINUTE));
      sessions.open(session(NOON), NOON.minus(MINUTE));

      BrowserSession found = sessions.find(session.digest()).orElseThrow();
      assertArrayEquals(session.digest(), found.digest());
      assertEquals(ALICE, found.mailbox());
      assertEquals("what it stands on", found.basis());
      assertEquals(NOON, found.opened());

      sessions.seen(session.digest(), NOON.plus(MINUTE));
      assertEquals(NOON.plus(MINUTE), sessions.find(session.digest()).orElseThrow().seen());
      sessions.close(session.digest());
      assertTrue(sessions.find(session.digest()).isEmpty());
      sessions.seen(session.digest(), NOON);
      assertTrue(sessions.find(session.digest()).isEmpty(), "it does not come back");
    }
  }

  @Test
  void sessionsThatNobodyCanUseAreForgottenWhenTheNextIsOpened() {
    for (SessionStore sessions : List.of(store.sessions(), store.staffSessions())) {
      BrowserSession old = session(NOON.minus(MINUTE));
      BrowserSession young = session(NOON);
      sessions.open(old, NOON.minus(MINUTE));
      sessions.open(young, NOON.minus(MINUTE));
      assertTrue(sessions.find(old.digest()).isPresent(), "opened at that time, not before");

      sessions.open(session(NOON), NOON);

      assertTrue(sessions.find(old.digest()).isEmpty());
      assertTrue(sessions.find(young.digest()).isPresent());
    }
  }

  @Test
  void whoIsInThePortalIsNotOnTheConsole() {
    BrowserSession session = session(NOON);
    store.sessions().open(session, NOON);
    assertTrue(store.staffSessions().find(session.digest()).isEmpty());
  }

  @Test
  void attemptsAreCountedInAWindowAndThenFromTheBeginning() {
    AttemptStore attempts = store.attempts();
    assertEquals(1, attempts.count("a", NOON, MINUTE));
    assertEquals(2, attempts.count("a", NOON.plusSeconds(59), MINUTE));
    assertEquals(1, attempts.count("b", NOON, MINUTE));
    assertEquals(2, attempts.taken("a", NOON.plusSeconds(59)));
    assertEquals(0, attempts.taken("a", NOON.plus(MINUTE)), "over");
    assertEquals(0, attempts.taken("c", NOON));
    attempts.takeBack("a");
    attempts.takeBack("nothing");
    assertEquals(2, attempts.count("a", NOON.plusSeconds(59), MINUTE));
    assertEquals(1, attempts.count("a", NOON.plus(MINUTE), MINUTE));
    attempts.takeBack("a");
    attempts.takeBack("a");
    assertEquals(1, attempts.count("a", NOON.plus(MINUTE), MINUTE), "never below none");
  }

  @Test
  void manyAtOnceAreEachCounted() throws Exception {
    AttemptStore attempts = store.attempts();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> tries =
          IntStream.range(0, 24)
              .<Callable<Integer>>mapToObj(i -> () -> attempts.count("x", NOON, MINUTE))
              .toList();
      int[] counts =
          threads.invokeAll(tries).stream()
              .mapToInt(PortalStoreContract::result)
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.rangeClosed(1, 24).toArray(), counts);
    }
  }

  private static int result(Future<Integer> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static BrowserSession session(Instant opened) {
    return new BrowserSession(octets(32), ALICE, "what it stands on", opened, opened);
  }
}
