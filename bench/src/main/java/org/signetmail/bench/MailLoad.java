package org.signetmail.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Postfix's own load generator and sink. A message of {@code smtp-source} has From, To, Date and
 * Message-ID, and lines of letters.
 *
 * @param sessions at the same time, each used for one message after the other
 * @param octets of one message
 */
record MailLoad(int sessions, int messages, int octets) {
  private static final String SOURCE = "/usr/sbin/smtp-source";
  private static final String SINK = "/usr/sbin/smtp-sink";

  /** Sends all; how long it took in seconds. */
  double send(int port, String to) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                SOURCE,
                "-d",
                "-s",
                Integer.toString(sessions),
                "-m",
                Integer.toString(messages),
                "-l",
                Integer.toString(octets),
                "-f",
                "alice@example.test",
                "-t",
                to,
                "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .start();
    long start = System.nanoTime();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("smtp-source: " + said);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** A server that takes everything and keeps nothing. */
  record Sink(Process process, int port) implements AutoCloseable {
    static Sink start() throws IOException, InterruptedException {
      int port = freePorts(1).getFirst();
      List<String> command = new ArrayList<>(List.of(SINK));
      if ("root".equals(System.getProperty("user.name"))) {
        command.addAll(List.of("-u", "nobody"));
      }
      command.addAll(List.of("127.0.0.1:" + port, "1000"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      for (int attempt = 0; ; attempt++) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
          return new Sink(process, port);
        } catch (IOException e) {
          if (attempt == 50) {
            process.destroy();
            throw e;
          }
          Thread.sleep(100);
        }
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
