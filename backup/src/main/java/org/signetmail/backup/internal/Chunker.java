package org.signetmail.backup.internal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cuts octets into chunks where their content says so: what is inserted or changed in one place
 * moves no cut elsewhere, so that two copies of a store share all chunks but those around a change.
 *
 * <p>A cut is where a hash of the last 64 octets (the gear hash of FastCDC, Xia et al., USENIX ATC
 * 2016) ends in zeros, one octet of 65,536 after the shortest length. Where cuts fall says nothing
 * to those who see sealed segments only.
 */
final class Chunker extends OutputStream {
  static final int SHORTEST = 1 << 14;
  static final int LONGEST = 1 << 18;

  /** The upper 16 bits: they depend on most octets of the window. */
  private static final long CUT = 0xffffL << 48;

  private static final long[] GEAR = gear();

  private final byte[] chunk = new byte[LONGEST];
  private final Sink sink;
  private int filled;
  private long hash;

  /** Takes chunks in their order. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param chunk the first {@code length} octets are the chunk, until this returns
     */
    void take(byte[] chunk, int length) throws IOException;
  }

  Chunker(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int part = Math.min(LONGEST - filled, end - from);
      int next = Math.min(part, Math.max(0, SHORTEST - filled));
      long h = hash;
      boolean cut = false;
      while (next < part && !cut) {
        h = (h << 1) + GEAR[source[from + next] & 0xff];
        cut = (h & CUT) == 0;
        next++;
      }
      hash = h;
      System.arraycopy(source, from, chunk, filled, next);
      filled += next;
      from += next;
      if (cut || filled == LONGEST) {
        end();
      }
    }
  }

  /** What is left is the last chunk. */
  void end() throws IOException {
    if (filled > 0) {
      sink.take(chunk, filled);
    }
    filled = 0;
    hash = 0;
  }

  /** Any 256 numbers without a pattern do (SplitMix64); they must stay the same for ever. */
  private static long[] gear() {
    long[] gear = new long[256];
    long state = 0x5369676e65740001L;
    for (int i = 0; i < gear.length; i++) {
      state += 0x9e3779b97f4a7c15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      gear[i] = z ^ (z >>> 31);
    }
    return gear;
  }
}
