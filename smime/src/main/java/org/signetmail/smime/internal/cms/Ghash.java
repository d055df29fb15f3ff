package org.signetmail.smime.internal.cms;

import java.nio.ByteBuffer;

/**
 * The GHASH of ciphertext, put together from tags over its pieces (SP 800-38D §6.4). A polynomial
 * in the hash key over GF(2^128): what came before is multiplied by the key once for each block
 * that comes after.
 *
 * @param key the hash key H
 * @param mask what is added to the last value to make it a tag
 * @param value of everything so far, without the block of lengths
 */
record Ghash(Element key, Element mask, Element value) {
  static final int BLOCK = 16;

  /**
   * @param blocks the hash key and the mask, one block each
   */
  static Ghash of(byte[] blocks) {
    ByteBuffer both = ByteBuffer.wrap(blocks);
    return new Ghash(Element.read(both), Element.read(both), Element.ZERO);
  }

  /** With a piece behind, whose tag says what it came to alone. */
  Ghash plus(byte[] tag, long attributes, long length) {
    Element last = Element.read(ByteBuffer.wrap(tag)).plus(mask);
    Element alone = last.times(key.inverse()).plus(lengths(attributes, length));
    long blocks = (length + BLOCK - 1) / BLOCK;
    return new Ghash(key, mask, value.times(key.power(blocks)).plus(alone));
  }

  byte[] tag(long attributes, long length) {
    Element all = value.plus(lengths(attributes, length)).times(key).plus(mask);
    return ByteBuffer.allocate(BLOCK).putLong(all.high()).putLong(all.low()).array();
  }

  private static Element lengths(long attributes, long length) {
    return new Element(8 * attributes, 8 * length);
  }

  /** Of the field; the first bit is the highest of {@code high} (SP 800-38D §6.3). */
  record Element(long high, long low) {
    static final Element ZERO = new Element(0, 0);
    static final Element ONE = new Element(Long.MIN_VALUE, 0);
    private static final long REDUCTION = 0xe1L << 56;

    static Element read(ByteBuffer block) {
      return new Element(block.getLong(), block.getLong());
    }

    Element plus(Element other) {
      return new Element(high ^ other.high, low ^ other.low);
    }

    Element times(Element other) {
      long sumHigh = 0;
      long sumLow = 0;
      long h = other.high;
      long l = other.low;
      for (int i = 0; i < 128; i++) {
        long bits = i < 64 ? high << i : low << (i - 64);
        long mask = bits >> 63;
        sumHigh ^= h & mask;
        sumLow ^= l & mask;
        long carry = -(l & 1);
        l = l >>> 1 | h << 63;
        h = h >>> 1 ^ (REDUCTION & carry);
      }
      return new Element(sumHigh, sumLow);
    }

    Element power(long exponent) {
      Element result = ONE;
      Element square = this;
      for (long left = exponent; left > 0; left >>= 1) {
        result = (left & 1) == 1 ? result.times(square) : result;
        square = square.times(square);
      }
      return result;
    }

    /** To the power of 2^128 - 2. */
    Element inverse() {
      Element result = ONE;
      Element square = this;
      for (int i = 1; i < 128; i++) {
        square = square.times(square);
        result = result.times(square);
      }
      return result;
    }
  }
}
