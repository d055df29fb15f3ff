package org.signetmail.pkix.internal;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Looks at BER or DER (X.690) before a recursive parser does: one value, whole, not nested deeper
 * than the budget.
 */
public final class Asn1 {
  /** Nesting of constructed values; real certificates need about 10. */
  public static final int DEEPEST = 64;

  private static final int CONSTRUCTED = 0x20;
  private static final int INDEFINITE = -1;

  private Asn1() {}

  /**
   * Parses the one value that {@code bytes} are.
   *
   * @throws IOException saying in a phrase what is wrong: "is cut off", "is not ASN.1" …
   */
  public static ASN1Primitive parse(byte[] bytes) throws IOException {
    requireOneValue(bytes);
    try {
      ASN1Primitive value = ASN1Primitive.fromByteArray(bytes);
      if (value == null) {
        throw new IOException("is empty");
      }
      return value;
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed ASN.1 (X.690)", e);
    }
  }

  /**
   * Checks that {@code bytes} are exactly one value whose lengths fit into one another.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public static void requireOneValue(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("is empty");
    }
    int[] ends = new int[DEEPEST];
    int depth = 0;
    int at = 0;
    do {
      int enclosingEnd = depth == 0 ? bytes.length : ends[depth - 1];
      boolean insideIndefinite = enclosingEnd == INDEFINITE;
      int limit = bytes.length;
      for (int i = depth - 1; i >= 0; i--) {
        if (ends[i] != INDEFINITE) {
          limit = ends[i];
          break;
        }
      }
      if (insideIndefinite && at + 1 < limit && bytes[at] == 0 && bytes[at + 1] == 0) {
        at += 2;
        depth--;
      } else {
        Header header = Header.read(bytes, at, limit);
        at = header.contentStart;
        if (!header.constructed) {
          at += header.length;
        } else {
          if (depth == DEEPEST) {
            throw new IOException("is nested deeper than " + DEEPEST + " levels of ASN.1");
          }
          ends[depth++] = header.length == INDEFINITE ? INDEFINITE : at + header.length;
        }
      }
      while (depth > 0 && ends[depth - 1] == at) {
        depth--;
      }
    } while (depth > 0);
    if (at != bytes.length) {
      throw new IOException("has " + (bytes.length - at) + " octets after its end");
    }
  }

  private record Header(boolean constructed, int contentStart, int length) {
    static Header read(byte[] bytes, int start, int limit) throws IOException {
      int at = start;
      int identifier = octet(bytes, at++, limit);
      if ((identifier & 0x1f) == 0x1f) {
        int more;
        do {
          more = octet(bytes, at++, limit);
        } while ((more & 0x80) != 0);
      }
      boolean constructed = (identifier & CONSTRUCTED) != 0;
      int length = octet(bytes, at++, limit);
      if (length == 0x80) {
        if (!constructed) {
          throw new IOException("is not well-formed ASN.1 (X.690 §8.1.3.2)");
        }
        return new Header(true, at, INDEFINITE);
      }
      if (length > 0x80) {
        int octets = length & 0x7f;
        if (octets > 4) {
          throw new IOException("has an ASN.1 length of " + octets + " octets");
        }
        long value = 0;
        for (int i = 0; i < octets; i++) {
          value = value << 8 | octet(bytes, at++, limit);
        }
        if (value > limit - at) {
          throw new IOException("is cut off");
        }
        length = (int) value;
      }
      if (length > limit - at) {
        throw new IOException("is cut off");
      }
      return new Header(constructed, at, length);
    }

    private static int octet(byte[] bytes, int at, int limit) throws IOException {
      if (at >= limit) {
        throw new IOException("is cut off");
      }
      return bytes[at] & 0xff;
    }
  }
}
