package org.signetmail.smtp.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * Connections to one destination, so many at most, used again while they live.
 *
 * <p>A message is sent a second time by itself only when a connection turns out to be dead before
 * any of the text was sent: a kept one, or one to a server that another may stand in for. Safe for
 * use by many threads.
 */
public final class RelayPool implements AutoCloseable {
  private final int connections;
  private final Duration patience;
  private final Semaphore free;
  private final Deque<RelayConnection> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param patience with which mail waits for a free connection
   */
  public RelayPool(int connections, Duration patience) {
    this.connections = connections;
    this.patience = patience;
    this.free = new Semaphore(connections, true);
  }

  /** A way to a server that takes the mail. */
  public interface Way {
    /**
     * @throws IOException when no conversation could be begun there
     */
    RelayConnection open() throws IOException;
  }

  /**
   * Sends one message over a kept connection, or by the first way that is open.
   *
   * @param ways in the order in which they are tried, at least one
   * @throws IOException when there is no final answer
   */
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message, List<Way> ways)
      throws IOException {
    takeTurn();
    try {
      RelayConnection kept = kept();
      Map<Mailbox, Answer> answers = null;
      if (kept != null) {
        answers = tried(kept, envelope, message);
      }
      return answers != null ? answers : afresh(envelope, message, ways);
    } finally {
      free.release();
    }
  }

  /** Says goodbye on connections that are kept; messages under way end as they would. */
  @Override
  public void close() {
    List<RelayConnection> last;
    synchronized (idle) {
      closed = true;
      last = List.copyOf(idle);
      idle.clear();
    }
    last.forEach(RelayPool::quietly);
  }

  /** Says goodbye on connections that were kept too long; whether nothing is left. */
  public boolean sweep() {
    List<RelayConnection> stale = new ArrayList<>();
    boolean empty;
    synchronized (idle) {
      idle.removeIf(connection -> !connection.usable() && stale.add(connection));
      empty = idle.isEmpty() && free.availablePermits() == connections;
    }
    stale.forEach(RelayPool::quietly);
    return empty;
  }

  private Map<Mailbox, Answer> afresh(Envelope envelope, Octets message, List<Way> ways)
      throws IOException {
    IOException last = new IOException("no way leads there");
    Map<Mailbox, Answer> farewells = null;
    for (Way way : ways) {
      RelayConnection connection;
      try {
        connection = way.open();
      } catch (IOException e) {
        last = e;
        continue;
      }
      try {
        Map<Mailbox, Answer> answers = sendOn(connection, envelope, message);
        if (!farewell(connection, answers)) {
          return answers;
        }
        farewells = answers;
      } catch (IOException e) {
        if (connection.textBegun()) {
          throw e;
        }
        last = e;
      }
    }
    if (farewells != null) {
      return farewells;
    }
    throw last;
  }

  /** Null when the connection had died, or dies before the text, and another may try. */
  private @Nullable Map<Mailbox, Answer> tried(
      RelayConnection connection, Envelope envelope, Octets message) throws IOException {
    try {
      Map<Mailbox, Answer> answers = sendOn(connection, envelope, message);
      return farewell(connection, answers) ? null : answers;
    } catch (IOException e) {
      if (connection.textBegun()) {
        throw e;
      }
      return null;
    }
  }

  private static boolean farewell(RelayConnection connection, Map<Mailbox, Answer> answers) {
    return !connection.textBegun() && answers.values().stream().allMatch(a -> a.code() == 421);
  }

  private Map<Mailbox, Answer> sendOn(RelayConnection connection, Envelope envelope, Octets message)
      throws IOException {
    try {
      return connection.send(envelope, message);
    } finally {
      keep(connection);
    }
  }

  private void takeTurn() throws IOException {
    try {
      if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("all " + connections + " connections are busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private @Nullable RelayConnection kept() {
    List<RelayConnection> stale = new ArrayList<>();
    RelayConnection found = null;
    synchronized (idle) {
      while (found == null && !idle.isEmpty()) {
        RelayConnection candidate = idle.pop();
        if (candidate.usable()) {
          found = candidate;
        } else {
          stale.add(candidate);
        }
      }
    }
    stale.forEach(RelayPool::quietly);
    return found;
  }

  private void keep(RelayConnection connection) {
    boolean kept = false;
    synchronized (idle) {
      if (!closed && connection.usable()) {
        idle.push(connection);
        kept = true;
      }
    }
    if (!kept) {
      quietly(connection);
    }
  }

  private static void quietly(RelayConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      System.getLogger(RelayPool.class.getName())
          .log(System.Logger.Level.TRACE, "smtp: closing failed", e);
    }
  }
}
