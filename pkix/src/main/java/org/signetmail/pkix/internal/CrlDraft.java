package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;

/** TBSCertList (RFC 5280 §5.1.2) of a full CRL. */
public final class CrlDraft {
  private CrlDraft() {}

  public static byte[] signed(
      SigningIdentity authority,
      BigInteger number,
      Instant thisUpdate,
      Instant nextUpdate,
      List<Revocation> revoked) {
    Certificate issuer = authority.certificate();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(X500Name.getInstance(issuer.subjectDer()), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    for (Revocation entry : revoked) {
      // BC leaves out the reason 0, as RFC 5280 §5.3.1 wants it.
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.reason().code());
    }
    try {
      byte[] authorityKey =
          issuer
              .subjectKeyIdentifier()
              .orElseGet(() -> CertificateDraft.keyIdentifier(issuer.publicKey()));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authorityKey));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      return builder.build(Signing.contentSigner(authority.key())).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a CRL did not encode", e);
    }
  }
}
