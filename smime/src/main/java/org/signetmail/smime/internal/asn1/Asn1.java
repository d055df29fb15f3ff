package org.signetmail.smime.internal.asn1;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes DER (X.690 §10): each method returns one encoded element. */
public final class Asn1 {
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int NULL = 0x05;
  public static final int OID = 0x06;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;
  public static final int UTC_TIME = 0x17;
  public static final int GENERALIZED_TIME = 0x18;

  private static final DateTimeFormatter SHORT_YEAR =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
  private static final DateTimeFormatter LONG_YEAR =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);
  private static final int LONG_DIGITS = 18;
  private static final int LAST_UTC_YEAR = 2049; // RFC 5652 §11.3

  private Asn1() {}

  public static byte[] tlv(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length = Math.addExact(length, content.length);
    }
    byte[] header = header(tag, length);
    byte[] out = Arrays.copyOf(header, header.length + length);
    int at = header.length;
    for (byte[] content : contents) {
      System.arraycopy(content, 0, out, at, content.length);
      at += content.length;
    }
    return out;
  }

  /** Elements one after the other. */
  public static byte[] joined(byte[]... elements) {
    int length = 0;
    for (byte[] element : elements) {
      length = Math.addExact(length, element.length);
    }
    byte[] out = new byte[length];
    int at = 0;
    for (byte[] element : elements) {
      System.arraycopy(element, 0, out, at, element.length);
      at += element.length;
    }
    return out;
  }

  /** Identifier and length octets alone: what stands before streamed content. */
  public static byte[] header(int tag, long length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    int octets = (71 - Long.numberOfLeadingZeros(length)) / 8;
    byte[] out = new byte[2 + octets];
    out[0] = (byte) tag;
    out[1] = (byte) (0x80 | octets);
    for (int i = 0; i < octets; i++) {
      out[2 + i] = (byte) (length >>> (8 * (octets - 1 - i)));
    }
    return out;
  }

  public static byte[] sequence(byte[]... contents) {
    return tlv(SEQUENCE, contents);
  }

  /** SET OF: in the order DER asks for (X.690 §11.6). */
  public static byte[] setOf(List<byte[]> elements) {
    return tlv(SET, sorted(elements));
  }

  /** The elements of a SET OF in DER order, under whatever tag the caller needs. */
  public static byte[][] sorted(List<byte[]> elements) {
    byte[][] sorted = elements.toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return sorted;
  }

  /** {@code [number] EXPLICIT}, or {@code IMPLICIT} over something constructed. */
  public static byte[] context(int number, byte[]... contents) {
    return tlv(0xa0 | number, contents);
  }

  public static byte[] octets(byte[] content) {
    return tlv(OCTET_STRING, content);
  }

  public static byte[] bits(byte[] content) {
    return tlv(BIT_STRING, new byte[] {0}, content);
  }

  public static byte[] integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  public static byte[] integer(BigInteger value) {
    return tlv(INTEGER, value.toByteArray());
  }

  public static byte[] nul() {
    return new byte[] {NULL, 0};
  }

  public static byte[] oid(String dotted) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(16);
    int dot = dotted.indexOf('.');
    long root = Long.parseLong(dotted, 0, dot, 10) * 40; // shares an octet with the arc after it
    while (dot < dotted.length()) {
      int next = dotted.indexOf('.', dot + 1);
      int end = next < 0 ? dotted.length() : next;
      if (end - dot > LONG_DIGITS) {
        base128(content, new BigInteger(dotted.substring(dot + 1, end))); // UUIDs are such arcs
      } else {
        base128(content, root + Long.parseLong(dotted, dot + 1, end, 10));
      }
      root = 0;
      dot = end;
    }
    return tlv(OID, content.toByteArray());
  }

  /** AlgorithmIdentifier; without parameters they are absent, not NULL. */
  public static byte[] algorithm(String oid, byte[]... parameters) {
    byte[][] contents = new byte[parameters.length + 1][];
    contents[0] = oid(oid);
    System.arraycopy(parameters, 0, contents, 1, parameters.length);
    return sequence(contents);
  }

  /** UTCTime through 2049, GeneralizedTime after (RFC 5652 §11.3). */
  public static byte[] time(Instant instant) {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    boolean isShort = utc.getYear() >= 1950 && utc.getYear() <= LAST_UTC_YEAR;
    String text = (isShort ? SHORT_YEAR : LONG_YEAR).format(utc);
    return tlv(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void base128(ByteArrayOutputStream out, BigInteger arc) {
    for (int shift = (arc.bitLength() - 1) / 7 * 7; shift > 0; shift -= 7) {
      out.write(0x80 | (arc.shiftRight(shift).intValue() & 0x7f));
    }
    out.write(arc.intValue() & 0x7f);
  }

  private static void base128(ByteArrayOutputStream out, long arc) {
    for (int shift = (63 - Long.numberOfLeadingZeros(arc | 1)) / 7 * 7; shift > 0; shift -= 7) {
      out.write((int) (0x80 | (arc >>> shift & 0x7f)));
    }
    out.write((int) (arc & 0x7f));
  }
}
