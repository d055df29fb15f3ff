package org.signetmail.interop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A next hop that has bad days: it answers 4xx or 5xx at each phase, breaks off in the middle of a
 * message, takes its time, and is sometimes not there at all. What it took is written down before
 * it says so; it never breaks off after that, so a double is not its doing.
 */
final class FaultyHop implements AutoCloseable {
  /** A message it took, with its recipients, when it did. */
  record Taken(long nanos, String sender, List<String> recipients, String text) {}

  /** Sorts of trouble, and how often in a thousand. */
  private enum Fault {
    GREETING_LATER(10, "421 4.3.2 not now"),
    SENDER_LATER(10, "451 4.3.0 not this sender now"),
    RECIPIENT_LATER(10, "450 4.2.0 not this mailbox now"),
    RECIPIENT_NEVER(5, "550 5.1.1 no such mailbox"),
    DATA_LATER(10, "451 4.3.0 no data now"),
    CUT(10, ""),
    MESSAGE_LATER(15, "451 4.3.0 could not write it"),
    MESSAGE_NEVER(5, "554 5.6.0 do not like it"),
    SLOW(10, "");

    private final int ofThousand;
    private final String answer;

    Fault(int ofThousand, String answer) {
      this.ofThousand = ofThousand;
      this.answer = answer;
    }
  }

  private final int port;
  private final Random random = new Random(7);
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private ServerSocket listener;

  FaultyHop() throws IOException {
    this(InetAddress.getLoopbackAddress());
  }

  /**
   * @param address at which it listens
   */
  FaultyHop(InetAddress address) throws IOException {
    this.listener = new ServerSocket(0, 100, address);
    this.port = listener.getLocalPort();
    accept(listener);
  }

  int port() {
    return port;
  }

  /** Whether it is this hop that refuses for good, whoever passes its answer on. */
  static boolean isRefusal(String reply) {
    return reply.contains("no such mailbox") || reply.contains("do not like it");
  }

  List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** Nobody listens. */
  void down() throws IOException {
    listener.close();
  }

  void up() throws IOException {
    listener = new ServerSocket(port, 100, listener.getInetAddress());
    accept(listener);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept(ServerSocket of) {
    Thread.ofVirtual()
        .start(() -> {
          while (!of.isClosed()) {
            try {
              Socket socket = of.accept();
              Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
              // closed: down
            }
          }
        });
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(60_000);
      new Conversation(socket).run();
    } catch (IOException e) {
      // The client is gone; it takes up again what was not answered.
    }
  }

  private synchronized boolean happens(Fault fault) {
    return random.nextInt(1000) < fault.ofThousand;
  }

  private final class Conversation {
    private final BufferedInputStream in;
    private final OutputStream out;
    private String sender = "";
    private boolean isBegun;
    private final List<String> recipients = new ArrayList<>();

    Conversation(Socket socket) throws IOException {
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    void run() throws IOException {
      if (happens(Fault.GREETING_LATER)) {
        say(Fault.GREETING_LATER.answer);
        return;
      }
      say("220 hop.example.test ESMTP");
      for (String line = line(); line != null; line = line()) {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO" -> say("250-hop.example.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 DSN");
          case "HELO", "NOOP" -> say("250 2.0.0 ok");
          case "RSET" -> {
            recipients.clear();
            say("250 2.0.0 ok");
          }
          case "MAIL" -> mail(line);
          case "RCPT" -> recipient(line);
          case "DATA" -> {
            if (!data()) {
              return;
            }
          }
          case "QUIT" -> {
            say("221 2.0.0 bye");
            return;
          }
          default -> say("500 5.5.1 what?");
        }
      }
    }

    private void mail(String line) throws IOException {
      recipients.clear();
      sender = address(line);
      isBegun = !happens(Fault.SENDER_LATER);
      say(isBegun ? "250 2.1.0 ok" : Fault.SENDER_LATER.answer);
    }

    private void recipient(String line) throws IOException {
      if (!isBegun) {
        say("503 5.5.1 no sender");
      } else if (happens(Fault.RECIPIENT_LATER)) {
        say(Fault.RECIPIENT_LATER.answer);
      } else if (!sender.isEmpty() && happens(Fault.RECIPIENT_NEVER)) {
        say(Fault.RECIPIENT_NEVER.answer);
      } else {
        recipients.add(address(line));
        say("250 2.1.5 ok");
      }
    }

    /** Whether the connection goes on. */
    private boolean data() throws IOException {
      if (recipients.isEmpty()) {
        say("554 5.5.1 no recipients");
        return true;
      }
      if (happens(Fault.DATA_LATER)) {
        say(Fault.DATA_LATER.answer);
        return true;
      }
      say("354 go on");
      boolean cut = happens(Fault.CUT);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (String line = line(); !".".equals(line); line = line()) {
        if (line == null || (cut && text.size() > 200)) {
          return false;
        }
        text.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      if (happens(Fault.SLOW)) {
        pause();
      }
      if (happens(Fault.MESSAGE_LATER)) {
        say(Fault.MESSAGE_LATER.answer);
      } else if (!sender.isEmpty() && happens(Fault.MESSAGE_NEVER)) {
        say(Fault.MESSAGE_NEVER.answer);
      } else {
        taken.add(
            new Taken(
                System.nanoTime(),
                sender,
                List.copyOf(recipients),
                text.toString(StandardCharsets.ISO_8859_1)));
        say("250 2.0.0 taken");
      }
      return true;
    }

    private void say(String answer) throws IOException {
      out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** Null at the end. */
    private @Nullable String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet == '\n') {
          return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }
        line.write(octet);
      }
      return null;
    }
  }

  private static String address(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>')).toLowerCase(Locale.ROOT);
  }

  private static void pause() {
    try {
      Thread.sleep(700);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
