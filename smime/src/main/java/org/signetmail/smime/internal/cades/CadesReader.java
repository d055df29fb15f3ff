package org.signetmail.smime.internal.cades;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentInfo;

/** Reads {@link CadesData} from BER, and keeps every octet as it was sent. */
public final class CadesReader {
  private static final int SMALL = 1 << 12;
  private static final int ELEMENT = 130 << 20; // a revocation list is 128 MiB at most
  private static final int ALL = 160 << 20; // certificates and revocation, together
  private static final int ATTRIBUTES = 32 << 20;
  private static final int MOST = 1_000; // of each kind: decades of renewals

  private CadesReader() {}

  /**
   * Reads BER to its end; what it carries is spooled.
   *
   * @throws Asn1Exception saying what it is instead
   */
  public static CadesData read(InputStream in, Spool spool) throws IOException {
    ContentInfo info = ContentInfo.of(in);
    if (!info.type().equals(Oids.SIGNED_DATA)) {
      throw new Asn1Exception("content of type " + info.type() + ", not signed data");
    }
    BerReader ber = info.content();
    ber.enter(0xa0);
    ber.enter(Asn1.SEQUENCE);
    int version = ber.element(Asn1.INTEGER, 16).smallInteger();
    Der digestAlgorithms = ber.element(Asn1.SET, SMALL);
    ber.enter(Asn1.SEQUENCE);
    String contentType = ber.element(Asn1.OID, 64).oid();
    Optional<Octets> content = Optional.empty();
    if (ber.isNext(0xa0)) {
      ber.enter(0xa0);
      try (InputStream octets = ber.octets(Asn1.OCTET_STRING)) {
        content = Optional.of(spool.keep(octets));
      }
      ber.leave();
    }
    try {
      ber.leave();
      List<byte[]> certificates = choices(ber, 0xa0, ALL);
      List<byte[]> revocations = choices(ber, 0xa1, ALL);
      ber.enter(Asn1.SET);
      List<Der> signer = ber.element(Asn1.SEQUENCE, ATTRIBUTES).children();
      if (ber.peek() >= 0) {
        throw new Asn1Exception("several signers where one belongs");
      }
      for (int i = 0; i < 4; i++) {
        ber.leave();
      }
      if (ber.peek() >= 0) {
        throw new Asn1Exception("bytes after the end of the signature");
      }
      boolean hasUnsigned = !signer.isEmpty() && signer.getLast().is(0xa1);
      List<UnsignedAttribute> unsigned = new ArrayList<>();
      if (hasUnsigned) {
        for (Der attribute : signer.getLast().children()) {
          unsigned.add(UnsignedAttribute.of(attribute));
        }
      }
      List<Der> signed = hasUnsigned ? signer.subList(0, signer.size() - 1) : signer;
      if (signed.size() != 6) {
        throw new Asn1Exception("a signer without signed attributes");
      }
      return new CadesData(
          version,
          digestAlgorithms.encoded(),
          contentType,
          content,
          certificates,
          revocations,
          signed.stream().map(Der::encoded).toList(),
          unsigned);
    } catch (IOException | RuntimeException e) {
      if (content.isPresent()) {
        content.get().close();
      }
      throw e;
    }
  }

  private static List<byte[]> choices(BerReader ber, int tag, int atMost) throws IOException {
    List<byte[]> all = new ArrayList<>();
    if (!ber.isNext(tag)) {
      return all;
    }
    int room = atMost;
    ber.enter(tag);
    while (ber.peek() >= 0) {
      if (all.size() == MOST) {
        throw new BudgetExceeded("more than " + MOST + " certificates or revocation lists");
      }
      byte[] one = ber.element(Math.min(room, ELEMENT)).encoded();
      room -= one.length;
      all.add(one);
    }
    ber.leave();
    return all;
  }
}
