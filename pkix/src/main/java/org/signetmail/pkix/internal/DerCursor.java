package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.Arrays;

/**
 * Walks DER that is too large to make an object of each value: stands on one value at a time.
 * Definite lengths only (X.690 §10.1). Not thread-safe.
 */
final class DerCursor {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int BOOLEAN = 0x01;
  static final int OCTET_STRING = 0x04;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private int start;
  private int content;
  private int end;

  /**
   * The first value inside of a constructed one, to the octet as it was sent: what a signature is
   * over. Written anew it may differ, for not everybody sorts a SET (X.690 §10.3).
   */
  static byte[] firstWithin(byte[] der) throws IOException {
    DerCursor at = new DerCursor(der).to(0, der.length);
    at.to(at.content(), at.end());
    return Arrays.copyOfRange(der, at.start(), at.end());
  }

  /** Stands before the first value. */
  DerCursor(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Steps onto the value at {@code at}, which must end at {@code limit} or before. */
  DerCursor to(int at, int limit) throws IOException {
    if (limit - at < 2) {
      throw new IOException("is cut off");
    }
    int length = bytes[at + 1] & 0xff;
    int header = 2;
    if (length >= 0x80) {
      int octets = length & 0x7f;
      if (octets == 0 || octets > 4 || limit - at < 2 + octets) {
        throw new IOException("has a length that is not DER (X.690 §10.1)");
      }
      long value = 0;
      for (int i = 0; i < octets; i++) {
        value = value << 8 | (bytes[at + 2 + i] & 0xff);
      }
      if (value > limit) {
        throw new IOException("is cut off");
      }
      length = (int) value;
      header += octets;
    }
    if (length > limit - at - header) {
      throw new IOException("is cut off");
    }
    start = at;
    content = at + header;
    end = content + length;
    return this;
  }

  /** The same, where only one kind of value may stand. */
  DerCursor to(int at, int limit, int tag) throws IOException {
    to(at, limit);
    if (tag() != tag) {
      throw new IOException("has a value of another type than RFC 5280 §5.1 has there");
    }
    return this;
  }

  int tag() {
    return bytes[start] & 0xff;
  }

  /** Where the value begins, with its identifier. */
  int start() {
    return start;
  }

  /** Where its contents begin. */
  int content() {
    return content;
  }

  /** Where it ends, and the next one begins. */
  int end() {
    return end;
  }
}
