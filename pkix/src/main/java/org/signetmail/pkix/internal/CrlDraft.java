package org.signetmail.pkix.internal;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.ListToBeSigned;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;

/**
 * CertificateList (RFC 5280 §5.1), written as DER without an object for each entry: a list of a
 * million takes little more memory than its octets.
 */
public final class CrlDraft {
  private CrlDraft() {}

  public static byte[] signed(
      SigningIdentity authority, ListToBeSigned tbs, List<Revocation> revoked) {
    Certificate issuer = authority.certificate();
    AlgorithmIdentifier algorithm = Signing.identifier(authority.key().publicKey());
    DerWriter list = new DerWriter(octetsOf(revoked.size()));
    list.sequence(() -> {
      list.encoded(new ASN1Integer(1)); // v2
      list.encoded(algorithm);
      list.encoded(X500Name.getInstance(issuer.subjectDer()));
      list.time(tbs.thisUpdate());
      list.time(tbs.nextUpdate());
      if (!revoked.isEmpty()) { // §5.1.2.6: absent, not empty
        list.sequence(() -> revoked.forEach(entry -> entry(list, entry)));
      }
      list.tagged(0xa0, () -> list.encoded(extensions(tbs, issuer)));
    });
    byte[] signature = Signing.sign(authority.key(), list.toByteArray());
    DerWriter signed = new DerWriter(list.size() + signature.length + 64);
    signed.sequence(() -> {
      signed.raw(list);
      signed.encoded(algorithm);
      signed.encoded(new DERBitString(signature));
    });
    return signed.toByteArray();
  }

  private static void entry(DerWriter list, Revocation entry) {
    list.sequence(() -> {
      list.integer(entry.serial());
      list.time(entry.at());
      if (entry.reason() != Revocation.Reason.UNSPECIFIED) { // §5.3.1: left out
        list.octets(reason(entry.reason()));
      }
    });
  }

  /** Extensions with the one extension reasonCode, whose ENUMERATED is its last octet. */
  private static byte[] reason(Revocation.Reason reason) {
    return new byte[] {
      0x30,
      0x0c,
      0x30,
      0x0a,
      0x06,
      0x03,
      0x55,
      0x1d,
      0x15,
      0x04,
      0x03,
      0x0a,
      0x01,
      (byte) reason.code()
    };
  }

  private static Extensions extensions(ListToBeSigned tbs, Certificate issuer) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    byte[] authorityKey =
        issuer
            .subjectKeyIdentifier()
            .orElseGet(() -> CertificateDraft.keyIdentifier(issuer.publicKey()));
    extensions.addExtension(
        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authorityKey));
    extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(tbs.number()));
    if (tbs.baseNumber().isPresent()) {
      extensions.addExtension(
          Extension.deltaCRLIndicator, true, new CRLNumber(tbs.baseNumber().get()));
    }
    if (tbs.distributionPoint().isPresent()) {
      extensions.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(
              point(tbs.distributionPoint().get()), false, false, null, false, false));
    }
    if (tbs.freshest().isPresent()) {
      DistributionPoint delta = new DistributionPoint(point(tbs.freshest().get()), null, null);
      extensions.addExtension(
          Extension.freshestCRL, false, new CRLDistPoint(new DistributionPoint[] {delta}));
    }
    return extensions.generate();
  }

  private static DistributionPointName point(String uri) {
    ASN1Encodable name =
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    return new DistributionPointName(DistributionPointName.FULL_NAME, name);
  }

  private static int octetsOf(int entries) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE - 16, 1024 + 56L * entries));
  }
}
