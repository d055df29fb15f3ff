package org.signetmail.fuzz;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.EncKeyWithID;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.EncryptedValueBuilder;
import org.bouncycastle.cert.crmf.bc.BcCRMFEncryptorBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.bc.BcCMSContentEncryptorBuilder;
import org.bouncycastle.cms.bc.BcPasswordRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JceAsymmetricKeyWrapper;
import org.signetmail.archive.SealedKeys;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.EncKeyWithId;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.RecoveryBlob;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.SealedOctets;

/** Files of keys that were sealed elsewhere, and what lies in the envelope. */
final class SealedKeyFiles {
  private static final EncryptionKey KEY = KeyPairs.encryption(KeyAlgorithm.P_256, Parties.RANDOM);
  private static final SealedKeys DOOR = new SealedKeys(List.of(Parties.BOB, Parties.CAROL));

  static final Map<String, byte[]> SEEDS = seeds();

  private SealedKeyFiles() {}

  static void read(byte[] input) {
    boolean isRequest = ArchivalRequest.isLike(input);
    boolean isBlob = RecoveryBlob.isLike(input);
    if (isRequest && isBlob) {
      throw new AssertionError("two kinds of file at once");
    }
    attempt(() -> {
      for (ArchivalRequest request : ArchivalRequest.read(input)) {
        DOOR.open(request, Optional.empty());
      }
    });
    attempt(() -> DOOR.open(RecoveryBlob.of(input)));
    attempt(() -> EncKeyWithId.of(input));
    attempt(() -> RecoveryBlob.pkcs8(input));
    attempt(() -> SealedOctets.openForeign(input, List.of(Parties.BOB), 1 << 16));
  }

  private interface Attempt {
    void read() throws IOException;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.read();
    } catch (IOException e) {
      Messages.requireOneLine(e);
    }
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    try {
      byte[] pkcs8 = KeyPairs.pkcs8(KEY, SecretAccess.TOKEN);
      byte[] named =
          new EncKeyWithID(PrivateKeyInfo.getInstance(pkcs8), new DERUTF8String("bob@example.test"))
              .getEncoded();
      ContentInfo sealed =
          ContentInfo.getInstance(
              ASN1Primitive.fromByteArray(
                  SealedOctets.seal(named, List.of(Parties.BOB.certificate()), Parties.RANDOM)));
      ContentInfo enveloped = enveloped(named);
      seeds.put("enc-key-with-id", named);
      seeds.put("sealed", sealed.getEncoded());
      seeds.put("enveloped", enveloped.getEncoded());
      seeds.put(
          "crmf", request(new EncryptedKey(EnvelopedData.getInstance(enveloped.getContent()))));
      seeds.put("crmf-encrypted-value", request(new EncryptedKey(former(pkcs8))));
      seeds.put("recovery-blob", blob(enveloped));
      byte[] windows = new byte[20 + 512 / 16 * 9];
      System.arraycopy(
          new byte[] {7, 2, 0, 0, 0, (byte) 0xa4, 0, 0, 'R', 'S', 'A', '2', 0, 2, 0, 0, 1, 0, 1},
          0,
          windows,
          0,
          19);
      seeds.put("private-key-blob", windows);
      return seeds;
    } catch (IOException | CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContentInfo enveloped(byte[] content) throws CMSException {
    CMSEnvelopedDataGenerator envelope = new CMSEnvelopedDataGenerator();
    envelope.addRecipientInfoGenerator(
        new BcPasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, "x".toCharArray()));
    return envelope
        .generate(
            new CMSProcessableByteArray(content),
            new BcCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
        .toASN1Structure();
  }

  private static EncryptedValue former(byte[] pkcs8) throws IOException {
    try {
      return new EncryptedValueBuilder(
              new JceAsymmetricKeyWrapper(Parties.CAROL.certificate().x509()),
              new BcCRMFEncryptorBuilder(CMSAlgorithm.AES128_CBC).build())
          .build(PrivateKeyInfo.getInstance(pkcs8));
    } catch (CRMFException e) {
      throw new IOException(e);
    }
  }

  private static byte[] request(EncryptedKey sealed) throws IOException {
    CertRequest request =
        new CertRequest(
            new ASN1Integer(BigInteger.ONE),
            new CertTemplateBuilder()
                .setSubject(new X500Name("CN=Bob,E=bob@example.test"))
                .setPublicKey(SubjectPublicKeyInfo.getInstance(KEY.publicKey().getEncoded()))
                .build(),
            new Controls(
                new AttributeTypeAndValue(
                    CRMFObjectIdentifiers.id_regCtrl_pkiArchiveOptions,
                    new PKIArchiveOptions(sealed))));
    ProofOfPossession proof =
        new ProofOfPossession(
            ProofOfPossession.TYPE_KEY_ENCIPHERMENT, new POPOPrivKey(SubsequentMessage.encrCert));
    return new CertReqMessages(new CertReqMsg(request, proof, null)).getEncoded();
  }

  private static byte[] blob(ContentInfo sealed) throws IOException {
    ASN1Primitive certificate = ASN1Primitive.fromByteArray(Parties.BOB.certificate().encoded());
    SignedData signed =
        new SignedData(new DERSet(), sealed, new DERSet(certificate), null, new DERSet());
    return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded();
  }
}
