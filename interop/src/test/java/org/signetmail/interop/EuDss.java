package org.signetmail.interop;

import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.smime.TimeStamping;

/**
 * The European Commission's library for CAdES, another implementation of the same standards:
 * offline, under the validation policy that it brings, with our roots as its trust anchors.
 */
final class EuDss {
  private EuDss() {}

  static SimpleReport validate(byte[] evidence, List<Certificate> roots, Instant at) {
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new InMemoryDocument(evidence, "mail.evidence"));
    validator.setCertificateVerifier(verifier(roots));
    validator.setValidationTime(Date.from(at));
    return validator.validateDocument().getSimpleReport();
  }

  /** Content signed around, in level LTA. */
  static byte[] archive(
      byte[] content,
      SigningIdentity signer,
      SignatureAlgorithm algorithm,
      List<Certificate> roots,
      List<CertificateList> lists,
      TimeStamping stamping)
      throws IOException, GeneralSecurityException {
    CommonCertificateVerifier verifier = verifier(roots);
    verifier.setCrlSource(
        new ExternalResourcesCRLSource(
            lists.stream()
                .map(list -> new ByteArrayInputStream(list.encoded()))
                .toArray(InputStream[]::new)));
    CAdESService service = new CAdESService(verifier);
    service.setTspSource(new Stamper(stamping));
    CAdESSignatureParameters parameters = new CAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_LTA);
    parameters.setSignaturePackaging(SignaturePackaging.ENVELOPING);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setEncryptionAlgorithm(algorithm.getEncryptionAlgorithm());
    parameters.setSigningCertificate(new CertificateToken(signer.certificate().x509()));
    parameters.setCertificateChain(
        signer.path().stream().map(one -> new CertificateToken(one.x509())).toList());
    DSSDocument document = new InMemoryDocument(content, "content");
    Signature pen = Signature.getInstance(algorithm.getJCEId());
    pen.initSign(signer.key().privateKey(SecretAccess.TOKEN));
    pen.update(service.getDataToSign(document, parameters).getBytes());
    DSSDocument signed =
        service.signDocument(document, parameters, new SignatureValue(algorithm, pen.sign()));
    try (InputStream in = signed.openStream()) {
      return in.readAllBytes();
    }
  }

  private static CommonCertificateVerifier verifier(List<Certificate> roots) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    roots.forEach(root -> trusted.addCertificate(new CertificateToken(root.x509())));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAIASource(null);
    verifier.setCrlSource(null);
    verifier.setOcspSource(null);
    return verifier;
  }

  private record Stamper(TimeStamping stamping) implements TSPSource {
    @Override
    public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
      TimeStampRequest.DigestAlgorithm wanted =
          TimeStampRequest.DigestAlgorithm.ofOid(algorithm.getOid()).orElseThrow();
      try {
        TimeStampRequest request = TimeStampRequest.of(wanted, digest, EvidenceHouse.RANDOM);
        return new TimestampBinary(stamping.stamp(request).encoded());
      } catch (IOException e) {
        throw new DSSException("no time stamp", e);
      }
    }
  }
}
