package org.signetmail.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A next hop that says what it is told to, line by line; null hangs up. With a TLS context it is
 * secured after a 220 to STARTTLS.
 */
final class ScriptedHop implements AutoCloseable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<byte[]> chunks = new CopyOnWriteArrayList<>();
  final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final @Nullable SSLContext tls;
  private final Function<String, String> script;

  /**
   * @param script from a command, or {@code .} for the end of a text, to a reply without CR LF
   */
  ScriptedHop(Function<String, String> script) throws IOException {
    this(null, script);
  }

  ScriptedHop(@Nullable SSLContext tls, Function<String, String> script) throws IOException {
    this(InetAddress.getLoopbackAddress(), 0, tls, script);
  }

  ScriptedHop(
      InetAddress address, int port, @Nullable SSLContext tls, Function<String, String> script)
      throws IOException {
    this.tls = tls;
    this.script = script;
    this.listener = new ServerSocket(port, 50, address);
    Thread.ofVirtual().start(this::accept);
  }

  /** Speaks plain RFC 821 and takes everything. */
  static String plain(String line) {
    return switch (line.split("[ :]")[0]) {
      case "EHLO" -> "500 what?";
      case "DATA" -> "354 go";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  /** Takes everything, and offers these. */
  static Function<String, String> offering(String... keywords) {
    return line ->
        line.matches("(EHLO|LHLO) .*")
            ? "250-hop\r\n250-" + String.join("\r\n250-", keywords) + "\r\n250 HELP"
            : line.equals("STARTTLS") ? "220 go" : plain(line);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      Socket socket = accepted;
      say(socket, "220 hop");
      boolean text = false;
      for (String line = line(socket); line != null; line = line(socket)) {
        if (text && !line.equals(".")) {
          continue;
        }
        heard.add(line);
        if (line.startsWith("BDAT ")) {
          chunks.add(socket.getInputStream().readNBytes(Integer.parseInt(line.split(" ")[1])));
        }
        String reply = script.apply(line);
        if (reply == null) {
          return;
        }
        text = reply.startsWith("354");
        say(socket, reply);
        if (tls != null && line.equals("STARTTLS") && reply.startsWith("220")) {
          SSLSocket secured =
              (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
          secured.setUseClientMode(false);
          secured.startHandshake();
          socket = secured;
        }
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static @Nullable String line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(b);
    }
    return null;
  }

  private static void say(Socket socket, String reply) throws IOException {
    socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
