package org.signetmail.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A next hop that says what it is told to, line by line; null hangs up. */
final class ScriptedHop implements AutoCloseable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Function<String, String> script;

  /**
   * @param script from a command, or {@code .} for the end of a text, to a reply without CR LF
   */
  ScriptedHop(Function<String, String> script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
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

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      say(socket, "220 hop");
      boolean text = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (text && !line.equals(".")) {
          continue;
        }
        heard.add(line);
        String reply = script.apply(line);
        if (reply == null) {
          return;
        }
        text = reply.startsWith("354");
        say(socket, reply);
      }
    } catch (IOException e) {
      // the client has gone
    }
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
