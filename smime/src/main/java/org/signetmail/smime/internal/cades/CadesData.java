package org.signetmail.smime.internal.cades;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Octets;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * SignedData with one signer whose every part stays in the octets it was sent in, because time
 * stamps are over these octets (ETSI EN 319 122-1 §5.5.3). Immutable but for its content, which its
 * owner closes.
 *
 * @param version as it was sent
 * @param digestAlgorithms the SET, encoded
 * @param contentType eContentType
 * @param content empty when detached
 * @param certificates CertificateChoices, each encoded
 * @param revocations RevocationInfoChoice, each encoded
 * @param signer version to signature of the SignerInfo, each encoded
 * @param unsigned its unsigned attributes, in their order
 */
public record CadesData(
    int version,
    byte[] digestAlgorithms,
    String contentType,
    Optional<Octets> content,
    List<byte[]> certificates,
    List<byte[]> revocations,
    List<byte[]> signer,
    List<UnsignedAttribute> unsigned) {
  public CadesData {
    certificates = List.copyOf(certificates);
    revocations = List.copyOf(revocations);
    signer = List.copyOf(signer);
    unsigned = List.copyOf(unsigned);
  }

  /** The same with content that stood beside it. */
  public CadesData around(Octets attached) {
    return new CadesData(
        version,
        digestAlgorithms,
        contentType,
        Optional.of(attached),
        certificates,
        revocations,
        signer,
        unsigned);
  }

  /** The same with one attribute more, at the end. */
  public CadesData with(UnsignedAttribute attribute) {
    List<UnsignedAttribute> more = new ArrayList<>(unsigned);
    more.add(attribute);
    return new CadesData(
        version, digestAlgorithms, contentType, content, certificates, revocations, signer, more);
  }

  /** The same with what of these is not there yet, at the end of each. */
  public CadesData with(List<Certificate> chain, RevocationEvidence evidence) {
    List<byte[]> choices = new ArrayList<>();
    evidence.lists().forEach(list -> choices.add(list.encoded()));
    for (OcspResponse response : evidence.responses()) { // RFC 5940 §2
      choices.add(Asn1.context(1, Asn1.oid(Oids.OCSP_RESPONSE_INFO), response.encoded()));
    }
    return of(
        digestAlgorithms,
        contentType,
        content,
        Choices.union(certificates, chain.stream().map(Certificate::encoded).toList()),
        Choices.union(revocations, choices),
        signer,
        unsigned);
  }

  /** With the version that its parts ask for. */
  private static CadesData of(
      byte[] digestAlgorithms,
      String contentType,
      Optional<Octets> content,
      List<byte[]> certificates,
      List<byte[]> revocations,
      List<byte[]> signer,
      List<UnsignedAttribute> unsigned) {
    CadesData draft =
        new CadesData(
            0, digestAlgorithms, contentType, content, certificates, revocations, signer, unsigned);
    return new CadesData(
        draft.properVersion(),
        digestAlgorithms,
        contentType,
        content,
        certificates,
        revocations,
        signer,
        unsigned);
  }

  public List<UnsignedAttribute> unsigned(String oid) {
    return unsigned.stream().filter(attribute -> attribute.oid().equals(oid)).toList();
  }

  /** The value of the signature. */
  public byte[] signature() throws Asn1Exception {
    return Der.of(signer.getLast()).expect(Asn1.OCTET_STRING).octets();
  }

  /** What CMS says its version must be (RFC 5652 §5.1). */
  public int properVersion() {
    if (certificates.stream().anyMatch(c -> c[0] == (byte) 0xa3)
        || revocations.stream().anyMatch(r -> r[0] == (byte) 0xa1)) {
      return 5;
    }
    if (certificates.stream().anyMatch(c -> c[0] == (byte) 0xa2)) {
      return 4;
    }
    boolean isThird =
        !contentType.equals(Oids.DATA)
            || Arrays.equals(signer.getFirst(), Asn1.integer(3))
            || certificates.stream().anyMatch(c -> c[0] == (byte) 0xa1);
    return isThird ? 3 : 1;
  }

  /** Whether the digest of the signer stands where RFC 5652 §5.1 wants it. */
  public boolean namesItsDigest() throws Asn1Exception {
    String own = Der.of(signer.get(2)).children(Asn1.SEQUENCE, 1).getFirst().oid();
    for (Der one : Der.of(digestAlgorithms).children(Asn1.SET, 0)) {
      if (one.children(Asn1.SEQUENCE, 1).getFirst().oid().equals(own)) {
        return true;
      }
    }
    return false;
  }

  /** SignerInfo with its unsigned attributes. */
  public SignerInfo signerInfo() throws Asn1Exception {
    return SignerInfo.of(Der.of(encodedSigner()));
  }

  /** As a check looks at it: with these of its certificates and revocation values. */
  public SignedData signedData(List<byte[]> someCertificates, List<byte[]> someRevocations)
      throws Asn1Exception {
    return new SignedData(
        contentType,
        content,
        Choices.certificates(someCertificates),
        Choices.evidence(someRevocations),
        List.of(signerInfo()));
  }

  private byte[] encodedSigner() {
    List<byte[]> parts = new ArrayList<>(signer);
    if (!unsigned.isEmpty()) {
      byte[][] attributes =
          unsigned.stream().map(UnsignedAttribute::encoded).toArray(byte[][]::new);
      parts.add(Asn1.context(1, attributes));
    }
    return Asn1.sequence(parts.toArray(byte[][]::new));
  }

  /** DER, but for the order of sets; the content streams through. */
  public void writeTo(OutputStream out) throws IOException {
    Octets carried = content.orElseThrow();
    byte[] tail =
        Asn1.joined(
            Asn1.context(0, certificates.toArray(byte[][]::new)),
            revocations.isEmpty()
                ? new byte[0]
                : Asn1.context(1, revocations.toArray(byte[][]::new)),
            Asn1.tlv(Asn1.SET, encodedSigner()));
    byte[] octets = Asn1.header(Asn1.OCTET_STRING, carried.size());
    byte[] explicit = Asn1.header(0xa0, octets.length + carried.size());
    byte[] type = Asn1.oid(contentType);
    long inner = type.length + explicit.length + octets.length + carried.size();
    byte[] head =
        Asn1.joined(
            Asn1.integer(properVersion()),
            digestAlgorithms,
            Asn1.header(Asn1.SEQUENCE, inner),
            type,
            explicit,
            octets);
    long data = head.length + carried.size() + tail.length;
    byte[] sequence = Asn1.header(Asn1.SEQUENCE, data);
    byte[] wrapped = Asn1.header(0xa0, sequence.length + data);
    byte[] outerType = Asn1.oid(Oids.SIGNED_DATA);
    out.write(
        Asn1.header(Asn1.SEQUENCE, outerType.length + wrapped.length + sequence.length + data));
    out.write(Asn1.joined(outerType, wrapped, sequence, head));
    carried.writeTo(out);
    out.write(tail);
  }
}
