package org.signetmail.smime.internal.cades;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * A time stamp token as the value of an attribute, with what stands beside its own signature.
 *
 * @param encoded the value of the attribute
 * @param evidence that its SignedData carries
 */
public record StampedToken(
    byte[] encoded,
    TimeStampToken token,
    SignatureScheme scheme,
    RevocationEvidence evidence,
    Optional<HashIndex> index) {

  public static StampedToken of(byte[] value) throws IOException {
    List<Der> data = signedData(value);
    SignerInfo signer = SignerInfo.of(signers(data).children(Asn1.SET, 1).getFirst());
    List<byte[]> revocations = new ArrayList<>();
    for (Der part : data) {
      if (part.is(0xa1)) {
        part.children().forEach(one -> revocations.add(one.encoded()));
      }
    }
    return new StampedToken(
        value,
        TimeStampToken.of(value),
        SignatureScheme.reading(signer.digestAlgorithm(), signer.signatureAlgorithm()),
        Choices.evidence(revocations),
        index(signer));
  }

  /** The token with its index among the unsigned attributes of its own signer. */
  public static byte[] indexed(byte[] token, HashIndex index) throws IOException {
    List<Der> outer = Der.of(token).children(Asn1.SEQUENCE, 2);
    List<Der> data = signedData(token);
    List<Der> signer = signers(data).children(Asn1.SET, 1).getFirst().children(Asn1.SEQUENCE, 5);
    List<byte[]> attributes = new ArrayList<>();
    List<byte[]> fields = new ArrayList<>();
    for (Der field : signer) {
      if (field.is(0xa1)) {
        field.children().forEach(attribute -> attributes.add(attribute.encoded()));
      } else {
        fields.add(field.encoded());
      }
    }
    attributes.add(UnsignedAttribute.of(Oids.ATS_HASH_INDEX_V3, index.encoded()).encoded());
    fields.add(Asn1.context(1, Asn1.sorted(attributes)));
    List<byte[]> parts = new ArrayList<>();
    data.subList(0, data.size() - 1).forEach(part -> parts.add(part.encoded()));
    parts.add(Asn1.tlv(Asn1.SET, Asn1.sequence(fields.toArray(byte[][]::new))));
    return Asn1.sequence(
        outer.getFirst().encoded(), Asn1.context(0, Asn1.sequence(parts.toArray(byte[][]::new))));
  }

  private static Optional<HashIndex> index(SignerInfo signer) throws Asn1Exception {
    if (signer.unsignedAttributes().isEmpty()) {
      return Optional.empty();
    }
    for (Der element : signer.unsignedAttributes().get().children()) {
      UnsignedAttribute attribute = UnsignedAttribute.of(element);
      if (attribute.oid().equals(Oids.ATS_HASH_INDEX_V3)) {
        return Optional.of(HashIndex.of(attribute.values().getFirst()));
      }
    }
    return Optional.empty();
  }

  private static List<Der> signedData(byte[] token) throws Asn1Exception {
    List<Der> outer = Der.of(token).children(Asn1.SEQUENCE, 2);
    return outer.get(1).children(0xa0, 1).getFirst().children(Asn1.SEQUENCE, 4);
  }

  private static Der signers(List<Der> data) throws Asn1Exception {
    return data.getLast().expect(Asn1.SET);
  }
}
