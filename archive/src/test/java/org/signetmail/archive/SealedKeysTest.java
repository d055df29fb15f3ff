package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.CrmfClient.Proof;
import org.signetmail.archive.CrmfClient.Wish;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RecoveryBlob;
import org.signetmail.pkix.SecretAccess;

/**
 * Keys that another implementation sealed: requests made by Bouncy Castle's CRMF builders, and
 * recovery blobs put together by Bouncy Castle's ASN.1 and CMS as [MS-CSRA] §3.1.4.2.9 describes
 * them. No AD CS was at hand.
 */
class SealedKeysTest {
  private static final String BOB = "bob@example.test";
  private static final Optional<Mailbox> NOBODY = Optional.empty();
  private static final Proof SIGNED = Proof.SIGNATURE;

  private final Organization organization = new Organization();
  private final DecryptionIdentity transport =
      organization.encryption(Kind.ARCHIVE, "archive@example.test", KeyAlgorithm.P_256);
  private final SealedKeys door = new SealedKeys(List.of(transport));
  private final CrmfClient client = new CrmfClient(transport.certificate());
  private final EncryptionKey key = pair(KeyAlgorithm.P_256);

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SIGNATURE",
    "P_256, SIGNATURE",
    "RSA_2048, SUBSEQUENT_MESSAGE",
    "X25519, SUBSEQUENT_MESSAGE",
    "ML_KEM_768, SUBSEQUENT_MESSAGE"
  })
  void opensAKeyOfEachKind(KeyAlgorithm algorithm, Proof proof) throws IOException {
    EncryptionKey own = pair(algorithm);
    byte[] file = client.messages(own, wish(Optional.of(BOB), Optional.of(BOB), own, 0, proof));
    assertTrue(ArchivalRequest.isLike(file));
    SealedKeys.Outcome.Opened opened = opened(door.open(only(file), NOBODY));
    assertEquals(own.id(), opened.key().id());
    assertArrayEquals(
        KeyPairs.pkcs8(own, SecretAccess.TOKEN), KeyPairs.pkcs8(opened.key(), SecretAccess.TOKEN));
    assertEquals(Optional.of(Mailbox.of(BOB)), opened.owner());
  }

  @Test
  void theTransportCertificateMayBeRsa() throws IOException {
    DecryptionIdentity rsa =
        organization.encryption(Kind.ARCHIVE, "archive@example.test", KeyAlgorithm.RSA_2048);
    byte[] file =
        new CrmfClient(rsa.certificate())
            .messages(key, wish(Optional.of(BOB), Optional.empty(), key, 0, SIGNED));
    assertEquals(
        key.id(), opened(new SealedKeys(List.of(rsa)).open(only(file), NOBODY)).key().id());
    assertEquals(ArchiveFinding.ARCHIVE_TRANSPORT, refusal(door.open(only(file), NOBODY)));
  }

  @Test
  void anotherKeyThanTheTemplatesIsRefused() throws IOException {
    byte[] file =
        client.messages(
            key, wish(Optional.of(BOB), Optional.of(BOB), pair(KeyAlgorithm.P_256), 0, SIGNED));
    assertEquals(ArchiveFinding.ARCHIVE_TRANSPORT, refusal(door.open(only(file), NOBODY)));
  }

  @Test
  void theOwnerOfTheSealedKeyIsTheRequester() throws IOException {
    byte[] others =
        client.messages(
            key, wish(Optional.of("eve@example.test"), Optional.of(BOB), key, 0, SIGNED));
    assertEquals(ArchiveFinding.ARCHIVE_OTHER_OWNER, refusal(door.open(only(others), NOBODY)));
    byte[] bobs = client.messages(key, wish(Optional.of(BOB), Optional.of(BOB), key, 0, SIGNED));
    assertEquals(
        ArchiveFinding.ARCHIVE_OTHER_OWNER,
        refusal(door.open(only(bobs), Optional.of(Mailbox.of("eve@example.test")))));
    byte[] template =
        client.messages(
            key, wish(Optional.of(BOB), Optional.of("eve@example.test"), key, 0, SIGNED));
    assertEquals(
        ArchiveFinding.ARCHIVE_OTHER_OWNER,
        refusal(door.open(only(template), Optional.of(Mailbox.of(BOB)))));
  }

  @Test
  void aKeyThatNamesNoMailboxIsTakenFromASignedRequestAlone() throws IOException {
    byte[] signed = client.messages(key, wish(Optional.empty(), Optional.of(BOB), key, 0, SIGNED));
    assertEquals(Optional.of(Mailbox.of(BOB)), opened(door.open(only(signed), NOBODY)).owner());
    byte[] file =
        client.messages(
            key, wish(Optional.empty(), Optional.of(BOB), key, 0, Proof.SUBSEQUENT_MESSAGE));
    assertEquals(ArchiveFinding.ARCHIVE_POSSESSION, refusal(door.open(only(file), NOBODY)));
  }

  @Test
  void theWordOfAnotherAuthorityIsNoProof() {
    byte[] file =
        client.messages(key, wish(Optional.of(BOB), Optional.of(BOB), key, 0, Proof.RA_VERIFIED));
    assertThrows(IOException.class, () -> ArchivalRequest.read(file));
  }

  @Test
  void aRequestForACertificateThatSignsIsRefused() throws IOException {
    for (int usage :
        new int[] {
          KeyUsage.digitalSignature,
          KeyUsage.nonRepudiation | KeyUsage.keyAgreement,
          KeyUsage.keyCertSign
        }) {
      byte[] file =
          client.messages(key, wish(Optional.of(BOB), Optional.of(BOB), key, usage, SIGNED));
      assertEquals(ArchiveFinding.ARCHIVE_MAY_SIGN, refusal(door.open(only(file), NOBODY)));
    }
    byte[] good =
        client.messages(
            key, wish(Optional.of(BOB), Optional.of(BOB), key, KeyUsage.keyAgreement, SIGNED));
    opened(door.open(only(good), NOBODY));
  }

  @Test
  void aFlippedBitOpensNothing() throws IOException {
    byte[] file = client.messages(key, wish(Optional.of(BOB), Optional.of(BOB), key, 0, SIGNED));
    int refused = 0;
    for (int i = 0; i < file.length; i += 3) {
      byte[] changed = file.clone();
      changed[i] ^= 0x10;
      try {
        for (ArchivalRequest request : ArchivalRequest.read(changed)) {
          if (door.open(request, NOBODY) instanceof SealedKeys.Outcome.Refused) {
            refused++;
          }
        }
      } catch (IOException e) {
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
        refused++;
      }
    }
    assertEquals((file.length + 2) / 3, refused, "the signature covers key and control");
  }

  @Test
  void severalRequestsAreReadAndTooManyAreNot() throws IOException {
    Wish wish = wish(Optional.of(BOB), Optional.of(BOB), key, 0, SIGNED);
    Wish[] three = {wish, wish, wish};
    assertEquals(3, ArchivalRequest.read(client.messages(key, three)).size());
    Wish[] many = new Wish[101];
    Arrays.fill(many, wish);
    byte[] file = client.messages(key, many);
    IOException refused = assertThrows(IOException.class, () -> ArchivalRequest.read(file));
    assertTrue(String.valueOf(refused.getMessage()).contains("holds 101 requests"));
  }

  @Test
  void aRecoveryBlobOpensForItsAgentAlone() throws Exception {
    DecryptionIdentity agent =
        organization.encryption(Kind.ARCHIVE, "agent@example.test", KeyAlgorithm.RSA_2048);
    EncryptionKey own = pair(KeyAlgorithm.RSA_2048);
    Certificate certificate =
        organization.certificate(Kind.PERSON_ENCRYPTION, BOB, own.publicKey());
    byte[] file = blob(privateKeyBlob(own), agent.certificate(), certificate);
    assertTrue(RecoveryBlob.isLike(file));
    assertFalse(ArchivalRequest.isLike(file));
    RecoveryBlob blob = RecoveryBlob.of(file);
    SealedKeys.Outcome.Opened opened = opened(new SealedKeys(List.of(agent)).open(blob));
    assertEquals(own.id(), opened.key().id());
    assertEquals(List.of(certificate), opened.certificates());
    assertEquals(ArchiveFinding.ARCHIVE_TRANSPORT, refusal(door.open(blob)));
    byte[] pkcs8 = blob(KeyPairs.pkcs8(own, SecretAccess.TOKEN), agent.certificate(), certificate);
    assertEquals(
        own.id(), opened(new SealedKeys(List.of(agent)).open(RecoveryBlob.of(pkcs8))).key().id());
  }

  @Test
  void aRecoveryBlobWithoutItsCertificateIsRefused() throws Exception {
    DecryptionIdentity agent =
        organization.encryption(Kind.ARCHIVE, "agent@example.test", KeyAlgorithm.RSA_2048);
    byte[] file = blob(privateKeyBlob(pair(KeyAlgorithm.RSA_2048)), agent.certificate());
    assertEquals(
        ArchiveFinding.ARCHIVE_TRANSPORT,
        refusal(new SealedKeys(List.of(agent)).open(RecoveryBlob.of(file))));
  }

  @ParameterizedTest
  @CsvSource({"8, 0", "13, 0", "14, 7", "12, 1"})
  void aBrokenPrivateKeyBlobIsOneLine(int at, int value) {
    byte[] blob = privateKeyBlob(pair(KeyAlgorithm.RSA_2048));
    blob[at] = (byte) value;
    assertEquals(
        1,
        String.valueOf(assertThrows(IOException.class, () -> RecoveryBlob.pkcs8(blob)).getMessage())
            .lines()
            .count());
    byte[] cut = Arrays.copyOf(privateKeyBlob(pair(KeyAlgorithm.RSA_2048)), 100);
    assertThrows(IOException.class, () -> RecoveryBlob.pkcs8(cut));
  }

  private static byte[] blob(byte[] clear, Certificate agent, Certificate... others)
      throws Exception {
    CMSEnvelopedDataGenerator envelope = new CMSEnvelopedDataGenerator();
    envelope.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(agent.x509()));
    ContentInfo sealed =
        envelope
            .generate(
                new CMSProcessableByteArray(clear),
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.DES_EDE3_CBC).build())
            .toASN1Structure();
    ASN1EncodableVector certificates = new ASN1EncodableVector();
    certificates.add(ASN1Primitive.fromByteArray(agent.encoded()));
    for (Certificate other : others) {
      certificates.add(ASN1Primitive.fromByteArray(other.encoded()));
    }
    SignedData signed =
        new SignedData(new DERSet(), sealed, new DERSet(certificates), null, new DERSet());
    return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded();
  }

  /** As "RSA/Schannel Key BLOBs" of the Windows documentation has it. */
  private static byte[] privateKeyBlob(EncryptionKey key) {
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key.privateKey(SecretAccess.TOKEN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 7).put((byte) 2).putShort((short) 0).putInt(0x0000a400);
    head.putInt(0x32415352).putInt(2048).putInt(rsa.getPublicExponent().intValueExact());
    out.writeBytes(head.array());
    out.writeBytes(little(rsa.getModulus(), 256));
    for (BigInteger half :
        List.of(
            rsa.getPrimeP(),
            rsa.getPrimeQ(),
            rsa.getPrimeExponentP(),
            rsa.getPrimeExponentQ(),
            rsa.getCrtCoefficient())) {
      out.writeBytes(little(half, 128));
    }
    out.writeBytes(little(rsa.getPrivateExponent(), 256));
    return out.toByteArray();
  }

  private static byte[] little(BigInteger number, int octets) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[octets];
    for (int i = 0; i < octets && i < big.length; i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  private EncryptionKey pair(KeyAlgorithm algorithm) {
    return KeyPairs.encryption(algorithm, organization.random);
  }

  private static Wish wish(
      Optional<String> named,
      Optional<String> asked,
      EncryptionKey sealed,
      int usage,
      Proof proof) {
    return new Wish(named, asked, sealed, usage, proof);
  }

  private static ArchivalRequest only(byte[] file) throws IOException {
    return ArchivalRequest.read(file).getFirst();
  }

  private static SealedKeys.Outcome.Opened opened(SealedKeys.Outcome outcome) {
    return assertInstanceOf(SealedKeys.Outcome.Opened.class, outcome, outcome.toString());
  }

  private static FindingCode refusal(SealedKeys.Outcome outcome) {
    return assertInstanceOf(SealedKeys.Outcome.Refused.class, outcome).findings().getFirst().code();
  }
}
