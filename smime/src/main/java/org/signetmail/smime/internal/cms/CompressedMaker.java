package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Makes CompressedData (RFC 3274 §1.1): DER, by way of the spool because lengths come first. */
public final class CompressedMaker {
  private CompressedMaker() {}

  /**
   * The content compressed; empty when that would not make it smaller, or so much smaller that a
   * careful reader would take it for a bomb.
   */
  public static Optional<Octets> deflate(Octets content, Budget budget, Spool spool)
      throws IOException {
    Octets packed;
    Deflater deflater = new Deflater();
    try (Spool.Draft draft = spool.draft()) {
      try (OutputStream out = new DeflaterOutputStream(new Unclosed(draft), deflater, 1 << 16)) {
        content.writeTo(out);
      }
      packed = draft.finish();
    } finally {
      deflater.end();
    }
    if (packed.size() >= content.size()
        || CompressedReader.isBomb(content.size(), packed.size(), budget)) {
      packed.close();
      return Optional.empty();
    }
    return Optional.of(Octets.concat(List.of(Octets.of(head(packed.size())), packed)));
  }

  /** All that stands before the octets. */
  private static byte[] head(long size) {
    byte[] octets = Asn1.header(Asn1.OCTET_STRING, size);
    byte[] explicit = Asn1.header(0xa0, octets.length + size);
    byte[] type = Asn1.oid(Oids.DATA);
    long encapsulated = type.length + explicit.length + octets.length + size;
    byte[] encapsulatedHead = Asn1.header(Asn1.SEQUENCE, encapsulated);
    byte[] version = Asn1.integer(0);
    byte[] algorithm = Asn1.algorithm(Oids.ZLIB); // parameters absent (RFC 3274 §2)
    long data = version.length + algorithm.length + encapsulatedHead.length + encapsulated;
    byte[] dataHead = Asn1.header(Asn1.SEQUENCE, data);
    byte[] outer = Asn1.header(0xa0, dataHead.length + data);
    byte[] outerType = Asn1.oid(Oids.COMPRESSED_DATA);
    long all = outerType.length + outer.length + dataHead.length + data;
    return Asn1.joined(
        Asn1.header(Asn1.SEQUENCE, all),
        outerType,
        outer,
        dataHead,
        version,
        algorithm,
        encapsulatedHead,
        type,
        explicit,
        octets);
  }

  /** What is behind it stays open. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
    }
  }
}
