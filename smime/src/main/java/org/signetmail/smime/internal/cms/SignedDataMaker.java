package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Octets;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Makes SignedData with one signer (RFC 5652 §5): DER, the path's certificates included. */
public final class SignedDataMaker {
  private static final int SLICE = 1 << 16;

  private final SigningIdentity identity;
  private final SignatureScheme scheme;
  private final List<byte[]> attributes; // all but those that differ from message to message
  private final byte[] signer;
  private final byte[] certificates;
  private final Jca jca;
  private final String contentType;
  private final Optional<Stamp> stamp;

  /** Time stamps a signature (ETSI EN 319 122-1 §5.3). */
  public interface Stamp {
    /** A TimeStampToken over the value of a signature. */
    byte[] over(byte[] signature, SecureRandom random) throws IOException;
  }

  /**
   * @param attributes signed besides those always there, each DER
   * @param certificates included besides the signer's path
   */
  public SignedDataMaker(
      SigningIdentity identity,
      SignatureScheme scheme,
      List<byte[]> attributes,
      List<Certificate> certificates,
      Jca jca) {
    this(identity, scheme, attributes, certificates, jca, Oids.DATA);
  }

  /**
   * @param contentType object identifier of content that is no MIME entity
   */
  public SignedDataMaker(
      SigningIdentity identity,
      SignatureScheme scheme,
      List<byte[]> attributes,
      List<Certificate> certificates,
      Jca jca,
      String contentType) {
    this.identity = identity;
    this.scheme = scheme;
    this.attributes =
        SignedAttributes.constant(scheme, contentType, identity.certificate(), jca, attributes);
    this.signer = EntityIdentifier.issuerAndSerial(identity.certificate());
    LinkedHashSet<Certificate> all = new LinkedHashSet<>(identity.path());
    all.addAll(certificates);
    this.certificates =
        Asn1.context(0, Asn1.sorted(all.stream().map(Certificate::encoded).toList()));
    this.jca = jca;
    this.contentType = contentType;
    this.stamp = Optional.empty();
  }

  private SignedDataMaker(SignedDataMaker other, Stamp stamp) {
    this.identity = other.identity;
    this.scheme = other.scheme;
    this.attributes = other.attributes;
    this.signer = other.signer;
    this.certificates = other.certificates;
    this.jca = other.jca;
    this.contentType = other.contentType;
    this.stamp = Optional.of(stamp);
  }

  /** The same, with a time stamp over each signature. */
  public SignedDataMaker stamping(Stamp by) {
    return new SignedDataMaker(this, by);
  }

  /** Takes the digest of the content as it is written. */
  public DigestOutput digesting(OutputStream out) {
    return new DigestOutput(jca.digest(scheme.digest().jca()), out);
  }

  public byte[] digest(InputStream content) throws IOException {
    MessageDigest digest = jca.digest(scheme.digest().jca());
    byte[] buffer = new byte[SLICE];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return digest.digest();
  }

  /** A signature that stands beside its content. */
  public byte[] detached(byte[] digest, Instant signingTime, SecureRandom random)
      throws IOException {
    byte[] tail = tail(digest, signingTime, random);
    return Asn1.sequence(
        Asn1.oid(Oids.SIGNED_DATA),
        Asn1.context(
            0,
            Asn1.sequence(
                Asn1.integer(1),
                Asn1.tlv(Asn1.SET, scheme.digestIdentifier()),
                Asn1.sequence(Asn1.oid(contentType)),
                tail)));
  }

  /** A signature around its content, which streams through. */
  public void opaque(Octets content, Instant signingTime, SecureRandom random, OutputStream out)
      throws IOException {
    DigestOutput digested = new DigestOutput(jca.digest(scheme.digest().jca()));
    content.writeTo(digested);
    byte[] tail = tail(digested.digest(), signingTime, random);
    byte[] octets = Asn1.header(Asn1.OCTET_STRING, content.size());
    byte[] explicit = Asn1.header(0xa0, octets.length + content.size());
    byte[] type = Asn1.oid(contentType);
    long encapsulated = type.length + explicit.length + octets.length + content.size();
    byte[] encapsulatedHead = Asn1.header(Asn1.SEQUENCE, encapsulated);
    byte[] version = Asn1.integer(1);
    byte[] digests = Asn1.tlv(Asn1.SET, scheme.digestIdentifier());
    long data =
        version.length + digests.length + encapsulatedHead.length + encapsulated + tail.length;
    byte[] dataHead = Asn1.header(Asn1.SEQUENCE, data);
    byte[] outer = Asn1.header(0xa0, dataHead.length + data);
    byte[] outerType = Asn1.oid(Oids.SIGNED_DATA);
    out.write(Asn1.header(Asn1.SEQUENCE, outerType.length + outer.length + dataHead.length + data));
    for (byte[] part :
        List.of(
            outerType,
            outer,
            dataHead,
            version,
            digests,
            encapsulatedHead,
            type,
            explicit,
            octets)) {
      out.write(part);
    }
    content.writeTo(out);
    out.write(tail);
  }

  /** Certificates and the SignerInfo: what follows the content. */
  private byte[] tail(byte[] digest, Instant signingTime, SecureRandom random) throws IOException {
    byte[] signed = SignedAttributes.make(digest, signingTime, attributes);
    byte[] signature;
    try {
      signature = scheme.sign(jca, identity.key().privateKey(SecretAccess.TOKEN), random, signed);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          identity.certificate().subject()
              + ": its key did not sign ("
              + scheme.name()
              + "); check the key or its token",
          e);
    }
    byte[] sent = signed; // signed under the tag of SET OF, sent under [0] (RFC 5652 §5.4)
    sent[0] = (byte) 0xa0;
    byte[] info =
        Asn1.sequence(
            Asn1.integer(1),
            signer,
            scheme.digestIdentifier(),
            sent,
            scheme.signatureIdentifier(),
            Asn1.octets(signature),
            unsigned(signature, random));
    byte[] signers = Asn1.tlv(Asn1.SET, info);
    byte[] tail = java.util.Arrays.copyOf(certificates, certificates.length + signers.length);
    System.arraycopy(signers, 0, tail, certificates.length, signers.length);
    return tail;
  }

  /** Nothing, or the attributes beside the signature. */
  private byte[] unsigned(byte[] signature, SecureRandom random) throws IOException {
    return stamp.isEmpty()
        ? new byte[0]
        : Asn1.context(
            1,
            SignedAttributes.attribute(
                Oids.SIGNATURE_TIME_STAMP, stamp.get().over(signature, random)));
  }
}
