package org.signetmail.lookup.served;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A listening socket whose connections do not stay open for ever in silence. */
final class PatientServerSocket extends ServerSocket {
  /** Mail programs keep a connection while a person types. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Optional<SSLContext> tls;

  private PatientServerSocket(int port, int backlog, InetAddress at, Optional<SSLContext> tls)
      throws IOException {
    super(port, backlog, at);
    this.tls = tls;
  }

  /**
   * @param tls begins at once; empty for clear
   */
  static ServerSocketFactory factory(InetAddress at, Optional<SSLContext> tls) {
    return new ServerSocketFactory() {
      private static final int BACKLOG = 128;

      @Override
      public ServerSocket createServerSocket(int port) throws IOException {
        return new PatientServerSocket(port, BACKLOG, at, tls);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return new PatientServerSocket(port, BACKLOG, at, tls);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
          throws IOException {
        return new PatientServerSocket(port, BACKLOG, at, tls);
      }
    };
  }

  @Override
  public Socket accept() throws IOException {
    Socket socket = super.accept();
    socket.setSoTimeout(Math.toIntExact(SILENCE.toMillis()));
    if (tls.isEmpty()) {
      return socket;
    }
    SSLSocket secured =
        (SSLSocket)
            tls.get()
                .getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secured.setUseClientMode(false);
    return secured; // greets when it is first read, on the connection's own thread
  }
}
