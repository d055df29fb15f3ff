package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Oids;

/** Reads CompressedData (RFC 3274), held to a ratio and a size so that nothing explodes. */
public final class CompressedReader {
  private static final long FREE = 10 << 20; // below this any ratio goes

  private CompressedReader() {}

  public static Octets inflate(ContentInfo info, Budget budget, Spool spool) throws IOException {
    BerReader ber = info.content();
    ber.enter(0xa0);
    ber.enter(Asn1.SEQUENCE);
    ber.element(Asn1.INTEGER, 16);
    String algorithm = ber.element(Asn1.SEQUENCE, 256).children(Asn1.SEQUENCE, 1).getFirst().oid();
    if (!algorithm.equals(Oids.ZLIB)) {
      throw new Asn1Exception("compression of a kind that is not known: " + algorithm);
    }
    ber.enter(Asn1.SEQUENCE);
    ber.element(Asn1.OID, 64);
    ber.enter(0xa0);
    long[] read = {0};
    try (Spool.Draft draft = spool.draft();
        InputStream packed = counted(ber.octets(Asn1.OCTET_STRING), read);
        InputStream plain = new InflaterInputStream(packed)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
        total += n;
        if (isBomb(total, read[0], budget)) {
          throw new BudgetExceeded(
              "compressed content that grows beyond " + budget.inflateRatio() + " times its size");
        }
        draft.write(buffer, 0, n);
      }
      return draft.finish();
    }
  }

  static boolean isBomb(long plain, long packed, Budget budget) {
    return plain > budget.inflatedBytes()
        || (plain > FREE && plain / Math.max(packed, 1) > budget.inflateRatio());
  }

  private static InputStream counted(InputStream in, long[] count) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int b = in.read();
        count[0] += b < 0 ? 0 : 1;
        return b;
      }

      @Override
      public int read(byte[] b, int off, int len) throws IOException {
        int n = in.read(b, off, len);
        count[0] += Math.max(n, 0);
        return n;
      }
    };
  }
}
