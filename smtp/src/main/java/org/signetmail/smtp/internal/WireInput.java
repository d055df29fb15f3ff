package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/**
 * What the other side sends, as lines and as runs of octets. A line ends with CR LF and nothing
 * else (RFC 5321 §2.3.8): a CR or an LF alone is reported, never taken for an end, because two
 * servers that disagree about it can be made to disagree about where a message ends.
 *
 * <p>The buffer starts small and grows with use, so that a silent connection costs next to nothing.
 * For one thread.
 */
public final class WireInput implements Watched {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 1 << 14;

  private final Socket socket;
  private final InputStream in;
  private byte[] buffer = new byte[SMALLEST];
  private int position;
  private int limit;
  private volatile long readingUntil;
  private volatile boolean late;

  /** To be watched by a {@link Watchdog}, who keeps its deadlines. */
  public WireInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** What {@link #line} came to. */
  public sealed interface Line {
    /** A whole line, without its CR LF. */
    record Text(byte[] octets) implements Line {}

    /** A CR or an LF alone. */
    record BareLineEnd() implements Line {}

    record TooLong() implements Line {}

    /** The other side has gone. */
    record End() implements Line {}
  }

  /**
   * One run of octets, {@code from} up to {@code to} of {@code buffer}, valid until the next read.
   */
  public record Run(byte[] buffer, int from, int to) {}

  /** Whether something is at hand that was sent without waiting. */
  public boolean hasBuffered() {
    return position < limit;
  }

  /**
   * Reads one line.
   *
   * @throws SocketTimeoutException when it was not whole within {@code patience}
   */
  public Line line(int longest, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    int scanned = position;
    while (true) {
      for (; scanned < limit; scanned++) {
        byte b = buffer[scanned];
        if (b == '\n') {
          return new Line.BareLineEnd(); // its CR would have been seen one octet before
        }
        if (b == '\r') {
          break;
        }
      }
      if (scanned + 1 < limit) {
        if (buffer[scanned + 1] != '\n') {
          return new Line.BareLineEnd();
        }
        byte[] text = Arrays.copyOfRange(buffer, position, scanned);
        position = scanned + 2;
        return text.length + 2 > longest ? new Line.TooLong() : new Line.Text(text);
      }
      if (limit - position > longest) {
        return new Line.TooLong();
      }
      scanned -= compact();
      if (!fill(deadline)) {
        return new Line.End();
      }
    }
  }

  /**
   * So many octets, or fewer where the other side ends.
   *
   * @throws SocketTimeoutException when they were not there within {@code patience}
   */
  public byte[] octets(int count, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (limit - position < count) {
      compact();
      if (!fill(deadline)) {
        break;
      }
    }
    byte[] octets = Arrays.copyOfRange(buffer, position, Math.min(limit, position + count));
    position += octets.length;
    return octets;
  }

  /** Whatever comes next, at most {@code longest} octets; empty at the end. */
  public Run run(long longest, Duration silence) throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      if (buffer.length < LARGEST) {
        buffer = new byte[LARGEST];
      }
      if (!fill(System.nanoTime() + silence.toNanos())) {
        return new Run(buffer, 0, 0);
      }
    }
    int from = position;
    position = (int) Math.min(limit, from + Math.min(longest, LARGEST));
    return new Run(buffer, from, position);
  }

  /** Gives back what of the last run was not used. */
  public void unread(int octets) {
    position -= octets;
  }

  private int compact() {
    int moved = position;
    if (moved > 0) {
      System.arraycopy(buffer, moved, buffer, 0, limit - moved);
      position = 0;
      limit -= moved;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    return moved;
  }

  private boolean fill(long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    if (socket instanceof SSLSocket) {
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    }
    readingUntil = deadline | 1;
    int n;
    try {
      n = in.read(buffer, limit, buffer.length - limit);
    } finally {
      readingUntil = 0;
    }
    if (n > 0) {
      limit += n;
    } else if (late) {
      throw new SocketTimeoutException("timed out");
    }
    return n > 0;
  }

  /**
   * In clear, wakes who reads beyond the deadline, and leaves the other direction open for a last
   * word. Under TLS a timeout holds for each octet of a record: this one holds for all of it.
   */
  @Override
  public void endIfStalled(long now, long patience) {
    long until = readingUntil;
    boolean isSecured = socket instanceof SSLSocket;
    if (until != 0 && now - until > (isSecured ? patience : 0)) {
      try {
        if (isSecured) {
          socket.close();
        } else {
          late = true;
          socket.shutdownInput();
        }
      } catch (IOException e) {
        System.getLogger(WireInput.class.getName())
            .log(System.Logger.Level.TRACE, "smtp: closing failed", e);
      }
    }
  }
}
