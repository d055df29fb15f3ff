package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.Partner;
import org.signetmail.directory.PartnerStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.tlog.EntryType;

/** What every {@link PartnerStore} keeps to. */
abstract class PartnerStoreContract extends StoreContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void givesBackWhatWasKeptInOrderOfName() {
    Partner zeta = partner("Zeta", Optional.of(TestCertificates.fresh()));
    Partner alpha = partner("Alpha", Optional.empty());
    assertEquals(0, store.partners().add(zeta, entry(EntryType.PARTNER_ADDED)));
    assertEquals(1, store.partners().add(alpha, entry(EntryType.PARTNER_ADDED)));
    assertEquals(List.of(alpha, zeta), store.partners().partners());
  }

  @Test
  void keepsANameOnce() {
    Partner first = partner("Alpha", Optional.empty());
    store.partners().add(first, entry(EntryType.PARTNER_ADDED));
    Partner second = partner("Alpha", Optional.empty());
    assertThrows(
        IllegalArgumentException.class,
        () -> store.partners().add(second, entry(EntryType.PARTNER_ADDED)));
    assertEquals(List.of(first), store.partners().partners());
    assertEquals(1, store.log().size());
  }

  @Test
  void forgetsAndLogsThatItDid() {
    store.partners().add(partner("Alpha", Optional.empty()), entry(EntryType.PARTNER_ADDED));
    assertFalse(store.partners().remove("Beta", entry(EntryType.PARTNER_REMOVED)));
    assertEquals(1, store.log().size());
    assertTrue(store.partners().remove("Alpha", entry(EntryType.PARTNER_REMOVED)));
    assertEquals(2, store.log().size());
    assertEquals(List.of(), store.partners().partners());
    store.partners().add(partner("Alpha", Optional.empty()), entry(EntryType.PARTNER_ADDED));
  }

  private static Partner partner(String name, Optional<Certificate> gateway) {
    return new Partner(
        name,
        List.of(root(name + " 1"), root(name + " 2")),
        Set.of("partner.example", ".partner.example", "other.example"),
        gateway,
        gateway.isPresent() ? Set.of("aes256-GCM", "rsa-oaep") : Set.of());
  }

  private static Certificate root(String name) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, RANDOM);
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    return CertificateSigner.selfSign(
        new ToBeSigned(
            CertificateProfile.standard(CertificateProfile.Kind.ROOT),
            ToBeSigned.randomSerial(RANDOM),
            new ToBeSigned.SubjectName(name, Optional.of("Partner")),
            key.publicKey(),
            begin,
            begin.plusSeconds(86_400 * 365),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        key);
  }
}
