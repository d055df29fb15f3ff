package org.signetmail.smtp;

import java.io.IOException;
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
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.internal.RelayConnection;
import org.signetmail.smtp.internal.Watchdog;

/**
 * Hands mail to one server over SMTP (RFC 5321) and waits for its word: with PIPELINING, SIZE,
 * 8BITMIME, SMTPUTF8 and DSN where they are offered, and with connections that are used again.
 *
 * <p>A message is sent a second time by itself only when a kept connection turns out to be dead
 * before any of the text was sent. Safe for use by many threads.
 */
public final class RelayClient implements NextHop, AutoCloseable {
  private final RelaySettings settings;
  private final Semaphore free;
  private final Deque<RelayConnection> idle = new ArrayDeque<>();
  private final Watchdog watchdog;
  private boolean closed;

  public RelayClient(RelaySettings settings) {
    this.settings = settings;
    this.watchdog = new Watchdog("relay-" + settings.port(), settings.timeouts().reply());
    this.free = new Semaphore(settings.connections(), true);
  }

  @Override
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    if (envelope.recipients().isEmpty()) {
      return Map.of();
    }
    takeTurn();
    try {
      RelayConnection kept = kept();
      if (kept != null) {
        Map<Mailbox, Answer> answers = again(kept, envelope, message);
        if (answers != null) {
          return answers;
        }
      }
      return sendOn(RelayConnection.open(settings, watchdog), envelope, message);
    } catch (IOException e) {
      throw new IOException(
          "next hop " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
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
    last.forEach(RelayClient::quietly);
    watchdog.close();
  }

  /** Null when the kept connection had died, or dies before the text, and a new one may try. */
  private @Nullable Map<Mailbox, Answer> again(
      RelayConnection kept, Envelope envelope, Octets message) throws IOException {
    try {
      Map<Mailbox, Answer> answers = sendOn(kept, envelope, message);
      boolean farewell = answers.values().stream().allMatch(a -> a.code() == 421);
      return farewell && !kept.textBegun() ? null : answers;
    } catch (IOException e) {
      if (kept.textBegun()) {
        throw e;
      }
      return null;
    }
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
      long patience = settings.timeouts().connect().toMillis();
      if (!free.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "next hop "
                + settings.host()
                + ":"
                + settings.port()
                + ": all "
                + settings.connections()
                + " connections are busy");
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
    stale.forEach(RelayClient::quietly);
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
      System.getLogger(RelayClient.class.getName())
          .log(System.Logger.Level.TRACE, "smtp: closing failed", e);
    }
  }
}
