package org.signetmail.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From the moment a message should have been sent to its 250, at a rate that does not wait for
 * answers: who comes late because the one before was slow counts as slow too.
 */
final class MailLatency {
  private static final int CONNECTIONS = 64;

  private final long[] nanos;

  private MailLatency(long[] nanos) {
    this.nanos = nanos;
  }

  /** Sends so many messages a second for so many seconds. */
  static MailLatency at(int port, String to, double rate, int seconds, int octets)
      throws IOException, InterruptedException {
    BlockingQueue<Client> free = new ArrayBlockingQueue<>(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(new Client(port));
    }
    int count = (int) (rate * seconds);
    long[] nanos = new long[count];
    String body = "x".repeat(78).concat("\r\n").repeat(octets / 80);
    long begin = System.nanoTime() + 100_000_000;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long due = begin + (long) (i / rate * 1e9);
        long wait = due - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        executor.execute(() -> {
          try {
            Client client = free.take();
            client.send(to, number, body);
            nanos[number] = System.nanoTime() - due;
            free.put(client);
          } catch (IOException e) {
            nanos[number] = Long.MAX_VALUE;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
      }
      executor.shutdown();
      if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new IOException("latency: messages are stuck");
      }
    }
    for (Client client : free) {
      client.close();
    }
    Arrays.sort(nanos);
    if (nanos[count - 1] == Long.MAX_VALUE) {
      throw new IOException("latency: a message was refused");
    }
    return new MailLatency(nanos);
  }

  /** In milliseconds. */
  double percentile(double of100) {
    return nanos[(int) Math.min(nanos.length - 1, nanos.length * of100 / 100)] / 1e6;
  }

  private static final class Client implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      reply();
      say("EHLO bench.example.test\r\n");
      reply();
    }

    void send(String to, int number, String body) throws IOException {
      say("MAIL FROM:<alice@example.test>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
      reply();
      reply();
      reply();
      say(
          "From: alice@example.test\r\nTo: "
              + to
              + "\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
              + System.nanoTime()
              + "."
              + number
              + "@example.test>\r\nSubject: bench\r\n\r\n"
              + body
              + ".\r\n");
      reply();
    }

    private void say(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void reply() throws IOException {
      StringBuilder line = new StringBuilder();
      while (true) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("gone");
        }
        line.append((char) b);
        if (b == '\n') {
          if (line.charAt(0) > '3') {
            throw new IOException(line.toString());
          }
          if (line.charAt(3) == ' ') {
            return;
          }
          line.setLength(0);
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
