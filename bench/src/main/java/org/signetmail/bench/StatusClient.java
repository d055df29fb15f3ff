package org.signetmail.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A process that asks one question again and again, and prints how many answers it got. */
public final class StatusClient {
  private StatusClient() {}

  /**
   * @param arguments port, file of the request, {@code kept} or {@code each}, connections, seconds
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    byte[] body = Files.readAllBytes(Path.of(arguments[1]));
    boolean kept = arguments[2].equals("kept");
    byte[] request = request(body, kept);
    AtomicLong answers = new AtomicLong();
    long end = System.nanoTime() + Integer.parseInt(arguments[4]) * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (System.nanoTime() < end) {
                  ask(port, request, kept, end, answers);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(answers.get());
  }

  private static void ask(int port, byte[] request, boolean kept, long end, AtomicLong answers) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 8192);
      do {
        socket.getOutputStream().write(request);
        answer(in);
        answers.incrementAndGet();
      } while (kept && System.nanoTime() < end);
    } catch (IOException e) {
      // The other side was busy; it counts as no answer.
    }
  }

  private static byte[] request(byte[] body, boolean kept) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head = kept ? "POST /ocsp HTTP/1.1\r\nHost: localhost\r\n" : "POST /ocsp HTTP/1.0\r\n";
    request.writeBytes(
        (head
                + "Content-Type: application/ocsp-request\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** Reads one whole answer, which must be 200. */
  private static void answer(InputStream in) throws IOException {
    int length = -1;
    String line = line(in);
    if (!line.contains(" 200")) {
      throw new IOException(line);
    }
    while (!line.isEmpty()) {
      line = line(in);
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection ended");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
