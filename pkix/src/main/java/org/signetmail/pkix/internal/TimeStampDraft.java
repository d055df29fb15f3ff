package org.signetmail.pkix.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampSigner;

/** TimeStampResp with a token (RFC 3161 §2.4.2, RFC 5816): TSTInfo in a CMS SignedData. */
public final class TimeStampDraft {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC);

  private TimeStampDraft() {}

  public static byte[] response(
      SigningIdentity authority, TimeStampRequest request, TimeStampSigner.Statement statement) {
    try {
      ASN1EncodableVector response = new ASN1EncodableVector();
      response.add(new DERSequence(new ASN1Integer(0))); // granted
      response.add(token(authority, request, statement));
      return new DERSequence(response).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp did not encode", e);
    }
  }

  private static DERSequence token(
      SigningIdentity authority, TimeStampRequest request, TimeStampSigner.Statement statement)
      throws IOException {
    byte[] content = info(request, statement).getEncoded("DER");
    AlgorithmIdentifier digest = digestIdentifier(authority);
    ASN1EncodableVector data = new ASN1EncodableVector();
    data.add(new ASN1Integer(3)); // RFC 5652 §5.1: the content is not id-data
    data.add(new DERSet(digest));
    data.add(
        sequence(
            PKCSObjectIdentifiers.id_ct_TSTInfo,
            new DERTaggedObject(true, 0, new DEROctetString(content))));
    if (request.certificates() == TimeStampRequest.CertificateWish.WANTED) {
      ASN1EncodableVector path = new ASN1EncodableVector();
      for (Certificate certificate : authority.path()) {
        path.add(org.bouncycastle.asn1.x509.Certificate.getInstance(certificate.encoded()));
      }
      data.add(new DERTaggedObject(false, 0, new DERSet(path)));
    }
    data.add(new DERSet(signerInfo(authority, digest, content)));
    return sequence(
        CMSObjectIdentifiers.signedData, new DERTaggedObject(true, 0, new DERSequence(data)));
  }

  private static TSTInfo info(TimeStampRequest request, TimeStampSigner.Statement statement) {
    MessageImprint imprint =
        new MessageImprint(
            new AlgorithmIdentifier(
                new ASN1ObjectIdentifier(request.algorithm().oid()), DERNull.INSTANCE),
            request.digest());
    // Ordering is left out, so false: several nodes stamp, each by its own clock.
    return new TSTInfo(
        new ASN1ObjectIdentifier(statement.policy()),
        imprint,
        new ASN1Integer(statement.serial()),
        new DERGeneralizedTime(time(statement.time())),
        accuracy(statement.accuracy()),
        null,
        request.nonce().map(ASN1Integer::new).orElse(null),
        null,
        null);
  }

  private static DERSequence signerInfo(
      SigningIdentity authority, AlgorithmIdentifier digest, byte[] content) throws IOException {
    Certificate certificate = authority.certificate();
    DERSet attributes = attributes(certificate, digest(digest, content));
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(new ASN1Integer(1));
    info.add(
        new IssuerAndSerialNumber(
            X500Name.getInstance(certificate.issuerDer()), certificate.serial()));
    info.add(digest);
    info.add(new DERTaggedObject(false, 0, attributes));
    info.add(Signing.identifier(authority.key().publicKey()));
    info.add(new DEROctetString(Signing.sign(authority.key(), attributes.getEncoded("DER"))));
    return new DERSequence(info);
  }

  private static DERSet attributes(Certificate certificate, byte[] messageDigest)
      throws IOException {
    GeneralNames issuer =
        new GeneralNames(new GeneralName(X500Name.getInstance(certificate.issuerDer())));
    byte[] hash = digest("SHA-256", certificate.encoded());
    SigningCertificateV2 signer =
        new SigningCertificateV2(
            new ESSCertIDv2(hash, new IssuerSerial(issuer, new ASN1Integer(certificate.serial()))));
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(CMSAttributes.contentType, new DERSet(PKCSObjectIdentifiers.id_ct_TSTInfo)));
    attributes.add(
        new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(messageDigest))));
    attributes.add(
        new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(signer)));
    return new DERSet(attributes);
  }

  private static Accuracy accuracy(Duration accuracy) {
    int millis = accuracy.toMillisPart();
    int micros = accuracy.toNanosPart() / 1000 % 1000;
    return new Accuracy(
        new ASN1Integer(accuracy.toSeconds()),
        millis == 0 ? null : new ASN1Integer(millis),
        micros == 0 ? null : new ASN1Integer(micros));
  }

  /** GeneralizedTime with the fraction that DER wants: no zeros at its end (X.690 §11.7). */
  private static String time(Instant at) {
    String text = TIME.format(at);
    String fraction = text.substring(15).replaceFirst("0+$", "");
    return text.substring(0, 14) + (fraction.isEmpty() ? "" : "." + fraction) + "Z";
  }

  private static AlgorithmIdentifier digestIdentifier(SigningIdentity authority) {
    KeyAlgorithm algorithm =
        KeyAlgorithm.of(authority.key().publicKey()).orElseThrow(IllegalStateException::new);
    String oid =
        switch (algorithm) {
          case P_384 -> TimeStampRequest.DigestAlgorithm.SHA_384.oid();
          case P_521, ED25519, ED448, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
              TimeStampRequest.DigestAlgorithm.SHA_512.oid();
          default -> TimeStampRequest.DigestAlgorithm.SHA_256.oid();
        };
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
  }

  private static byte[] digest(AlgorithmIdentifier algorithm, byte[] octets) {
    return digest(
        TimeStampRequest.DigestAlgorithm.ofOid(algorithm.getAlgorithm().getId())
            .orElseThrow(IllegalStateException::new)
            .jca(),
        octets);
  }

  static byte[] digest(String name, byte[] octets) {
    try {
      return MessageDigest.getInstance(name).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  private static DERSequence sequence(
      org.bouncycastle.asn1.ASN1Encodable one, org.bouncycastle.asn1.ASN1Encodable other) {
    ASN1EncodableVector both = new ASN1EncodableVector();
    both.add(one);
    both.add(other);
    return new DERSequence(both);
  }
}
