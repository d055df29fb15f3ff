package org.signetmail.interop;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEMAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEMEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEMRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;

/**
 * Bouncy Castle's own reading and making of CMS, with its own ciphers and keys: none of our code
 * stands between.
 */
final class BouncyCastleCms {
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private BouncyCastleCms() {}

  static byte[] signed(byte[] content, SigningIdentity alice) throws Exception {
    X509Certificate certificate = own(alice.certificate());
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder().setProvider(PROVIDER).build())
            .build(
                new JcaContentSignerBuilder(signatureName(certificate.getPublicKey()))
                    .setProvider(PROVIDER)
                    .build(own(alice.key().privateKey(SecretAccess.TOKEN))),
                certificate));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
  }

  /** The content, when the one signature over it holds under the certificate. */
  static byte[] verified(byte[] cms, Certificate certificate) throws Exception {
    CMSSignedData data = new CMSSignedData(cms);
    Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
    boolean holds =
        signers.size() == 1
            && signers
                .iterator()
                .next()
                .verify(
                    new JcaSimpleSignerInfoVerifierBuilder()
                        .setProvider(PROVIDER)
                        .build(own(certificate)));
    if (!holds) {
      throw new AssertionError("the signature does not hold");
    }
    return (byte[]) data.getSignedContent().getContent();
  }

  /** RFC 9709: whether the key of the content is derived from the one that is transported. */
  enum KeyDerivation {
    NONE,
    HKDF_SHA_256
  }

  static byte[] encrypted(byte[] content, Certificate bob, String cipher, KeyDerivation derivation)
      throws Exception {
    OutputEncryptor encryptor =
        new JceCMSContentEncryptorBuilder(new ASN1ObjectIdentifier(cipher))
            .setEnableSha256HKdf(derivation == KeyDerivation.HKDF_SHA_256)
            .setProvider(PROVIDER)
            .build();
    CMSProcessableByteArray data = new CMSProcessableByteArray(content);
    if (encryptor instanceof OutputAEADEncryptor aead) {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(recipient(bob));
      return generator.generate(data, aead).getEncoded();
    }
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient(bob));
    return generator.generate(data, encryptor).getEncoded();
  }

  static byte[] opened(byte[] enveloped, DecryptionIdentity bob) throws Exception {
    return only(new CMSEnvelopedData(enveloped).getRecipientInfos().getRecipients())
        .getContent(opener(bob, false));
  }

  static byte[] openedAuthenticated(byte[] authEnveloped, DecryptionIdentity bob) throws Exception {
    return only(new CMSAuthEnvelopedData(authEnveloped).getRecipientInfos().getRecipients())
        .getContent(opener(bob, true));
  }

  private static RecipientInformation only(Collection<RecipientInformation> recipients) {
    if (recipients.size() != 1) {
      throw new AssertionError(recipients.size() + " recipients");
    }
    return recipients.iterator().next();
  }

  private static Recipient opener(DecryptionIdentity bob, boolean authenticated) throws Exception {
    PrivateKey key = own(bob.key().privateKey(SecretAccess.TOKEN));
    return switch (KeyManagement.of(bob.certificate())) {
      case TRANSPORT ->
          authenticated
              ? new JceKeyTransAuthEnvelopedRecipient(key).setProvider(PROVIDER)
              : new JceKeyTransEnvelopedRecipient(key).setProvider(PROVIDER);
      case AGREEMENT ->
          authenticated
              ? new JceKeyAgreeAuthEnvelopedRecipient(key).setProvider(PROVIDER)
              : new JceKeyAgreeEnvelopedRecipient(key).setProvider(PROVIDER);
      case ENCAPSULATION ->
          authenticated
              ? new JceKEMAuthEnvelopedRecipient(key).setProvider(PROVIDER)
              : new JceKEMEnvelopedRecipient(key).setProvider(PROVIDER);
    };
  }

  private static RecipientInfoGenerator recipient(Certificate bob) throws Exception {
    X509Certificate certificate = own(bob);
    return switch (KeyManagement.of(bob)) {
      case TRANSPORT ->
          new JceKeyTransRecipientInfoGenerator(
                  certificate,
                  new JcaAlgorithmParametersConverter()
                      .getAlgorithmIdentifier(
                          PKCSObjectIdentifiers.id_RSAES_OAEP,
                          new OAEPParameterSpec(
                              "SHA-256",
                              "MGF1",
                              MGF1ParameterSpec.SHA256,
                              PSource.PSpecified.DEFAULT)))
              .setProvider(PROVIDER);
      case AGREEMENT -> {
        KeyPair own = sender(certificate.getPublicKey());
        boolean elliptic = certificate.getPublicKey().getAlgorithm().equals("EC");
        yield new JceKeyAgreeRecipientInfoGenerator(
                elliptic ? CMSAlgorithm.ECDH_SHA256KDF : CMSAlgorithm.ECDH_HKDF_SHA256,
                own.getPrivate(),
                own.getPublic(),
                CMSAlgorithm.AES256_WRAP)
            .setProvider(PROVIDER)
            .addRecipient(certificate);
      }
      case ENCAPSULATION ->
          new JceKEMRecipientInfoGenerator(
                  certificate,
                  bob.keyAlgorithm().orElseThrow() == KeyAlgorithm.ML_KEM_512
                      ? CMSAlgorithm.AES128_WRAP // RFC 9936 §2.2.2
                      : CMSAlgorithm.AES256_WRAP)
              .setKDF(CMSAlgorithm.SHA256_HKDF)
              .setProvider(PROVIDER);
    };
  }

  private enum KeyManagement {
    TRANSPORT,
    AGREEMENT,
    ENCAPSULATION;

    static KeyManagement of(Certificate certificate) {
      return switch (certificate.keyAlgorithm().orElseThrow()) {
        case RSA_2048, RSA_3072, RSA_4096 -> TRANSPORT;
        case P_256, P_384, P_521, X25519, X448 -> AGREEMENT;
        default -> ENCAPSULATION;
      };
    }
  }

  private static KeyPair sender(PublicKey recipient) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(recipient.getAlgorithm(), PROVIDER);
    if (recipient instanceof ECPublicKey elliptic) {
      generator.initialize(elliptic.getParams());
    }
    return generator.generateKeyPair();
  }

  private static String signatureName(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA512withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static X509Certificate own(Certificate certificate) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", PROVIDER)
            .generateCertificate(new ByteArrayInputStream(certificate.encoded()));
  }

  private static PrivateKey own(PrivateKey key) throws GeneralSecurityException {
    String oid =
        PrivateKeyInfo.getInstance(key.getEncoded())
            .getPrivateKeyAlgorithm()
            .getAlgorithm()
            .getId();
    return KeyFactory.getInstance(oid, PROVIDER)
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }
}
