package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Mailbox;

/** What the {@link CertificateSource} over the own store keeps to. */
abstract class CertificateSourceContract extends StoreContract {

  @Test
  void findsByEveryMailboxACertificateNames() throws IOException {
    Certificate both = TestCertificates.fresh("alice@example.test", "sales@example.test");
    Certificate one = TestCertificates.fresh("ALICE@example.test");
    keep(encryption(both));
    keep(signing(one));
    assertEquals("own store", store.certificateSource().name());
    assertEquals(Set.of(both, one), Set.copyOf(store.certificateSource().find(ALICE)));
    assertEquals(List.of(both), store.certificateSource().find(Mailbox.of("Sales@example.test")));
    assertEquals(List.of(), store.certificateSource().find(BOB));
  }

  @Test
  void offersNoKeyThatMailIsNotFor() throws IOException {
    for (Kind kind : List.of(Kind.OFFICER, Kind.OFFICER_SIGNING, Kind.ARCHIVE, Kind.SEAL)) {
      keep(record(TestCertificates.fresh("alice@example.test"), kind, Optional.of(ALICE)));
    }
    assertEquals(List.of(), store.certificateSource().find(ALICE));
  }

  private void keep(CertificateRecord record) {
    store.certificates().keep(record, issued());
  }
}
