package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.crmf.EncryptedValueBuilder;
import org.bouncycastle.cert.crmf.jcajce.JceCRMFEncryptorBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JceAsymmetricKeyWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.archive.CrmfClient.Proof;
import org.signetmail.archive.CrmfClient.Wish;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;

/**
 * Requests of former times: the deprecated EncryptedValue (RFC 4211 §2.1), made by Bouncy Castle's
 * builder, and as Netscape's programs and Dogtag's write it, without a word on how the key is
 * wrapped.
 */
class EncryptedValueTest {
  private static final String BOB = "bob@example.test";
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  private static final Organization ORGANIZATION = new Organization();
  private static final DecryptionIdentity FORMER =
      ORGANIZATION.encryption(Kind.ARCHIVE, "kra@example.test", KeyAlgorithm.RSA_2048);
  private static final DecryptionIdentity OTHER =
      ORGANIZATION.encryption(Kind.ARCHIVE, "other@example.test", KeyAlgorithm.RSA_2048);
  private static final DecryptionIdentity OURS =
      ORGANIZATION.encryption(Kind.ARCHIVE, "archive@example.test", KeyAlgorithm.P_256);
  private static final EncryptionKey KEY =
      KeyPairs.encryption(KeyAlgorithm.P_256, ORGANIZATION.random);
  private static final SealedKeys DOOR = new SealedKeys(List.of(OURS, OTHER, FORMER));

  @ParameterizedTest
  @CsvSource({
    "2.16.840.1.101.3.4.1.2, true",
    "2.16.840.1.101.3.4.1.42, true",
    "1.2.840.113549.3.7, true",
    "2.16.840.1.101.3.4.1.2, false",
    "1.2.840.113549.3.7, false"
  })
  void opensWithTheFormerTransportKey(String cipher, boolean saysHow) throws Exception {
    EncryptedValue value = value(cipher, KEY);
    byte[] file =
        CrmfClient.former(KEY, wish(Proof.SIGNATURE), saysHow ? value : withoutKeyAlg(value));
    SealedKeys.Outcome.Opened opened =
        assertInstanceOf(SealedKeys.Outcome.Opened.class, DOOR.open(only(file), Optional.empty()));
    assertArrayEquals(
        KeyPairs.pkcs8(KEY, SecretAccess.TOKEN), KeyPairs.pkcs8(opened.key(), SecretAccess.TOKEN));
    assertEquals(Optional.of(Mailbox.of(BOB)), opened.owner());
    assertEquals(
        List.of(ArchiveFinding.ARCHIVE_LEGACY_SEAL),
        opened.warnings().stream().map(Finding::code).toList());
  }

  @Test
  void withoutThatKeyItStaysShut() throws Exception {
    byte[] file = CrmfClient.former(KEY, wish(Proof.SIGNATURE), value());
    SealedKeys door = new SealedKeys(List.of(OURS, OTHER));
    assertEquals(
        ArchiveFinding.ARCHIVE_TRANSPORT, refusal(door.open(only(file), Optional.empty())));
  }

  @Test
  void aKeyWithoutANameWantsASignature() throws Exception {
    byte[] file = CrmfClient.former(KEY, wish(Proof.SUBSEQUENT_MESSAGE), value());
    assertEquals(
        ArchiveFinding.ARCHIVE_POSSESSION, refusal(DOOR.open(only(file), Optional.empty())));
  }

  @Test
  void anotherKeyThanTheTemplatesIsRefused() throws Exception {
    EncryptionKey another = KeyPairs.encryption(KeyAlgorithm.P_256, ORGANIZATION.random);
    byte[] file = CrmfClient.former(KEY, wish(Proof.SIGNATURE), value(AES, another));
    assertEquals(
        ArchiveFinding.ARCHIVE_TRANSPORT, refusal(DOOR.open(only(file), Optional.empty())));
  }

  private static final String AES = CMSAlgorithm.AES128_CBC.getId();

  /** What a hostile requester, whose signature holds, writes instead. */
  enum Hostile {
    NO_CIPHER,
    NO_SEALED_KEY,
    KEY_WRAP,
    UNKNOWN_CIPHER,
    NO_NONCE,
    LONG_NONCE,
    ENDS_WITHIN_AN_OCTET,
    EMPTY_VALUE,
    EMPTY_KEY,
    HUGE_VALUE,
    HUGE_KEY,
    KEY_ABOVE_THE_MODULUS,
    UNKNOWN_TRANSPORT,
    CHANGED_VALUE,
    CHANGED_KEY,
    CUT_VALUE;

