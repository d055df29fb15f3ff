package org.signetmail.smime.internal.cades;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Encoded CertificateChoices and RevocationInfoChoices (RFC 5652 §10.2), and what can be read of
 * them.
 */
public final class Choices {
  private Choices() {}

  /** Those of CertificateChoices that are certificates and can be read. */
  public static List<Certificate> certificates(List<byte[]> choices) {
    List<Certificate> found = new ArrayList<>();
    for (byte[] choice : choices) {
      try {
        if (choice[0] == Asn1.SEQUENCE) {
          found.add(Certificate.of(choice));
        }
      } catch (IOException | RuntimeException e) {
        // One that cannot be read helps nobody; a path without it is reported.
      }
    }
    return found;
  }

  /** Those of RevocationInfoChoice that can be read: CRLs, and OCSP after RFC 5940. */
  public static RevocationEvidence evidence(List<byte[]> choices) {
    List<CertificateList> lists = new ArrayList<>();
    List<OcspResponse> responses = new ArrayList<>();
    for (byte[] choice : choices) {
      try {
        if (choice[0] == Asn1.SEQUENCE) {
          lists.add(CertificateList.of(choice));
        } else {
          List<Der> parts = Der.of(choice).expect(0xa1).children();
          byte[] value = parts.get(1).encoded();
          switch (parts.get(0).oid()) {
            case Oids.OCSP_RESPONSE_INFO -> responses.add(OcspResponse.of(value));
            case Oids.OCSP_BASIC -> responses.add(OcspResponse.of(successful(value)));
            default -> {}
          }
        }
      } catch (IOException | RuntimeException e) {
        // One that cannot be read proves nothing; status that is missing is reported.
      }
    }
    return RevocationEvidence.of(lists, responses);
  }

  /** OCSPResponse around a BasicOCSPResponse (RFC 6960 §4.2.1). */
  private static byte[] successful(byte[] basic) {
    return Asn1.sequence(
        Asn1.tlv(0x0a, new byte[] {0}),
        Asn1.context(0, Asn1.sequence(Asn1.oid(Oids.OCSP_BASIC), Asn1.octets(basic))));
  }

  static List<byte[]> union(List<byte[]> some, List<byte[]> more) {
    List<byte[]> all = new ArrayList<>(some);
    LinkedHashSet<ByteBuffer> known = new LinkedHashSet<>();
    some.forEach(one -> known.add(ByteBuffer.wrap(one)));
    more.stream().filter(one -> known.add(ByteBuffer.wrap(one))).forEach(all::add);
    return all;
  }
}
