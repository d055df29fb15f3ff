package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client's connection, in clear or secured, with what is read from it and said on it. For one
 * thread; {@link #endInput} and {@link #close} may be called from others.
 */
final class ServerConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** RFC 8996: nothing older. */
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final Watchdog watchdog;
  private volatile Socket socket;
  private WireInput in;
  private WireOutput out;
  private ReplyWriter replies;

  ServerConnection(Socket socket, Watchdog watchdog) throws IOException {
    this.watchdog = watchdog;
    this.socket = socket;
    this.in = new WireInput(socket);
    this.out = new WireOutput(socket);
    this.replies = new ReplyWriter(out);
    watchdog.add(in);
    watchdog.add(out);
  }

  WireInput in() {
    return in;
  }

  ReplyWriter replies() {
    return replies;
  }

  boolean isSecured() {
    return socket instanceof SSLSocket;
  }

  /**
   * Becomes TLS; whatever was read or said before is forgotten (RFC 3207 §4.2).
   *
   * @param patience with one silence; the watchdog has an eye on the handshake as a whole
   */
  void secure(SSLContext context, Duration patience) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.setEnabledProtocols(VERSIONS);
    secured.setSoTimeout((int) patience.toMillis());
    long began = System.nanoTime();
    Watched handshake =
        (now, longest) -> {
          if (now - began > longest) {
            close();
          }
        };
    watchdog.add(handshake);
    try {
      secured.startHandshake();
    } catch (SocketTimeoutException e) {
      throw new IOException("no TLS handshake in time", e); // and no reply in clear
    } finally {
      watchdog.remove(handshake);
    }
    unwatch();
    socket = secured;
    in = new WireInput(secured);
    out = new WireOutput(secured);
    watchdog.add(in);
    watchdog.add(out);
    replies = new ReplyWriter(out);
  }

  private void unwatch() {
    watchdog.remove(in);
    watchdog.remove(out);
  }

  /** Wakes who waits for input, with its end. */
  void endInput() {
    try {
      socket.shutdownInput();
    } catch (IOException | UnsupportedOperationException e) {
      close();
    }
  }

  /** Lets the last reply arrive: closing on unread input would reset the connection under it. */
  void linger() throws IOException {
    if (isSecured()) {
      return;
    }
    socket.shutdownOutput();
    long end = System.nanoTime() + LINGER.toNanos();
    while (System.nanoTime() - end < 0) {
      WireInput.Run run = in.run(Long.MAX_VALUE, LINGER);
      if (run.from() == run.to()) {
        return;
      }
    }
  }

  @Override
  public void close() {
    unwatch();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.TRACE, "smtp: closing failed", e);
    }
  }
}
