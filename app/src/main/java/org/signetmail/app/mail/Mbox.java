package org.signetmail.app.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * The messages of an mbox (RFC 4155), one after the other: each begins after a line {@code From },
 * a line {@code >From } has lost its first character, the empty line before the next one is the
 * mailbox's. No more than a line's piece of 64 KB is in memory beside the spool. Used by one
 * thread.
 */
public final class Mbox {
  private static final int PIECE = 1 << 16;
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUOTED = ">From ".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final Spool spool;
  private final long largest;
  private int number;
  private byte[] ahead = FROM; // before the first message: as after the line that begins one

  /**
   * @param largest octets of one message; a longer one is passed over
   */
  public Mbox(InputStream in, Spool spool, long largest) {
    this.in = new BufferedInputStream(in, PIECE);
    this.spool = spool;
    this.largest = largest;
  }

  /**
   * One message.
   *
   * @param number from 1
   * @param octets empty when it is larger than the limit
   */
  public record Message(int number, Optional<Octets> octets) implements Closeable {
    @Override
    public void close() throws IOException {
      if (octets.isPresent()) {
        octets.get().close();
      }
    }
  }

  /** The next message, which the caller closes; empty at the end. */
  public Optional<Message> next() throws IOException {
    byte[] piece = ahead;
    while (piece.length > 0 && (startsWith(piece, FROM) || isEmpty(piece))) {
      piece = piece();
    }
    if (piece.length == 0) {
      return Optional.empty();
    }
    try (Spool.Draft draft = spool.draft()) {
      long size = 0;
      boolean lineBegins = true;
      byte[] held = new byte[0]; // an empty line that may be the mailbox's
      while (piece.length > 0 && !(lineBegins && startsWith(piece, FROM))) {
        int from = lineBegins && startsWith(piece, QUOTED) ? 1 : 0;
        size += held.length + piece.length - from;
        if (size <= largest) {
          draft.write(held);
        }
        boolean empty = lineBegins && isEmpty(piece);
        held = empty ? piece : new byte[0];
        if (size <= largest && !empty) {
          draft.write(piece, from, piece.length - from);
        }
        size -= empty ? piece.length : 0;
        lineBegins = piece[piece.length - 1] == '\n';
        piece = piece();
      }
      ahead = piece;
      number++;
      return Optional.of(
          new Message(number, size <= largest ? Optional.of(draft.finish()) : Optional.empty()));
    }
  }

  /** A line with its end, or the next 64 KB of a longer one; nothing at the end. */
  private byte[] piece() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n' || line.size() == PIECE) {
        break;
      }
    }
    return line.toByteArray();
  }

  private static boolean isEmpty(byte[] line) {
    return (line.length == 1 && line[0] == '\n')
        || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
  }

  private static boolean startsWith(byte[] line, byte[] wanted) {
    return line.length >= wanted.length
        && Arrays.equals(line, 0, wanted.length, wanted, 0, wanted.length);
  }
}
