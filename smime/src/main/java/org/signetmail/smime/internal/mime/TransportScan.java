package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.signetmail.smime.Octets;

/**
 * Looks at octets once, as they pass, for what transport may change (RFC 8551 §3.1.3): octets above
 * 127, zeros, bare carriage returns and line feeds, lines over 998, blanks at the end of a line,
 * lines that begin with {@code From }.
 *
 * <p>Eight octets at a time: a word whose octets all lie from space to 127 changes nothing but the
 * column. Only where one does not, and at the beginning of a line, octets are looked at singly.
 */
public final class TransportScan extends OutputStream {
  /** Octets that were looked at before. */
  public interface Known {
    /** As {@link TransportScan#isSafe} said. */
    boolean isSafe();
  }

  private static final int LONGEST_LINE = 998; // RFC 5322 §2.1.1
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SPACES = 0x2020202020202020L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private boolean isUnsafe;
  private boolean hasBareLineFeed;
  private int column;
  private int from; // how much of "From " this line began with, -1 when it did not
  private byte before;

  public static TransportScan of(Octets octets) throws IOException {
    TransportScan scan = new TransportScan();
    octets.writeTo(scan);
    return scan;
  }

  /** Whether no relay has a reason to change what was seen. */
  public boolean isSafe() {
    return !isUnsafe && before != '\r' && before != ' ' && before != '\t';
  }

  /** Whether a line ended without a carriage return. */
  public boolean hasBareLineFeed() {
    return hasBareLineFeed;
  }

  @Override
  public void write(int b) {
    one((byte) b);
  }

  @Override
  public void write(byte[] b, int off, int len) {
    int at = off;
    int end = off + len;
    while (at < end) {
      if (from < 0 && before != '\r') {
        int plain = plain(b, at, end);
        if (plain > 0) {
          at += plain;
          column += plain;
          before = b[at - 1];
          isUnsafe |= column > LONGEST_LINE;
          if (at == end) {
            return;
          }
        }
        if (isPlainLineEnd(b, at, end)) {
          at += 2;
          column = 0;
          before = '\n';
          continue;
        }
      }
      one(b[at++]);
    }
  }

  /** CRLF with no blank before it, and a line behind it that cannot begin with {@code From }. */
  private boolean isPlainLineEnd(byte[] b, int at, int end) {
    return at + 2 < end
        && b[at] == '\r'
        && b[at + 1] == '\n'
        && b[at + 2] != 'F'
        && before != ' '
        && before != '\t';
  }

  /** How many octets from here on lie from space to 127; the last seven are not counted. */
  private static int plain(byte[] b, int start, int end) {
    int at = start;
    for (; at <= end - 8; at += 8) {
      long word = (long) WORD.get(b, at);
      long other = ((word - SPACES) | word) & HIGH_BITS; // the lowest mark is exact
      if (other != 0) {
        return at - start + (Long.numberOfTrailingZeros(other) >>> 3);
      }
    }
    return at - start;
  }

  private void one(byte b) {
    if (b <= 0 || (before == '\r' && b != '\n')) {
      isUnsafe = true;
    }
    if (b == '\n') {
      if (before != '\r') {
        isUnsafe = true;
        hasBareLineFeed = true;
      }
      column = 0;
      from = 0;
    } else if (b == '\r') {
      if (before == ' ' || before == '\t') {
        isUnsafe = true;
      }
    } else {
      if (from >= 0) {
        from = b == "From ".charAt(from) ? from + 1 : -1;
        if (from == 5) {
          isUnsafe = true;
          from = -1;
        }
      }
      if (++column > LONGEST_LINE) {
        isUnsafe = true;
      }
    }
    before = b;
  }
}
