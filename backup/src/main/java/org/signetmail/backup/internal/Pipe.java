package org.signetmail.backup.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets what only writes be read: the writer runs in a thread of its own, a few hundred kilobytes
 * ahead of the reader.
 *
 * <p>A writer that fails makes the reader fail, never end: half a snapshot must not be sealed as a
 * whole one. A reader that closes early makes the writer fail.
 */
public final class Pipe extends InputStream {
  private static final int PART = 1 << 16;
  private static final int AHEAD = 8;

  private final Queue<byte[]> parts = new ArrayDeque<>();
  private byte[] current = new byte[0];
  private int next;
  private @Nullable Throwable failure;
  private State state = State.WRITING;

  private enum State {
    WRITING,
    WRITTEN,
    CLOSED
  }

  /** Writes all of it. */
  @FunctionalInterface
  public interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  private Pipe() {}

  public static Pipe of(Source source) {
    Pipe pipe = new Pipe();
    Thread.ofVirtual().name("backup-source").start(() -> pipe.run(source));
    return pipe;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == current.length) {
      byte @Nullable [] taken = take();
      if (taken == null) {
        return -1;
      }
      current = taken;
      next = 0;
    }
    int part = Math.min(length, current.length - next);
    System.arraycopy(current, next, into, offset, part);
    next += part;
    return part;
  }

  @Override
  public synchronized void close() {
    state = State.CLOSED;
    parts.clear();
    notifyAll();
  }

  private void run(Source source) {
    @Nullable Throwable thrown = null;
    try (OutputStream out = new Parts()) {
      source.writeTo(out);
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      if (state == State.WRITING) {
        state = State.WRITTEN;
      }
      notifyAll();
    }
  }

  private synchronized byte @Nullable [] take() throws IOException {
    try {
      while (parts.isEmpty() && state == State.WRITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("backup: interrupted", e);
    }
    byte[] part = parts.poll();
    if (part == null && failure != null) {
      throw new IOException(
          "backup: what is backed up cannot be read: " + failure.getMessage(), failure);
    }
    notifyAll();
    return part;
  }

  private synchronized void put(byte[] part) throws IOException {
    try {
      while (parts.size() >= AHEAD && state == State.WRITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("backup: interrupted", e);
    }
    if (state == State.CLOSED) {
      throw new IOException("backup: nobody reads any more");
    }
    parts.add(part);
    notifyAll();
  }

  /** Collects what is written into parts of a good size. */
  private final class Parts extends OutputStream {
    private final byte[] buffer = new byte[PART];
    private int filled;

    @Override
    public void write(int octet) throws IOException {
      if (filled == buffer.length) {
        flush();
      }
      buffer[filled++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (filled == buffer.length) {
          flush();
        }
        int part = Math.min(length - done, buffer.length - filled);
        System.arraycopy(source, offset + done, buffer, filled, part);
        filled += part;
        done += part;
      }
    }

    @Override
    public void flush() throws IOException {
      if (filled > 0) {
        put(Arrays.copyOf(buffer, filled));
        filled = 0;
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
