package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.FormerCertificates.Kept;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.EntryType;

/** What every {@link org.signetmail.archive.FormerCertificates} keeps to. */
abstract class FormerCertificatesContract extends StoreContract {
  @Test
  void keepsEachOnceAndInTheOrderTheyCame() {
    byte[] key = TestCertificates.freshKey();
    Certificate first = TestCertificates.over(key, TestCertificates.freshSerial());
    Certificate second = TestCertificates.over(key, TestCertificates.freshSerial());
    assertEquals(Kept.NOW, keep(first));
    assertEquals(Kept.NOW, keep(second));
    assertEquals(Kept.BEFORE, keep(first));
    assertEquals(
        List.of(first, second), store.formerCertificates().over(KeyId.ofSubjectPublicKeyInfo(key)));
    assertEquals(2, store.log().size());
  }

  @Test
  void aKeyThatSignsInOurOwnCertificateStaysOne() {
    Certificate certificate = TestCertificates.fresh();
    store.certificates().keep(signing(certificate), issued());
    Certificate former =
        TestCertificates.over(certificate.publicKey().getEncoded(), TestCertificates.freshSerial());
    assertEquals(Kept.KEY_HAS_OTHER_USE, keep(former));
    assertEquals(List.of(), store.formerCertificates().over(certificate.keyId()));
    assertEquals(1, store.log().size());
  }

  @Test
  void theKeyOfACertificateForEncryptionMayBeArchivedAndNeverSigns() {
    byte[] key = TestCertificates.freshKey();
    Certificate former = TestCertificates.over(key, TestCertificates.freshSerial());
    assertEquals(Kept.NOW, keep(former));
    assertEquals(
        Optional.of(1L),
        store.archive().keep(archivedKey(key, ALICE), entry(EntryType.KEY_ARCHIVED)));
    assertThrows(
        IllegalArgumentException.class, () -> store.certificates().keep(signing(former), issued()));
  }

  private Kept keep(Certificate certificate) {
    return store.formerCertificates().keep(certificate, entry(EntryType.CERTIFICATE_REMEMBERED));
  }
}
