package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CrlStore.CrlKey;
import org.signetmail.ca.CrlStore.Form;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation.Reason;

/** What revocation lists say after what happened, as the JDK reads them. */
class CrlPublicationTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final CrlKey DELTA = new CrlKey(CrlPartition.WHOLE, Form.DELTA);
  private static final String BASE_NUMBER = "2.5.29.27";
  private static final String DISTRIBUTION_POINT = "2.5.29.28";

  private final Organization corp = new Organization();
  private final KeyId issuer = corp.issuing().keyId();
  private Instant now = corp.now;
  private CertificationAuthority authority = authority(corp.authority.settings());

  @Test
  void nothingIsPublishedTwiceForOneChange() throws Exception {
    assertEquals(2, authority.publishDue().size(), "the complete list and its delta");
    assertEquals(List.of(), authority.publishDue(), "nothing has changed");

    Certificate alice = alice();
    assertEquals(List.of(), authority.publishDue(), "a new certificate changes no list");
    revoke(alice, Reason.SUPERSEDED);
    assertEquals(2, authority.publishDue().size());
    assertEquals(List.of(), authority.publishDue());
    assertNotNull(entry(CrlKey.WHOLE, alice));
    assertNotNull(entry(DELTA, alice));
  }

  @Test
  void listsAreMadeAgainBeforeTheyEnd() {
    authority.publishDue();
    Duration validity = authority.settings().crlValidity();
    now = now.plus(validity.dividedBy(7).multipliedBy(5));
    assertEquals(List.of(), authority.publishDue(), "early");
    now = now.plus(validity.dividedBy(7).plusSeconds(1));
    assertEquals(2, authority.publishDue().size(), "with a seventh of its time left");
  }

  @Test
  void aHoldThatIsTakenBackLeavesTheCompleteListAndStandsInTheDeltaAsRemoved() throws Exception {
    authority.publishDue();
    Certificate alice = alice();
    revoke(alice, Reason.CERTIFICATE_HOLD);
    authority.publishDue();
    assertEquals(java.security.cert.CRLReason.CERTIFICATE_HOLD, reason(CrlKey.WHOLE, alice));

    assertInstanceOf(
        CertificateStore.Released.Done.class, authority.release(issuer, alice.serial()));
    authority.publishDue();

    assertNull(entry(CrlKey.WHOLE, alice));
    assertEquals(java.security.cert.CRLReason.REMOVE_FROM_CRL, reason(DELTA, alice));
    assertEquals("certificate.released", corp.certificates.log().getLast().type().dotted());
    assertInstanceOf(
        CertificateStore.Released.NotOnHold.class, authority.release(issuer, alice.serial()));
  }

  @Test
  void aHoldMayBecomeFinalAndNothingElseIsTakenBack() throws Exception {
    Certificate alice = alice();
    revoke(alice, Reason.CERTIFICATE_HOLD);
    now = now.plusSeconds(3600);
    revoke(alice, Reason.KEY_COMPROMISE);
    authority.publishDue();

    X509CRLEntry entry = entry(CrlKey.WHOLE, alice);
    assertEquals(java.security.cert.CRLReason.KEY_COMPROMISE, entry.getRevocationReason());
    assertEquals(corp.now, entry.getRevocationDate().toInstant(), "from the day of the hold on");
    assertInstanceOf(
        CertificateStore.Released.NotOnHold.class, authority.release(issuer, alice.serial()));
    assertInstanceOf(
        CertificateStore.Revoked.Before.class,
        authority.revoke(issuer, alice.serial(), Reason.CERTIFICATE_HOLD));
  }

  @Test
  void aDeltaSaysWhatChangedSinceItsBaseAndSharesTheNumberOfTheListBesideIt() throws Exception {
    Certificate before = alice();
    revoke(before, Reason.SUPERSEDED);
    authority.publishDue();
    BigInteger base = corp.crls.current(issuer).orElseThrow().number();

    Certificate after = alice();
    revoke(after, Reason.SUPERSEDED);
    authority.publishDue();

    X509CRL delta = read(DELTA);
    assertNull(delta.getRevokedCertificate(before.serial()));
    assertNotNull(delta.getRevokedCertificate(after.serial()));
    assertEquals(base, number(delta, BASE_NUMBER));
    assertTrue(delta.getCriticalExtensionOIDs().contains(BASE_NUMBER));
    assertEquals(
        corp.crls.current(issuer).orElseThrow().number(),
        corp.crls.current(issuer, DELTA).orElseThrow().number());
    String freshest = latin(read(CrlKey.WHOLE).getExtensionValue("2.5.29.46"));
    assertTrue(freshest.contains(corp.publication.crlUri(issuer, DELTA)), freshest);
  }

  @Test
  void eachCertificateStandsInTheListThatItPointsToAndInTheWhole() throws Exception {
    authority = authority(corp.authority.settings().withCrlPartitions(4));
    Certificate old = alice(); // of the time before partitions: it points to the whole
    authority.publishDue();
    for (int i = 0; i < 12; i++) {
      Certificate certificate = Organization.issued(issue());
      CrlKey key = new CrlKey(CrlPartition.ofSerial(certificate.serial(), 4), Form.COMPLETE);
      String uri = corp.publication.crlUri(issuer, key);
      assertTrue(latin(certificate.extension("2.5.29.31").orElseThrow()).contains(uri));
      revoke(certificate, Reason.SUPERSEDED);
      assertEquals(4, authority.publishDue().size(), "the whole and one part, with their deltas");

      X509CRL part = read(key);
      assertNotNull(part.getRevokedCertificate(certificate.serial()));
      assertTrue(latin(part.getExtensionValue(DISTRIBUTION_POINT)).contains(uri));
      assertTrue(part.getCriticalExtensionOIDs().contains(DISTRIBUTION_POINT));
      assertNotNull(read(CrlKey.WHOLE).getRevokedCertificate(certificate.serial()));
      for (CrlPartition other : CrlPartition.all(4)) {
        assertEquals(
            other.equals(key.partition()),
            read(new CrlKey(other, Form.COMPLETE)).getRevokedCertificate(certificate.serial())
                != null);
      }
    }
    assertNull(read(CrlKey.WHOLE).getExtensionValue(DISTRIBUTION_POINT));
    assertFalse(latin(old.extension("2.5.29.31").orElseThrow()).contains("of4"));

    authority = authority(corp.authority.settings());
    revoke(alice(), Reason.SUPERSEDED);
    assertTrue(
        authority.publishDue().stream().anyMatch(crl -> !crl.head().key().partition().isWhole()),
        "a division that was left is published on");
  }

  @Test
  void theNodeThatHasTheTaskPublishesAndTheOtherDoesNot() {
    MemoryClaims claims = new MemoryClaims();
    claims.claim("crl " + issuer.hex(), "other", now, Duration.ofMinutes(1));
    assertEquals(List.of(), authority.publishDue(claims, "one"));
    now = now.plus(Duration.ofMinutes(1));
    assertEquals(2, authority.publishDue(claims, "one").size(), "the other seems to be gone");
    assertTrue(claims.claim("crl " + issuer.hex(), "third", now, Duration.ofMinutes(1)));
  }

  private CertificationAuthority authority(AuthoritySettings settings) {
    return new CertificationAuthority(
        corp.authorities.issuing(), settings, corp.certificates, corp.crls, corp.random, () -> now);
  }

  private Certificate alice() {
    return corp.signing(corp.signingKey(), "Alice", ALICE);
  }

  private Issuance issue() {
    var key = corp.signingKey();
    return authority.issueSigning(
        org.signetmail.pkix.CertificationRequest.make(key, "Alice", ALICE),
        corp.subject("Alice"),
        ALICE);
  }

  private void revoke(Certificate certificate, Reason reason) {
    assertInstanceOf(
        CertificateStore.Revoked.Done.class,
        authority.revoke(issuer, certificate.serial(), reason));
  }

  private X509CRLEntry entry(CrlKey key, Certificate certificate) throws Exception {
    return read(key).getRevokedCertificate(certificate.serial());
  }

  private java.security.cert.CRLReason reason(CrlKey key, Certificate certificate)
      throws Exception {
    return entry(key, certificate).getRevocationReason();
  }

  private X509CRL read(CrlKey key) throws Exception {
    byte[] der = corp.crls.current(issuer, key).orElseThrow().encoded();
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    crl.verify(corp.issuing().publicKey());
    return crl;
  }

  /** The INTEGER in the OCTET STRING of an extension. */
  private static BigInteger number(X509CRL crl, String oid) {
    byte[] extension = crl.getExtensionValue(oid);
    return new BigInteger(java.util.Arrays.copyOfRange(extension, 4, extension.length));
  }

  private static String latin(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
