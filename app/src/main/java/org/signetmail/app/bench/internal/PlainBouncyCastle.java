package org.signetmail.app.bench.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * S/MIME as the manual of Bouncy Castle has it, over its own provider, with the JDK's path
 * validation: CMS and Base64 of a message in memory. It protects no headers and looks at none. Not
 * for use by many threads.
 */
public final class PlainBouncyCastle {
  private final Provider provider = new BouncyCastleProvider();
  private final Throwaway person;
  private final String algorithm;
  private final CertPathValidator validator;
  private final CertPath path;
  private final PKIXParameters trust;

  public PlainBouncyCastle(Throwaway person) throws GeneralSecurityException {
    this.person = person;
    this.algorithm =
        person.keys().getPrivate().getAlgorithm().equals("EC")
            ? "SHA256withECDSA"
            : "SHA256withRSA";
    this.validator = CertPathValidator.getInstance("PKIX");
    this.path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(person.certificate()));
    this.trust = new PKIXParameters(Set.of(new TrustAnchor(person.root(), null)));
    trust.setRevocationEnabled(false);
  }

  /** A detached signature in Base64 (RFC 8551 §3.5.3). */
  public byte[] sign(byte[] content) throws IOException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(
                  new JcaDigestCalculatorProviderBuilder().setProvider(provider).build())
              .build(
                  new JcaContentSignerBuilder(algorithm)
                      .setProvider(provider)
                      .build(person.keys().getPrivate()),
                  person.certificate()));
      generator.addCertificates(new JcaCertStore(List.of(person.certificate())));
      return base64(generator.generate(new CMSProcessableByteArray(content), false).getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
      throw new IOException("Bouncy Castle: " + e.getMessage(), e);
    }
  }

  /** Whether the signature holds, and the certificate leads to the root. */
  public boolean verify(byte[] content, byte[] signature) throws IOException {
    try {
      CMSSignedData signed =
          new CMSSignedData(
              new CMSProcessableByteArray(content), Base64.getMimeDecoder().decode(signature));
      validator.validate(path, trust);
      return signed
          .getSignerInfos()
          .getSigners()
          .iterator()
          .next()
          .verify(
              new JcaSimpleSignerInfoVerifierBuilder()
                  .setProvider(provider)
                  .build(person.certificate()));
    } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
      throw new IOException("Bouncy Castle: " + e.getMessage(), e);
    }
  }

  /** An envelope with AES-256-CBC, in Base64. */
  public byte[] encrypt(byte[] content) throws IOException {
    try {
      CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(person.certificate()).setProvider(provider));
      return base64(
          generator
              .generate(
                  new CMSProcessableByteArray(content),
                  new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                      .setProvider(provider)
                      .build())
              .getEncoded());
    } catch (GeneralSecurityException | CMSException e) {
      throw new IOException("Bouncy Castle: " + e.getMessage(), e);
    }
  }

  /** What is in the envelope. */
  public byte[] decrypt(byte[] envelope) throws IOException {
    try {
      return new CMSEnvelopedData(Base64.getMimeDecoder().decode(envelope))
          .getRecipientInfos()
          .getRecipients()
          .iterator()
          .next()
          .getContent(
              new JceKeyTransEnvelopedRecipient(person.keys().getPrivate()).setProvider(provider));
    } catch (CMSException e) {
      throw new IOException("Bouncy Castle: " + e.getMessage(), e);
    }
  }

  private static byte[] base64(byte[] der) {
    return Base64.getMimeEncoder().encode(der);
  }
}
