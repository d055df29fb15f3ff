package org.signetmail.smime.internal.asn1;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of ASN.1 in memory (X.690 §8): DER, and the BER that senders really use, lengths not
 * minimal, indefinite, strings in pieces. Views on one array; nothing is copied before it is asked
 * for.
 */
public final class Der {
  private static final int DEEPEST = 64;
  private static final int LONGEST_ARC = 256; // bits

  private final byte[] buffer;
  private final int start;
  private final int contentStart;
  private final int contentEnd;
  private final int end;

  private Der(byte[] buffer, int start, int contentStart, int contentEnd, int end) {
    this.buffer = buffer;
    this.start = start;
    this.contentStart = contentStart;
    this.contentEnd = contentEnd;
    this.end = end;
  }

  /** The one element that these bytes are, to the last byte. */
  public static Der of(byte[] bytes) throws Asn1Exception {
    Der der = parse(bytes, 0, bytes.length, 0);
    if (der.end != bytes.length) {
      throw new Asn1Exception("bytes after the end of the element");
    }
    return der;
  }

  private static Der parse(byte[] b, int at, int limit, int depth) throws Asn1Exception {
    if (depth > DEEPEST) {
      throw new Asn1Exception("more than " + DEEPEST + " elements inside each other");
    }
    if (limit - at < 2) {
      throw new Asn1Exception("an element that ends before its length");
    }
    if (b[at] == 0) {
      throw new Asn1Exception("an end of contents that nothing began");
    }
    if ((b[at] & 0x1f) == 0x1f) {
      throw new Asn1Exception("a tag number above 30");
    }
    int first = b[at + 1] & 0xff;
    int content = at + 2;
    if (first == 0x80) {
      if ((b[at] & 0x20) == 0) {
        throw new Asn1Exception("an indefinite length on a primitive element");
      }
      int next = content;
      while (!isEndOfContents(b, next, limit)) {
        next = parse(b, next, limit, depth + 1).end;
      }
      return new Der(b, at, content, next, next + 2);
    }
    int length = first;
    if (first > 0x80) {
      int octets = first & 0x7f;
      if (octets > 8 || limit - content < octets) {
        throw new Asn1Exception("a length that is not one");
      }
      long value = 0;
      for (int i = 0; i < octets; i++) {
        value = value << 8 | (b[content + i] & 0xff);
      }
      content += octets;
      if (value < 0 || value > limit - content) {
        throw new Asn1Exception("an element longer than what is there");
      }
      length = (int) value;
    }
    if (length > limit - content) {
      throw new Asn1Exception("an element longer than what is there");
    }
    return new Der(b, at, content, content + length, content + length);
  }

  private static boolean isEndOfContents(byte[] b, int at, int limit) throws Asn1Exception {
    if (limit - at < 2) {
      throw new Asn1Exception("contents without an end");
    }
    return b[at] == 0 && b[at + 1] == 0;
  }

  /** Class, form and number in one octet. */
  public int tag() {
    return buffer[start] & 0xff;
  }

  public boolean is(int tag) {
    return tag() == tag;
  }

  public boolean isConstructed() {
    return (buffer[start] & 0x20) != 0;
  }

  public Der expect(int tag) throws Asn1Exception {
    if (tag() != tag) {
      throw new Asn1Exception(String.format("tag %02x where %02x belongs", tag(), tag));
    }
    return this;
  }

