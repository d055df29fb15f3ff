package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.CertificateProfile.Kind;

class ArchiveReceiptTest {
  private static final Pki PKI = new Pki();
  private static final Instant WHEN = Instant.parse("2026-06-01T12:00:00.123456789Z");
  private static final KeyId KEPT = PKI.root.keyId();

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ED25519", "P_256", "P_384", "RSA_2048", "ML_DSA_65"})
  void aReceiptHoldsUnderTheArchivesCertificateAndNoOther(KeyAlgorithm algorithm) throws Exception {
    SigningIdentity archive = archive(algorithm);
    ArchiveReceipt receipt = receipt(archive.key());

    ArchiveReceipt read = ArchiveReceipt.of(receipt.encoded());

    assertEquals(receipt, read);
    assertEquals(
        Optional.of(read),
        read.verify(archive.certificate()).map(ArchiveReceipt.Verified::receipt));
    assertTrue(read.verify(archive(algorithm).certificate()).isEmpty());
    assertTrue(read.verify(archive(KeyAlgorithm.ED25519).certificate()).isEmpty());
  }

  @Test
  void everyChangedOctetIsRefused() {
    SigningIdentity archive = archive(KeyAlgorithm.ED25519);
    byte[] encoded = receipt(archive.key()).encoded();
    for (int i = 0; i < encoded.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = encoded.clone();
        changed[i] ^= (byte) (1 << bit);
        boolean holds;
        try {
          holds = ArchiveReceipt.of(changed).verify(archive.certificate()).isPresent();
        } catch (IOException e) {
          holds = false;
        }
        assertTrue(!holds, "octet " + i + ", bit " + bit);
      }
    }
  }

  @Test
  void aSignatureOverTheSameOctetsForAnotherPurposeIsNoReceipt() {
    SigningIdentity archive = archive(KeyAlgorithm.ED25519);
    ArchiveReceipt receipt = receipt(archive.key());
    byte[] toBeSigned = receipt.toBeSigned();
    int purpose = "signetmail.org archive receipt 0\0".length();
    assertEquals(
        "signetmail.org archive receipt 0\0",
        new String(toBeSigned, 0, purpose, java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals(0x30, toBeSigned[purpose]);
  }

  @Test
  void aCertificateThatMayNotSignVerifiesNothing() {
    EncryptionKey both = KeyPairs.encryption(KeyAlgorithm.P_256, Pki.RANDOM);
    SigningKey same = new SigningKey(both.privateKey(SecretAccess.TOKEN), both.publicKey());
    Certificate encryption =
        Pki.signed(PKI.signer, Pki.person(Kind.PERSON_ENCRYPTION, both.publicKey()));
    assertTrue(receipt(same).verify(encryption).isEmpty());
  }

  @Test
  void theEncodingHasOneFormAndNothingFollowsIt() {
    byte[] encoded = receipt(archive(KeyAlgorithm.ED25519).key()).encoded();
    assertThrows(
        IOException.class, () -> ArchiveReceipt.of(Arrays.copyOf(encoded, encoded.length + 1)));
    assertThrows(
        IOException.class, () -> ArchiveReceipt.of(Arrays.copyOf(encoded, encoded.length - 1)));
    assertThrows(IOException.class, () -> ArchiveReceipt.of(new byte[0]));
    byte[] longForm = new byte[encoded.length + 1]; // 30 81 L … where 30 81 L is already long
    longForm[0] = 0x30;
    longForm[1] = (byte) 0x82;
    longForm[2] = 0;
    System.arraycopy(encoded, 2, longForm, 3, encoded.length - 2);
    assertThrows(IOException.class, () -> ArchiveReceipt.of(longForm));
  }

  @Test
  void aQuorumThatCannotBeMetIsNoReceipt() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ArchiveReceipt(KEPT, Pki.ALICE, WHEN, "r", 2, 3, new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ArchiveReceipt(KEPT, Pki.ALICE, WHEN, "r", 2, 0, new byte[0]));
  }

  @Test
  void whatItSaysSurvivesToTheMillisecond() throws Exception {
    ArchiveReceipt read = ArchiveReceipt.of(receipt(archive(KeyAlgorithm.ED25519).key()).encoded());
    assertEquals(KEPT, read.keyId());
    assertEquals(Pki.ALICE, read.owner());
    assertEquals(Instant.parse("2026-06-01T12:00:00.123Z"), read.archivedAt());
    assertEquals(List.of("record-7", 3, 2), List.of(read.record(), read.shares(), read.quorum()));
    assertArrayEquals(read.signature(), read.signature());
  }

  private static SigningIdentity archive(KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, Pki.RANDOM);
    Certificate certificate =
        Pki.signed(
            PKI.signer,
            Pki.tbs(
                CertificateProfile.standard(Kind.ARCHIVE_SIGNING),
                "Archive",
                key.publicKey(),
                List.of()));
    return new SigningIdentity(key, List.of(certificate));
  }

  private static ArchiveReceipt receipt(SigningKey key) {
    return ArchiveReceipt.sign(KEPT, Pki.ALICE, WHEN, "record-7", 3, 2, key);
  }
}
