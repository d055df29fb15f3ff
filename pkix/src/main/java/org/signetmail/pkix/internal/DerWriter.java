package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * Writes DER (X.690 §10) from front to back: what is constructed gets its length when its end is
 * known, and what was written is moved by the octets that the length takes. For lists that are too
 * long to be trees of objects first.
 */
final class DerWriter {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;

  private byte[] octets;
  private int size;

  DerWriter(int expected) {
    this.octets = new byte[Math.max(64, expected)];
  }

  /** Writes the inside of a constructed value. */
  interface Inside {
    void write() throws IOException;
  }

  void sequence(Inside inside) {
    tagged(SEQUENCE, inside);
  }

  void tagged(int tag, Inside inside) {
    put(tag);
    put(0);
    int start = size;
    try {
      inside.write();
    } catch (IOException e) {
      throw new IllegalStateException("what was built did not encode", e);
    }
    int length = size - start;
    int more = lengthOctets(length) - 1;
    if (more > 0) {
      reserve(more);
      System.arraycopy(octets, start, octets, start + more, length);
      size += more;
      octets[start - 1] = (byte) (0x80 | more);
      for (int i = 0; i < more; i++) {
        octets[start + i] = (byte) (length >>> (8 * (more - 1 - i)));
      }
    } else {
      octets[start - 1] = (byte) length;
    }
  }

  void encoded(ASN1Encodable value) throws IOException {
    octets(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
  }

  void integer(BigInteger value) {
    byte[] bytes = value.toByteArray();
    put(INTEGER);
    put(bytes.length); // a serial number has at most 21 octets here
    octets(bytes);
  }

  /** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §5.1.2.4). */
  void time(Instant at) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    boolean general = utc.getYear() >= 2050 || utc.getYear() < 1950;
    put(general ? GENERALIZED_TIME : UTC_TIME);
    put(general ? 15 : 13);
    if (general) {
      twoDigits(utc.getYear() / 100);
    }
    twoDigits(utc.getYear() % 100);
    twoDigits(utc.getMonthValue());
    twoDigits(utc.getDayOfMonth());
    twoDigits(utc.getHour());
    twoDigits(utc.getMinute());
    twoDigits(utc.getSecond());
    put('Z');
  }

  /** Octets as they are. */
  void octets(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, octets, size, bytes.length);
    size += bytes.length;
  }

  /** What another has written. */
  void raw(DerWriter other) {
    reserve(other.size);
    System.arraycopy(other.octets, 0, octets, size, other.size);
    size += other.size;
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return size == octets.length ? octets : Arrays.copyOf(octets, size);
  }

  private void twoDigits(int value) {
    put('0' + value / 10);
    put('0' + value % 10);
  }

  private void put(int octet) {
    reserve(1);
    octets[size++] = (byte) octet;
  }

  private void reserve(int more) {
    if (more > octets.length - size) {
      octets = Arrays.copyOf(octets, Math.max(Math.addExact(size, more), size + size / 2));
    }
  }

  private static int lengthOctets(int length) {
    return length < 0x80 ? 1 : 1 + (39 - Integer.numberOfLeadingZeros(length)) / 8;
  }
}
