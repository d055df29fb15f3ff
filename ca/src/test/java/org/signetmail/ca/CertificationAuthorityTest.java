package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.tlog.LogEntry;

class CertificationAuthorityTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  private final Organization corp = new Organization();

  @Test
  void signingCertificateIsKeptLoggedAndNamesItsHolder() {
    int before = corp.certificates.log().size();
    SigningKey key = corp.signingKey();

    Certificate certificate = corp.signing(key, "Alice", ALICE);

    assertEquals(key.id(), certificate.keyId());
    assertEquals(List.of(ALICE), certificate.mailboxes());
    assertTrue(certificate.maySign());
    assertFalse(certificate.mayEncrypt());
    assertFalse(certificate.notAfter().isAfter(corp.issuing().notAfter()));
    LogEntry entry = corp.certificates.log().get(before);
    assertEquals("certificate.issued", entry.type().dotted());
    assertEquals(Optional.of(certificate.fingerprint()), entry.value("sha256"));
    assertEquals(Optional.of(ALICE.toString()), entry.value("mailbox"));
    assertFalse(new String(entry.leaf(), StandardCharsets.UTF_8).contains("alice"));
  }

  @Test
  void encryptionCertificateIsIssuedWithTheReceiptAndTheReceiptIsLogged() {
    EncryptionKey key = corp.encryptionKey();

    Certificate certificate = corp.encryption(key, "Bob", BOB);

    assertTrue(certificate.mayEncrypt());
    assertFalse(certificate.maySign());
    assertEquals(
        Optional.of("0011223344556677"), corp.certificates.log().getLast().value("receipt"));
    assertTrue(corp.certificates.ofOwner(BOB).getFirst().receipt().isPresent());
  }

  @Test
  void receiptForAnotherKeyIsRefused() {
    PublicKey key = corp.encryptionKey().publicKey();
    ArchiveReceipt.Verified other = corp.verified(corp.encryptionKey().publicKey(), BOB);

    assertRefused("issuance.receipt-for-other-key", encryption(key, BOB, other));
  }

  @Test
  void receiptForAnotherOwnerIsRefused() {
    PublicKey key = corp.encryptionKey().publicKey();

    assertRefused(
        "issuance.receipt-for-other-owner", encryption(key, BOB, corp.verified(key, ALICE)));
  }

  @Test
  void receiptOfAnArchiveOfOnesOwnIsRefused() {
    PublicKey key = corp.encryptionKey().publicKey();
    SigningKey mallory = corp.signingKey();
    Certificate hers = corp.signing(mallory, "Mallory", Mailbox.of("mallory@example.test"));
    ArchiveReceipt.Verified witness =
        corp.receipt(KeyId.of(key), BOB, mallory).verify(hers).orElseThrow();

    assertRefused("issuance.receipt-unknown-archive", encryption(key, BOB, witness));
  }

  @Test
  void receiptOfARevokedArchiveIsRefused() {
    PublicKey key = corp.encryptionKey().publicKey();
    corp.revoke(corp.archiveCertificate, Revocation.Reason.KEY_COMPROMISE);

    assertRefused(
        "issuance.receipt-unknown-archive", encryption(key, BOB, corp.verified(key, BOB)));
  }

  @Test
  void authorityWithoutAnArchiveIssuesNoEncryptionCertificate() {
    PublicKey key = corp.encryptionKey().publicKey();
    CertificationAuthority young =
        corp.authority(corp.random, AuthoritySettings.of(Organization.NAME, corp.publication));

    assertRefused(
        "issuance.receipt-unknown-archive",
        young.issueEncryption(key, corp.subject("Bob"), BOB, corp.verified(key, BOB)));
  }

  @Test
  void signingKeyNeverBecomesAnEncryptionKey() {
    SigningKey key = corp.signingKey();
    corp.signing(key, "Alice", ALICE);

    assertRefused(
        "issuance.key-has-other-use",
        encryption(key.publicKey(), ALICE, corp.verified(key.publicKey(), ALICE)));
  }

  @Test
  void encryptionKeyNeverBecomesASigningKeyNotEvenAfterRevocation() {
    SigningKey key = corp.signingKey();
    Issuance first = encryption(key.publicKey(), ALICE, corp.verified(key.publicKey(), ALICE));
    corp.revoke(Organization.issued(first), Revocation.Reason.SUPERSEDED);

    assertRefused("issuance.key-has-other-use", signing(key, ALICE));
    assertRefused(
        "issuance.key-has-other-use",
        corp.authority.issueService(
            ServiceKind.OFFICER_SIGNING,
            key.publicKey(),
            ServiceNames.ofOfficer(corp.subject("Alice"), ALICE)));
  }

  @Test
  void keyOfTheAuthorityIsCertifiedForNothingElse() {
    SigningKey issuing = corp.authorities.issuing().key();
    SigningKey root = corp.authorities.root().key();

    assertRefused("issuance.key-has-other-use", signing(issuing, ALICE));
    assertRefused("issuance.key-has-other-use", signing(root, ALICE));
  }

  @Test
  void keyOfOnePersonIsNotCertifiedForAnother() {
    SigningKey key = corp.signingKey();
    corp.signing(key, "Alice", ALICE);

    assertRefused("issuance.key-has-other-holder", signing(key, BOB));
  }

  @Test
  void requestForAnotherMailboxIsRefused() {
    CertificationRequest forAlice = CertificationRequest.make(corp.signingKey(), "Alice", ALICE);

    assertRefused(
        "issuance.other-mailbox", corp.authority.issueSigning(forAlice, corp.subject("Bob"), BOB));
  }

  @Test
  void requestWithAKeyThatDidNotSignItIsRefused() {
    CertificationRequest real = CertificationRequest.make(corp.signingKey(), "Alice", ALICE);
    CertificationRequest forged =
        new CertificationRequest(
            real.encoded(), corp.signingKey().publicKey(), real.subject(), real.mailboxes());

    assertRefused(
        "issuance.request-unproven",
        corp.authority.issueSigning(forged, corp.subject("Alice"), ALICE));
  }

  @Test
  void subjectOfAnotherOrganizationIsRefused() {
    SigningKey key = corp.signingKey();

    assertRefused(
        "issuance.other-organization",
        corp.authority.issueSigning(
            CertificationRequest.make(key, "Alice", ALICE),
            new SubjectName("Alice", Optional.of("Other Inc")),
            ALICE));
  }

  @Test
  void authorityPastItsTimeIssuesNothing() {
    CertificationAuthority old =
        new CertificationAuthority(
            corp.authorities.issuing(),
            corp.authority.settings(),
            corp.certificates,
            corp.crls,
            corp.random,
            InstantSource.fixed(corp.issuing().notAfter().plusSeconds(1)));

    assertRefused(
        "issuance.authority-not-valid",
        old.issueSigning(
            CertificationRequest.make(corp.signingKey(), "Alice", ALICE),
            corp.subject("Alice"),
            ALICE));
  }

  @Test
  void refusalLeavesNoTraceInStoreOrLog() {
    int before = corp.certificates.log().size();
    PublicKey key = corp.encryptionKey().publicKey();

    encryption(key, BOB, corp.verified(key, ALICE));

    assertEquals(before, corp.certificates.log().size());
    assertEquals(List.of(), corp.certificates.ofKey(KeyId.of(key)));
  }

  @Test
  void takenSerialIsNotUsedAgain() {
    CertificationAuthority first =
        corp.authority(new StutteringRandom(), corp.authority.settings());
    CertificationAuthority second =
        corp.authority(new StutteringRandom(), corp.authority.settings());

    Certificate one = Organization.issued(signing(first, corp.signingKey(), ALICE));
    Certificate two = Organization.issued(signing(second, corp.signingKey(), BOB));

    assertEquals("07".repeat(16), HexFormat.of().formatHex(one.serial().toByteArray()));
    assertFalse(one.serial().equals(two.serial()));
  }

  @Test
  void servicesGetTheCertificatesOfTheirKinds() {
    Certificate server =
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.TLS_SERVER,
                corp.signingKey().publicKey(),
                ServiceNames.ofServer(
                    new SubjectName("mail.example.test", Optional.empty()),
                    List.of("mail.example.test"))));
    Certificate seal =
        Organization.issued(
            corp.authority.issueSeal(
                corp.signingKey().publicKey(),
                corp.subject("Example Corp Mail Gateway"),
                List.of(Mailbox.of("gateway@example.test"))));
    Certificate archive =
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.ARCHIVE,
                corp.encryptionKey().publicKey(),
                ServiceNames.of(corp.subject("Key Archive"))));
    Certificate officer =
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.OFFICER,
                corp.encryptionKey().publicKey(),
                ServiceNames.ofOfficer(corp.subject("Olga"), Mailbox.of("olga@example.test"))));

    assertTrue(server.extendedKeyUsage().contains("1.3.6.1.5.5.7.3.1"));
    assertTrue(seal.isSeal());
    assertTrue(archive.mayEncrypt());
    assertTrue(officer.mayEncrypt());
    assertEquals(List.of(), corp.certificates.ofOwner(Mailbox.of("olga@example.test")));
  }

  @Test
  void revocationCountsOnceAndOnlyForOwnCertificates() {
    Certificate certificate = corp.signing(corp.signingKey(), "Alice", ALICE);

    assertInstanceOf(
        CertificateStore.Revoked.Done.class,
        corp.revoke(certificate, Revocation.Reason.SUPERSEDED));
    assertInstanceOf(
        CertificateStore.Revoked.Before.class,
        corp.revoke(certificate, Revocation.Reason.KEY_COMPROMISE));
    assertInstanceOf(
        CertificateStore.Revoked.Unknown.class,
        corp.authority.revoke(
            corp.issuing().keyId(),
            certificate.serial().add(java.math.BigInteger.ONE),
            Revocation.Reason.SUPERSEDED));
    assertEquals(Optional.of("superseded"), corp.certificates.log().getLast().value("reason"));
    assertThrows(
        IllegalArgumentException.class,
        () -> corp.revoke(certificate, Revocation.Reason.REMOVE_FROM_CRL));
  }

  private Issuance encryption(PublicKey key, Mailbox mailbox, ArchiveReceipt.Verified receipt) {
    return corp.authority.issueEncryption(key, corp.subject("Somebody"), mailbox, receipt);
  }

  private Issuance signing(SigningKey key, Mailbox mailbox) {
    return signing(corp.authority, key, mailbox);
  }

  private Issuance signing(CertificationAuthority authority, SigningKey key, Mailbox mailbox) {
    return authority.issueSigning(
        CertificationRequest.make(key, "Somebody", mailbox), corp.subject("Somebody"), mailbox);
  }

  private static void assertRefused(String code, Issuance issuance) {
    assertInstanceOf(Issuance.Refused.class, issuance);
    assertTrue(Organization.codes(issuance).contains(code), Organization.codes(issuance)::toString);
  }

  /** Says the same thing twice before it becomes random. */
  private static final class StutteringRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private int said;

    @Override
    public void nextBytes(byte[] bytes) {
      if (said++ < 1) {
        Arrays.fill(bytes, (byte) 7);
      } else {
        super.nextBytes(bytes);
      }
    }
  }
}
