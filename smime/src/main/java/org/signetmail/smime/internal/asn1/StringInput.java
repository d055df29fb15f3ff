package org.signetmail.smime.internal.asn1;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a string that may come in pieces (X.690 §8.7.3), one after the other. */
final class StringInput extends InputStream {
  private final BerReader ber;
  private int depth; // constructed elements entered
  private long left;
  private boolean inPiece;
  private boolean ended;

  StringInput(BerReader ber, int depth) {
    this.ber = ber;
    this.depth = depth;
    if (depth == 0) {
      startPiece();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    while (!ended) {
      if (inPiece && left > 0) {
        int n = ber.stringOctets(b, off, (int) Math.min(len, left));
        left -= n;
        return n;
      }
      advance();
    }
    return -1;
  }

  private void advance() throws IOException {
    inPiece = false;
    if (depth == 0) {
      ended = true;
    } else if (ber.peek() < 0) {
      ber.leave();
      depth--;
      ended = depth == 0;
    } else if (ber.peek() == Asn1.OCTET_STRING) {
      startPiece();
    } else {
      ber.enter(Asn1.OCTET_STRING | 0x20);
      depth++;
    }
  }

  private void startPiece() {
    left = ber.startString();
    inPiece = true;
  }
}
