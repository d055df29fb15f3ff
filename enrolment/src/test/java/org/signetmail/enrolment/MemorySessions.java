package org.signetmail.enrolment;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the promises of both ports, except that nothing outlives the process. */
public final class MemorySessions implements SessionStore, AttemptStore {
  private final Map<ByteBuffer, BrowserSession> sessions = new HashMap<>();
  private final Map<String, Counted> counted = new HashMap<>();

  private record Counted(Instant until, int taken) {}

  @Override
  public synchronized void open(BrowserSession session, Instant unused) {
    sessions.values().removeIf(one -> one.opened().isBefore(unused));
    sessions.put(ByteBuffer.wrap(session.digest()), session);
  }

  @Override
  public synchronized Optional<BrowserSession> find(byte[] digest) {
    return Optional.ofNullable(sessions.get(ByteBuffer.wrap(digest)));
  }

  @Override
  public synchronized void seen(byte[] digest, Instant at) {
    sessions.computeIfPresent(
        ByteBuffer.wrap(digest),
        (_, one) -> new BrowserSession(one.digest(), one.mailbox(), one.basis(), one.opened(), at));
  }

  @Override
  public synchronized void close(byte[] digest) {
    sessions.remove(ByteBuffer.wrap(digest));
  }

  @Override
  public synchronized int count(String what, Instant now, Duration window) {
    return counted
        .compute(
            what,
            (_, before) ->
                before == null || !now.isBefore(before.until())
                    ? new Counted(now.plus(window), 1)
                    : new Counted(before.until(), before.taken() + 1))
        .taken();
  }

  @Override
  public synchronized int taken(String what, Instant now) {
    Counted one = counted.get(what);
    return one == null || !now.isBefore(one.until()) ? 0 : one.taken();
  }

  @Override
  public synchronized void takeBack(String what) {
    counted.computeIfPresent(
        what, (_, one) -> new Counted(one.until(), Math.max(0, one.taken() - 1)));
  }
}