    EncryptedValue of(EncryptedValue v) {
      ASN1BitString key = v.getEncSymmKey();
      ASN1BitString content = v.getEncValue();
      AlgorithmIdentifier cipher = v.getSymmAlg();
      return switch (this) {
        case NO_CIPHER -> made(null, key, null, content);
        case NO_SEALED_KEY -> made(cipher, null, null, content);
        case KEY_WRAP ->
            made(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes128_wrap_pad),
                key,
                null,
                content);
        case UNKNOWN_CIPHER ->
            made(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), key, null, content);
        case NO_NONCE -> made(new AlgorithmIdentifier(cipher.getAlgorithm()), key, null, content);
        case LONG_NONCE ->
            made(
                new AlgorithmIdentifier(cipher.getAlgorithm(), new DEROctetString(new byte[17])),
                key,
                null,
                content);
        case ENDS_WITHIN_AN_OCTET ->
            made(cipher, key, null, new DERBitString(content.getOctets(), 3));
        case EMPTY_VALUE -> made(cipher, key, null, new DERBitString(new byte[0]));
        case EMPTY_KEY -> made(cipher, new DERBitString(new byte[0]), null, content);
        case HUGE_VALUE -> made(cipher, key, null, new DERBitString(new byte[1 << 17]));
        case HUGE_KEY -> made(cipher, new DERBitString(new byte[1 << 16]), null, content);
        case KEY_ABOVE_THE_MODULUS -> {
          byte[] ones = new byte[256];
          java.util.Arrays.fill(ones, (byte) 0xff);
          yield made(cipher, new DERBitString(ones), null, content);
        }
        case UNKNOWN_TRANSPORT ->
            made(cipher, key, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), content);
        case CHANGED_VALUE -> made(cipher, key, null, changed(content));
        case CHANGED_KEY -> made(cipher, changed(key), null, content);
        case CUT_VALUE ->
            made(
                cipher,
                key,
                null,
                new DERBitString(java.util.Arrays.copyOf(content.getOctets(), 33)));
      };
    }

    private static EncryptedValue made(
        @Nullable AlgorithmIdentifier cipher,
        @Nullable ASN1BitString key,
        @Nullable AlgorithmIdentifier transport,
        ASN1BitString content) {
      return new EncryptedValue(
          null, cipher, (DERBitString) key, transport, null, (DERBitString) content);
    }

    private static DERBitString changed(ASN1BitString bits) {
      byte[] octets = bits.getOctets();
      octets[octets.length / 2] ^= 1;
      return new DERBitString(octets);
    }
  }

  /** Each is one line, or the one answer that all have. */
  @ParameterizedTest
  @EnumSource
  void hostileOnesGetOneLine(Hostile hostile) throws Exception {
    byte[] file = CrmfClient.former(KEY, wish(Proof.SIGNATURE), hostile.of(value()));
    ArchivalRequest request;
    try {
      request = only(file);
    } catch (IOException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count());
      return;
    }
    assertEquals(ArchiveFinding.ARCHIVE_TRANSPORT, refusal(DOOR.open(request, Optional.empty())));
  }

  @Test
  void keyWrapIsNamed() throws Exception {
    byte[] file = CrmfClient.former(KEY, wish(Proof.SIGNATURE), Hostile.KEY_WRAP.of(value()));
    IOException refused = assertThrows(IOException.class, () -> only(file));
    assertEquals(true, String.valueOf(refused.getMessage()).contains("AES key wrap"));
  }

  private static EncryptedValue value() throws Exception {
    return withoutKeyAlg(value(AES, KEY));
  }

  private static EncryptedValue value(String cipher, EncryptionKey key) throws Exception {
    return new EncryptedValueBuilder(
            new JceAsymmetricKeyWrapper(FORMER.certificate().x509()).setProvider(PROVIDER),
            new JceCRMFEncryptorBuilder(new org.bouncycastle.asn1.ASN1ObjectIdentifier(cipher))
                .setProvider(PROVIDER)
                .build())
        .build(PrivateKeyInfo.getInstance(KeyPairs.pkcs8(key, SecretAccess.TOKEN)));
  }

  private static EncryptedValue withoutKeyAlg(EncryptedValue v) {
    return new EncryptedValue(
        null,
        v.getSymmAlg(),
        (DERBitString) v.getEncSymmKey(),
        null,
        null,
        (DERBitString) v.getEncValue());
  }

  private static Wish wish(Proof proof) {
    return new Wish(Optional.empty(), Optional.of(BOB), KEY, 0, proof);
  }

  private static ArchivalRequest only(byte[] file) throws IOException {
    return ArchivalRequest.read(file).getFirst();
  }

  private static FindingCode refusal(SealedKeys.Outcome outcome) {
    return assertInstanceOf(SealedKeys.Outcome.Refused.class, outcome).findings().getFirst().code();
  }
}
