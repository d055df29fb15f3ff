package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.ReplicaState;
import org.signetmail.store.Replicas;

/**
 * A store and those that follow it: reads go to each fresh replica in turn, everything else to the
 * store. A replica that fails, is silent or is behind costs whoever asked it the way to the store,
 * and is looked at again once a second. Nothing is begun before {@link #start}. Safe for many
 * threads.
 */
public final class ReplicatedDatabase implements Database {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Database store;
  private final Duration allowed;
  private final Beats beats;
  private final List<Replica> replicas = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private Optional<ScheduledExecutorService> heart = Optional.empty();

  /** Over a store that stays its owner's to close. */
  public ReplicatedDatabase(Database store, Replicas settings) {
    this.store = store;
    this.allowed = settings.allowed();
    this.beats = new Beats(allowed, System::nanoTime);
    settings.urls().forEach(url -> replicas.add(new Replica(url)));
  }

  /** Begins to find out which replicas are fresh; once. */
  public synchronized void start() {
    if (heart.isPresent() || replicas.isEmpty()) {
      return;
    }
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-replicas").daemon().factory());
    var _ = thread.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    heart = Optional.of(thread);
  }

  private void beat() {
    try {
      beats.write(store);
      replicas.forEach(one -> one.lookAgain(beats));
    } catch (RuntimeException e) {
      // Then replicas are fresh for as long as is allowed, and whoever writes hears of it. What is
      // thrown here would be the last beat.
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    int first = replicas.size() < 2 ? 0 : Math.floorMod(turn.getAndIncrement(), replicas.size());
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get((first + i) % replicas.size());
      if (replica.isIn()) {
        try {
          return replica.read(beats, work);
        } catch (SQLException e) {
          // The next one is asked, and the store in the end.
        }
      }
    }
    return store.read(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return store.write(work);
  }

  @Override
  public <T extends @Nullable Object> T record(Act<T> act) {
    return store.record(act);
  }

  @Override
  public <T extends @Nullable Object> T alone(Access access, Work<T> work) {
    return store.alone(access, work);
  }

  @Override
  public Dialect dialect() {
    return store.dialect();
  }

  /** How many replicas are asked now. */
  public int inUse() {
    return (int) replicas.stream().filter(Replica::isIn).count();
  }

  /** Writes a number and waits until each replica shows it, for as long as is allowed. */
  public List<ReplicaState> examine() {
    List<ReplicaState> states = new ArrayList<>();
    for (Replica replica : replicas) {
      long begun = System.nanoTime();
      long beat = beats.write(store);
      states.add(examine(replica, beat, begun));
    }
    return states;
  }

  private ReplicaState examine(Replica replica, long beat, long begun) {
    try {
      while (System.nanoTime() - begun <= allowed.toNanos()) {
        if (replica.seen(beats) >= beat) {
          return new ReplicaState.Follows(
              replica.url(), Duration.ofNanos(System.nanoTime() - begun));
        }
        Thread.sleep(LOOK);
      }
      return new ReplicaState.Behind(replica.url());
    } catch (SQLException e) {
      return new ReplicaState.Away(replica.url(), Failure.line(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ReplicaState.Away(replica.url(), "interrupted");
    }
  }

  @Override
  public synchronized void close() {
    heart.ifPresent(ScheduledExecutorService::shutdownNow);
    replicas.forEach(Replica::close);
  }
}
