package org.signetmail.smime.internal.cades;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentInfo;
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
  private static final int SMALL = 1 << 12;
  private static final int ELEMENT = 130 << 20; // a revocation list is 128 MiB at most
  private static final int ALL = 160 << 20; // certificates and revocation, together
  private static final int ATTRIBUTES = 32 << 20;
  private static final int MOST = 1_000; // of each kind: decades of renewals

  public CadesData {
    certificates = List.copyOf(certificates);
    revocations = List.copyOf(revocations);
    signer = List.copyOf(signer);
    unsigned = List.copyOf(unsigned);
  }

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
        union(certificates, chain.stream().map(Certificate::encoded).toList()),
        union(revocations, choices),
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

  private static List<byte[]> union(List<byte[]> some, List<byte[]> more) {
    List<byte[]> all = new ArrayList<>(some);
    LinkedHashSet<java.nio.ByteBuffer> known = new LinkedHashSet<>();
    some.forEach(one -> known.add(java.nio.ByteBuffer.wrap(one)));
    more.stream().filter(one -> known.add(java.nio.ByteBuffer.wrap(one))).forEach(all::add);
    return all;
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
        certificates(someCertificates),
        evidence(someRevocations),
        List.of(signerInfo()));
  }

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
