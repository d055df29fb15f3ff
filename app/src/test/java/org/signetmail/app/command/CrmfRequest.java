package org.signetmail.app.command;

import java.io.FileReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.crmf.CertificateReqMessagesBuilder;
import org.bouncycastle.cert.crmf.CertificateRequestMessageBuilder;
import org.bouncycastle.cert.crmf.EncryptedValueBuilder;
import org.bouncycastle.cert.crmf.PKIArchiveControl;
import org.bouncycastle.cert.crmf.PKIArchiveControlBuilder;
import org.bouncycastle.cert.crmf.jcajce.JceCRMFEncryptorBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JceAsymmetricKeyWrapper;

/** A request with its key for the archive, as Bouncy Castle's CRMF builders make it. */
final class CrmfRequest {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private CrmfRequest() {}

  /**
   * @param key PKCS#8 of a P-256 key, as PEM
   * @param transport the archive's certificate
   */
  static byte[] of(Path key, Path transport, String owner) throws Exception {
    PrivateKeyInfo secret = (PrivateKeyInfo) pem(key);
    return of(
        secret,
        new PKIArchiveControlBuilder(secret, new GeneralName(GeneralName.rfc822Name, owner))
            .addRecipientGenerator(agreement((X509CertificateHolder) pem(transport)))
            .build(new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build()));
  }

  /** With the key in the deprecated form, sealed to an RSA key; it names nobody. */
  static byte[] former(Path key, Path transport) throws Exception {
    PrivateKeyInfo secret = (PrivateKeyInfo) pem(key);
    EncryptedValue value =
        new EncryptedValueBuilder(
                new JceAsymmetricKeyWrapper(
                        new JcaX509CertificateConverter()
                            .getCertificate((X509CertificateHolder) pem(transport)))
                    .setProvider(PROVIDER),
                new JceCRMFEncryptorBuilder(CMSAlgorithm.AES128_CBC).setProvider(PROVIDER).build())
            .build(secret);
    return of(secret, new PKIArchiveControl(new PKIArchiveOptions(new EncryptedKey(value))));
  }

  private static byte[] of(PrivateKeyInfo secret, PKIArchiveControl archived) throws Exception {
    SubjectPublicKeyInfo known =
        new SubjectPublicKeyInfo(
            secret.getPrivateKeyAlgorithm(),
            ECPrivateKey.getInstance(ASN1Sequence.getInstance(secret.parsePrivateKey()))
                .getPublicKey()
                .getOctets());
    CertificateRequestMessageBuilder request =
        new CertificateRequestMessageBuilder(BigInteger.ONE)
            .setSubject(new X500Name("CN=Carol"))
            .setPublicKey(known)
            .addControl(archived)
            .setProofOfPossessionSigningKeySigner(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(new JcaPEMKeyConverter().getPrivateKey(secret)));
    CertificateReqMessagesBuilder messages = new CertificateReqMessagesBuilder();
    messages.addRequest(request.build());
    return messages.build().toASN1Structure().getEncoded();
  }

  private static JceKeyAgreeRecipientInfoGenerator agreement(X509CertificateHolder transport)
      throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", PROVIDER);
    pairs.initialize(new ECGenParameterSpec("P-256"));
    KeyPair ephemeral = pairs.generateKeyPair();
    return new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA256KDF,
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP)
        .addRecipient(new JcaX509CertificateConverter().getCertificate(transport))
        .setProvider(PROVIDER);
  }

  private static Object pem(Path file) throws Exception {
    try (PEMParser parser =
        new PEMParser(new FileReader(file.toFile(), StandardCharsets.US_ASCII))) {
      return parser.readObject();
    }
  }
}
