package org.signetmail.gateway;

import org.signetmail.policy.Facts.Direction;

/** By how much a message grows on its way through. */
final class Growth {
  /** Trace, certificates of those who sign, an entry for each recipient who can open it. */
  private static final long AROUND = 64 << 10;

  /** Base64 makes four octets of three, and a line end after each 76 (RFC 2045 §6.8). */
  private static final int BASE64_PERCENT = 137;

  private Growth() {}

  /**
   * The largest message that comes out no larger than {@code after}, at least half of it where it
   * is very small.
   */
  static long before(Direction direction, long after) {
    long inside = Math.max(after - AROUND, after / 2);
    return direction == Direction.OUTBOUND ? inside * 100 / BASE64_PERCENT : inside;
  }
}
