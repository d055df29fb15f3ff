package org.signetmail.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.internal.ServerContext;
import org.signetmail.smtp.internal.ServerSession;
import org.signetmail.smtp.internal.Watchdog;

/**
 * An SMTP server (RFC 5321): takes messages in, one virtual thread a client, and answers with what
 * its {@link MailHandler} says. It keeps no queue. Safe for use by many threads.
 */
public final class SmtpServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SmtpServer.class.getName());

  private final ServerSocket listener;
  private final ServerContext shared;
  private final ServerLimits limits;
  private final Map<ServerSession, Thread> sessions = new ConcurrentHashMap<>();
  private final AtomicLong accepted = new AtomicLong();
  private final String generation;
  private final Thread acceptor;
  private volatile boolean closing;

  private SmtpServer(ServerSocket listener, ServerContext shared) {
    this.listener = listener;
    this.shared = shared;
    this.limits = shared.settings().limits();
    this.generation = Long.toString(shared.clock().millis(), 36);
    this.acceptor = Thread.ofVirtual().name("smtp-" + port()).unstarted(this::accept);
  }

  /**
   * Starts to listen; clients can connect when it returns.
   *
   * @throws IOException when the port is taken, with the address in its message
   */
  public static SmtpServer start(
      ServerSettings settings, MailHandler handler, Spool spool, InstantSource clock)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(settings.listen(), 1_024);
    } catch (IOException e) {
      listener.close();
      throw new IOException(
          "smtp " + settings.listen() + ": cannot listen there: " + e.getMessage(), e);
    }
    Watchdog watchdog =
        new Watchdog("smtp-" + listener.getLocalPort(), settings.limits().timeouts().silence());
    SmtpServer server =
        new SmtpServer(listener, new ServerContext(settings, handler, spool, clock, watchdog));
    server.acceptor.start();
    return server;
  }

  /** Where it listens, with the port that was taken when 0 was asked for. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many clients are connected now. */
  public int connections() {
    return sessions.size();
  }

  /**
   * Stops listening, lets transactions that are under way finish within {@link
   * ServerLimits.Timeouts#drain}, and ends the rest. Idle clients hear 421.
   */
  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "smtp: listener did not close", e);
    }
    sessions.keySet().forEach(ServerSession::drain);
    try {
      long deadline = System.nanoTime() + limits.timeouts().drain().toNanos();
      for (Thread thread : sessions.values()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        thread.join(Math.max(1, left));
      }
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.keySet().forEach(ServerSession::abort);
    shared.watchdog().close();
  }

  /** Goes on whatever happens: who stopped here, for want of a file handle or heap, is deaf. */
  private void accept() {
    while (!closing) {
      try {
        acceptOne();
      } catch (Error e) {
        pause(); // so little heap that it could not even be logged
      }
    }
  }

  private void acceptOne() {
    try {
      Socket socket = listener.accept();
      if (sessions.size() >= limits.connections()) {
        turnAway(socket);
      } else {
        serve(socket);
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!closing) {
        LOG.log(System.Logger.Level.WARNING, "smtp " + port() + ": client not accepted: " + e);
        pause();
      }
    }
  }

  private void serve(Socket socket) {
    String id = generation + "." + Long.toString(accepted.incrementAndGet(), 36);
    ServerSession session;
    try {
      socket.setTcpNoDelay(true);
      session = new ServerSession(shared, socket, id);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "smtp " + id + ": gone at once: " + e.getMessage());
      close(socket);
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("smtp-" + id)
            .unstarted(() -> {
              try {
                shared.handler().session(session);
              } finally {
                sessions.remove(session);
              }
            });
    sessions.put(session, thread);
    thread.start();
    if (closing) {
      session.drain();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private static void turnAway(Socket socket) {
    String reply = "421 4.3.2 too many connections; try again later\r\n";
    try (socket) {
      socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "smtp: gone before being turned away");
    }
  }

  /** Out of file descriptors, most likely: better to wait than to spin. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
