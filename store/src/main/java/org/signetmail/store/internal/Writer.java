package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUnavailable;

/**
 * The one thread that writes: what many callers want at the same time goes into one transaction.
 *
 * <p>A commit waits for the disk, and the log's lock is held until then; so one transaction for
 * each act would allow only as many acts as the disk has syncs, however many threads ask. Here the
 * acts that arrive while one commit is under way share the next one (group commit), in the order of
 * their arrival. A caller returns only after the commit that holds its act.
 *
 * <p>An act that fails must not take its neighbours with it: then the transaction is rolled back
 * and each act is run again in a transaction of its own. So acts may run twice, and change nothing
 * but the database. After a failed <em>commit</em> nothing is run again, since nobody knows whether
 * it happened.
 */
final class Writer implements AutoCloseable {
  private static final int MOST_ACTS = 512;

  private final Transactions transactions;
  private final BlockingQueue<Pending<?>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  Writer(String name, Transactions transactions) {
    this.transactions = transactions;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    thread.start();
  }

  /** The transactions of one database. */
  interface Transactions {
    /** The store, as messages name it. */
    Object url();

    Dialect dialect();

    Session begin() throws SQLException;

    /** Commits and gives the session back; on failure the session is gone too. */
    void commit(Session session) throws SQLException;

    /** Undoes and gives the session back. Never fails. */
    void rollback(Session session);

    /** A connection was found dead: from now on others are given. */
    void forgetConnections();
  }

  /** Whether an act needs the log. */
  enum Kind {
    LOGGED,
    UNLOGGED
  }

  private record Answer<T extends @Nullable Object>(T value) {}

  private static final class Pending<T extends @Nullable Object> {
    final Kind kind;
    final Database.Act<T> act;
    final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
    private @Nullable Runnable completion;

    Pending(Kind kind, Database.Act<T> act) {
      this.kind = kind;
      this.act = act;
    }

    void run(Session session, Ledger ledger) throws SQLException {
      T value = act.run(session, ledger);
      completion = () -> answer.complete(new Answer<>(value));
    }

    void committed() {
      if (completion != null) {
        completion.run();
      }
    }
  }

  /** Runs an act in a transaction; returns when it is durable. */
  <T extends @Nullable Object> T run(Kind kind, Database.Act<T> act) {
    Pending<T> pending = new Pending<>(kind, act);
    waiting.add(pending);
    if (closed && waiting.remove(pending)) {
      throw new IllegalStateException("store " + transactions.url() + ": is closed");
    }
    try {
      return pending.answer.join().value();
    } catch (CompletionException e) {
      throw asUnchecked(e);
    }
  }

  /** Finishes what was asked for, then stops. */
  @Override
  public void close() {
    closed = true;
    waiting.add(new Pending<>(Kind.UNLOGGED, (session, ledger) -> true));
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    List<Pending<?>> batch = new ArrayList<>();
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST_ACTS - 1);
        together(batch);
      } catch (InterruptedException e) {
        // Nobody has this thread's name to interrupt it by; close() is how it ends.
      } finally {
        batch.clear();
      }
    }
  }

  private void together(List<Pending<?>> batch) {
    Optional<Throwable> failure = attempt(batch);
    if (failure.isEmpty()) {
      return;
    }
    if (Failure.isLostConnection(failure.get())) {
      transactions.forgetConnections();
    } else if (batch.size() == 1) {
      fail(batch, failure.get());
      return;
    }
    // Nothing was committed: each again alone, and once more when the connection was a dead one.
    for (Pending<?> pending : batch) {
      attempt(List.of(pending)).ifPresent(e -> fail(List.of(pending), e));
    }
  }

  /**
   * Runs a batch in one transaction.
   *
   * @return why nothing was committed; empty when every act of the batch has its answer
   */
  private Optional<Throwable> attempt(List<Pending<?>> batch) {
    Session session;
    try {
      session = transactions.begin();
    } catch (SQLException | RuntimeException | Error e) {
      return Optional.of(e);
    }
    try {
      run(batch, session);
    } catch (SQLException | RuntimeException | Error e) {
      transactions.rollback(session);
      return Optional.of(e);
    }
    try {
      transactions.commit(session);
    } catch (SQLException | RuntimeException | Error e) {
      fail(batch, Failure.ofCommit(transactions.url(), e));
      return Optional.empty();
    }
    batch.forEach(Pending::committed);
    return Optional.empty();
  }

  private void run(List<Pending<?>> batch, Session session) throws SQLException {
    boolean logged = batch.stream().anyMatch(pending -> pending.kind == Kind.LOGGED);
    Ledger ledger = logged ? Ledger.lock(session, transactions.dialect()) : Ledger.none(session);
    for (Pending<?> pending : batch) {
      pending.run(session, ledger);
    }
    ledger.flush();
  }

  private void fail(List<Pending<?>> batch, Throwable cause) {
    Throwable shown = cause instanceof SQLException e ? Failure.of(transactions.url(), e) : cause;
    batch.forEach(pending -> pending.answer.completeExceptionally(shown));
  }

  /** The failure with the caller's own stack, so that a trace shows who asked. */
  private static RuntimeException asUnchecked(CompletionException e) {
    return switch (e.getCause()) {
      case StoreUnavailable cause ->
          new StoreUnavailable(String.valueOf(cause.getMessage()), cause);
      case IllegalArgumentException cause ->
          new IllegalArgumentException(cause.getMessage(), cause);
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> e;
    };
  }
}