  public List<Der> children() throws Asn1Exception {
    if (!isConstructed()) {
      throw new Asn1Exception("a primitive element where a constructed one belongs");
    }
    List<Der> children = new ArrayList<>();
    for (int at = contentStart; at < contentEnd; ) {
      Der child = parse(buffer, at, contentEnd, 0);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  /** The children of an element with this tag, at least so many. */
  public List<Der> children(int tag, int atLeast) throws Asn1Exception {
    List<Der> children = expect(tag).children();
    if (children.size() < atLeast) {
      throw new Asn1Exception("an element with too few parts");
    }
    return children;
  }

  /** The bytes as they were sent. */
  public byte[] encoded() {
    return Arrays.copyOfRange(buffer, start, end);
  }

  public byte[] content() {
    return Arrays.copyOfRange(buffer, contentStart, contentEnd);
  }

  public BigInteger integer() throws Asn1Exception {
    expect(Asn1.INTEGER);
    if (contentEnd == contentStart) {
      throw new Asn1Exception("an integer without octets");
    }
    return new BigInteger(buffer, contentStart, contentEnd - contentStart);
  }

  public int smallInteger() throws Asn1Exception {
    BigInteger value = integer();
    if (value.bitLength() > 31) {
      throw new Asn1Exception("an integer out of its range");
    }
    return value.intValue();
  }

  /** An octet string, under any tag, whole or in pieces. */
  public byte[] octets() throws Asn1Exception {
    if (!isConstructed()) {
      return content();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Der piece : children()) {
      out.writeBytes(piece.octets());
    }
    return out.toByteArray();
  }

  /** A bit string of whole octets. */
  public byte[] bits() throws Asn1Exception {
    expect(Asn1.BIT_STRING);
    if (contentEnd == contentStart || buffer[contentStart] != 0) {
      throw new Asn1Exception("a bit string that is not whole octets");
    }
    return Arrays.copyOfRange(buffer, contentStart + 1, contentEnd);
  }

  public String oid() throws Asn1Exception {
    expect(Asn1.OID);
    return contentEnd - contentStart <= 8 || hasShortArcs() ? shortOid() : longOid();
  }

  /** Whether no arc is longer than eight octets, 56 bits. */
  private boolean hasShortArcs() {
    int run = 0;
    for (int i = contentStart; i < contentEnd; i++) {
      run = buffer[i] < 0 ? run + 1 : 0;
      if (run >= 8) {
        return false;
      }
    }
    return true;
  }

  private String shortOid() throws Asn1Exception {
    StringBuilder dotted = new StringBuilder(32);
    long arc = 0;
    for (int i = contentStart; i < contentEnd; i++) {
      arc = arc << 7 | (buffer[i] & 0x7f);
      if (buffer[i] >= 0) {
        if (dotted.isEmpty()) {
          long root = Math.min(arc, 80) / 40;
          dotted.append(root).append('.').append(arc - root * 40);
        } else {
          dotted.append('.').append(arc);
        }
        arc = 0;
      }
    }
    if (dotted.isEmpty() || buffer[contentEnd - 1] < 0) {
      throw new Asn1Exception("an object identifier without an end");
    }
    return dotted.toString();
  }

  private String longOid() throws Asn1Exception {
    StringBuilder dotted = new StringBuilder();
    BigInteger arc = BigInteger.ZERO; // UUIDs have arcs of 128 bits
    boolean isInside = false;
    for (int i = contentStart; i < contentEnd; i++) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(buffer[i] & 0x7f));
      isInside = (buffer[i] & 0x80) != 0;
      if (arc.bitLength() > LONGEST_ARC) {
        throw new Asn1Exception("an object identifier with an arc too large");
      }
      if (!isInside) {
        if (dotted.isEmpty()) {
          int root = arc.min(BigInteger.valueOf(80)).intValue() / 40;
          dotted.append(root).append('.').append(arc.subtract(BigInteger.valueOf(root * 40L)));
        } else {
          dotted.append('.').append(arc);
        }
        arc = BigInteger.ZERO;
      }
    }
    if (isInside || dotted.isEmpty()) {
      throw new Asn1Exception("an object identifier without an end");
    }
    return dotted.toString();
  }

  /** UTCTime or GeneralizedTime, to the second, in UTC (RFC 5652 §11.3). */
  public Instant time() throws Asn1Exception {
    String text = new String(content(), StandardCharsets.US_ASCII);
    boolean isUtcTime = is(Asn1.UTC_TIME);
    if ((!isUtcTime && !is(Asn1.GENERALIZED_TIME))
        || text.length() != (isUtcTime ? 13 : 15)
        || !areDigits(text)
        || !text.endsWith("Z")) {
      throw new Asn1Exception("a time that is not one");
    }
    if (isUtcTime) {
      text = (text.charAt(0) < '5' ? "20" : "19") + text;
    }
    try {
      return LocalDateTime.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 4, 6, 10),
              Integer.parseInt(text, 6, 8, 10),
              Integer.parseInt(text, 8, 10, 10),
              Integer.parseInt(text, 10, 12, 10),
              Integer.parseInt(text, 12, 14, 10))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Asn1Exception("a time that is not one");
    }
  }

  /** All but the last. */
  private static boolean areDigits(String text) {
    for (int i = 0; i < text.length() - 1; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The same value with minimal lengths and strings whole; the order of sets stays as it is. */
  public byte[] canonical() throws Asn1Exception {
    if (!isConstructed()) {
      return Asn1.tlv(tag(), content());
    }
    if (is(Asn1.OCTET_STRING | 0x20)) {
      return Asn1.octets(octets());
    }
    List<byte[]> parts = new ArrayList<>();
    for (Der child : children()) {
      parts.add(child.canonical());
    }
    return Asn1.tlv(tag(), parts.toArray(byte[][]::new));
  }
}
