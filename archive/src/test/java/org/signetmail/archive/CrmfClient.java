package org.signetmail.archive;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.CertificateReqMessagesBuilder;
import org.bouncycastle.cert.crmf.CertificateRequestMessage;
import org.bouncycastle.cert.crmf.CertificateRequestMessageBuilder;
import org.bouncycastle.cert.crmf.PKIArchiveControl;
import org.bouncycastle.cert.crmf.PKIArchiveControlBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;

/** Another program that asks for certificates: CRMF as Bouncy Castle's own builders make it. */
final class CrmfClient {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  /** How the client proves that it holds the key. */
  enum Proof {
    SIGNATURE,
    SUBSEQUENT_MESSAGE,
    /** What Bouncy Castle writes when nothing else is said. */
    RA_VERIFIED
  }

  /**
   * What the client asks for, and where it is odd.
   *
   * @param named beside the sealed key
   * @param asked in the template
   * @param sealed the private key that goes along
   * @param usage bits of KeyUsage; zero for none
   */
  record Wish(
      Optional<String> named,
      Optional<String> asked,
      EncryptionKey sealed,
      int usage,
      Proof proof) {}

  private final Certificate transport;

  CrmfClient(Certificate transport) {
    this.transport = transport;
  }

  byte[] messages(EncryptionKey key, Wish... wishes) {
    CertificateReqMessagesBuilder all = new CertificateReqMessagesBuilder();
    for (Wish wish : wishes) {
      all.addRequest(message(key, wish));
    }
    try {
      return all.build().toASN1Structure().getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A request of former times, whose key lies in the deprecated form. */
  static byte[] former(EncryptionKey key, Wish wish, EncryptedValue value) {
    CertificateReqMessagesBuilder all = new CertificateReqMessagesBuilder();
    all.addRequest(
        message(key, wish, new PKIArchiveControl(new PKIArchiveOptions(new EncryptedKey(value)))));
    try {
      return all.build().toASN1Structure().getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CertificateRequestMessage message(EncryptionKey key, Wish wish) {
    try {
      PrivateKeyInfo secret =
          PrivateKeyInfo.getInstance(KeyPairs.pkcs8(wish.sealed(), SecretAccess.TOKEN));
      GeneralName name =
          wish.named()
              .map(mailbox -> new GeneralName(GeneralName.rfc822Name, mailbox))
              .orElse(new GeneralName(new X500Name("CN=Somebody")));
      return message(
          key,
          wish,
          new PKIArchiveControlBuilder(secret, name)
              .addRecipientGenerator(recipient())
              .build(
                  new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                      .setProvider(PROVIDER)
                      .build()));
    } catch (CMSException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static CertificateRequestMessage message(
      EncryptionKey key, Wish wish, PKIArchiveControl archived) {
    try {
      CertificateRequestMessageBuilder request =
          new CertificateRequestMessageBuilder(BigInteger.ONE)
              .setSubject(new X500Name("CN=Somebody"))
              .setPublicKey(SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
      if (wish.asked().isPresent()) {
        request.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.rfc822Name, wish.asked().get())));
      }
      if (wish.usage() != 0) {
        request.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
      }
      request.addControl(archived);
      switch (wish.proof()) {
        case SIGNATURE ->
            request.setProofOfPossessionSigningKeySigner(
                new JcaContentSignerBuilder(
                        key.publicKey().getAlgorithm().equals("RSA")
                            ? "SHA256withRSA"
                            : "SHA256withECDSA")
                    .build(key.privateKey(SecretAccess.TOKEN)));
        case SUBSEQUENT_MESSAGE ->
            request.setProofOfPossessionSubsequentMessage(SubsequentMessage.encrCert);
        case RA_VERIFIED -> {}
      }
      return request.build();
    } catch (CRMFException | OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private RecipientInfoGenerator recipient() throws GeneralSecurityException {
    if (transport.keyAlgorithm().orElseThrow() != KeyAlgorithm.P_256) {
      return new JceKeyTransRecipientInfoGenerator(transport.x509()).setProvider(PROVIDER);
    }
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", PROVIDER);
    pairs.initialize(new ECGenParameterSpec("P-256"));
    KeyPair ephemeral = pairs.generateKeyPair();
    JceKeyAgreeRecipientInfoGenerator agreement =
        new JceKeyAgreeRecipientInfoGenerator(
            CMSAlgorithm.ECDH_SHA256KDF,
            ephemeral.getPrivate(),
            ephemeral.getPublic(),
            CMSAlgorithm.AES256_WRAP);
    return agreement.addRecipient(transport.x509()).setProvider(PROVIDER);
  }
}
