package org.signetmail.smime.internal.asn1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks through BER as it streams by: into constructed elements, over strings of any size, and
 * takes small elements whole. Every read is bounded by the element around it.
 *
 * <p>Not safe for use by many threads. Closing is the caller's: the stream below stays open.
 */
public final class BerReader {
  private static final int DEEPEST = 64;
  private static final int DIRECT = 1 << 10; // octets of a string that pass by the buffer
  private static final long INDEFINITE = -1;

  private final InputStream in;
  private final Deque<Long> ends = new ArrayDeque<>(); // where each open element ends
  private final byte[] buffer = new byte[1 << 11];
  private int next;
  private int filled;
  private long base; // position of buffer[0]
  private int tag = -1; // looked at, not yet consumed
  private long length;

  public BerReader(InputStream in) {
    this.in = in;
  }

  /** The tag of the next element here, or -1 at the end of the element around. */
  public int peek() throws IOException {
    if (tag >= 0) {
      return tag;
    }
    long end = ends.isEmpty() ? Long.MAX_VALUE : ends.peek();
    if (end != INDEFINITE && position() >= end) {
      return -1;
    }
    if (ends.isEmpty() && !fill()) {
      return -1;
    }
    int identifier = octet();
    long size = readLength(identifier);
    if (identifier == 0) {
      if (end != INDEFINITE || size != 0) {
        throw new Asn1Exception("an end of contents that nothing began");
      }
      ends.pop();
      ends.push(position()); // the end is behind us now
      return -1;
    }
    if ((identifier & 0x1f) == 0x1f) {
      throw new Asn1Exception("a tag number above 30");
    }
    long around = innermostDefinite();
    if (size != INDEFINITE && size > around - position()) {
      throw new Asn1Exception("an element longer than the one around it");
    }
    tag = identifier;
    length = size;
    return tag;
  }

  public boolean isNext(int wanted) throws IOException {
    return peek() == wanted;
  }

  /** Into a constructed element with this tag. */
  public void enter(int wanted) throws IOException {
    require(wanted);
    if (ends.size() > DEEPEST) {
      throw new Asn1Exception("more than " + DEEPEST + " elements inside each other");
    }
    ends.push(length == INDEFINITE ? INDEFINITE : position() + length);
    tag = -1;
  }

  /** Out of the element entered last, which must be at its end. */
  public void leave() throws IOException {
    if (peek() != -1) {
      throw new Asn1Exception("more parts than an element may have");
    }
    ends.pop();
  }

  /** The next element, whole, with this tag. */
  public Der element(int wanted, int atMost) throws IOException {
    require(wanted);
    return element(atMost);
  }

  /** The next element, whole, whatever it is. */
  public Der element(int atMost) throws IOException {
    if (peek() < 0) {
      throw new Asn1Exception("an element is missing");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(out, atMost, 0);
    return Der.of(out.toByteArray());
  }

  /** Passes over the next element. */
  public void skip() throws IOException {
    skip(0);
  }

  private void skip(int depth) throws IOException {
    int identifier = peek();
    if (length == INDEFINITE) {
      if (depth > DEEPEST) {
        throw new Asn1Exception("more than " + DEEPEST + " elements inside each other");
      }
      enter(identifier);
      while (peek() >= 0) {
        skip(depth + 1);
      }
      leave();
    } else {
      tag = -1;
      for (long left = length; left > 0; ) {
        int n = take(left);
        next += n;
        left -= n;
      }
    }
  }

  /**
   * The octets of the next element, a string under the given primitive tag, whole or in pieces.
   * Read it to its end before anything else is asked of this reader.
   */
  public InputStream octets(int primitiveTag) throws IOException {
    if (peek() == primitiveTag) {
      return new StringInput(this, 0);
    }
    enter(primitiveTag | 0x20);
    return new StringInput(this, 1);
  }

  private void copy(ByteArrayOutputStream out, int atMost, int depth) throws IOException {
    int identifier = peek();
    if (length != INDEFINITE) {
      if (length > atMost - out.size()) {
        throw new Asn1Exception("an element larger than allowed here");
      }
      out.writeBytes(Asn1.header(identifier, length));
      tag = -1;
      for (long left = length; left > 0; ) {
        int n = take(left);
        out.write(buffer, next, n);
        next += n;
        left -= n;
      }
      return;
    }
    if (depth > DEEPEST) {
      throw new Asn1Exception("more than " + DEEPEST + " elements inside each other");
    }
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    enter(identifier);
    while (peek() >= 0) {
      copy(inner, atMost - out.size(), depth + 1);
    }
    leave();
    if (inner.size() > atMost - out.size()) {
      throw new Asn1Exception("an element larger than allowed here");
    }
    out.writeBytes(Asn1.header(identifier, inner.size()));
    inner.writeTo(out);
  }

  private void require(int wanted) throws IOException {
    int found = peek();
    if (found != wanted) {
      throw new Asn1Exception(
          found < 0
              ? String.format("the element with tag %02x is missing", wanted)
              : String.format("tag %02x where %02x belongs", found, wanted));
    }
  }

  private long readLength(int identifier) throws IOException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    if (first == 0x80) {
      if ((identifier & 0x20) == 0) {
        throw new Asn1Exception("an indefinite length on a primitive element");
      }
      return INDEFINITE;
    }
    int octets = first & 0x7f;
    if (octets > 8) {
      throw new Asn1Exception("a length that is not one");
    }
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | octet();
    }
    if (value < 0) {
      throw new Asn1Exception("a length that is not one");
    }
    return value;
  }

  private long innermostDefinite() {
    for (long end : ends) {
      if (end != INDEFINITE) {
        return end;
      }
    }
    return Long.MAX_VALUE;
  }

  private long position() {
    return base + next;
  }

  private int octet() throws IOException {
    if (!fill()) {
      throw new EOFException("an end before the end of its elements");
    }
    return buffer[next++] & 0xff;
  }

  /** How many of the wanted bytes are in the buffer, at least one. */
  private int take(long wanted) throws IOException {
    if (!fill()) {
      throw new EOFException("an end before the end of its elements");
    }
    return (int) Math.min(wanted, filled - next);
  }

  private boolean fill() throws IOException {
    if (next < filled) {
      return true;
    }
    base += filled;
    next = 0;
    filled = 0;
    int n = in.read(buffer, 0, buffer.length);
    while (n == 0) {
      n = in.read(buffer, 0, buffer.length);
    }
    if (n < 0) {
      return false;
    }
    filled = n;
    return true;
  }

  /** Begins a string that stands next; returns its length. */
  long startString() {
    tag = -1;
    return length;
  }

  /** Some of the next octets of a string, at least one. */
  int stringOctets(byte[] b, int off, int atMost) throws IOException {
    if (next == filled && atMost >= DIRECT) {
      int n = in.read(b, off, atMost);
      if (n < 0) {
        throw new EOFException("an end before the end of its elements");
      }
      base += n;
      return n;
    }
    int n = take(atMost);
    System.arraycopy(buffer, next, b, off, n);
    next += n;
    return n;
  }
}
