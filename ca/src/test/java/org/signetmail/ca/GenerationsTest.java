package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation.Reason;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/** Authorities of several generations and kinds of key. */
class GenerationsTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  private final Organization corp = new Organization();

  @Test
  void theNewGenerationIssuesAndTheFormerAnswersForWhatItIssued() throws Exception {
    Certificate before = corp.signing(corp.signingKey(), "Alice", ALICE);
    CertificationAuthority next = afterRollover();
    KeyId formerKey = corp.issuing().keyId();
    KeyId nextKey = next.generations().current().key().id();
    Certificate after = signing(next);

    assertNotEquals(formerKey, nextKey);
    assertEquals(next.path().getFirst().subject(), after.issuer());
    assertInstanceOf(
        CertificateStore.Revoked.Done.class,
        next.revoke(formerKey, before.serial(), Reason.SUPERSEDED));
    assertInstanceOf(
        CertificateStore.Revoked.Done.class,
        next.revoke(nextKey, after.serial(), Reason.SUPERSEDED));
    assertInstanceOf(
        CertificateStore.Revoked.Unknown.class,
        next.revoke(corp.root().keyId(), corp.issuing().serial(), Reason.SUPERSEDED),
        "the root's own certificates are the root's to revoke");
    next.publishDue();

    X509CRL former = list(formerKey);
    former.verify(corp.issuing().publicKey());
    assertTrue(former.isRevoked(before.x509()));
    X509CRL present = list(nextKey);
    present.verify(next.path().getFirst().publicKey());
    assertTrue(present.isRevoked(after.x509()));
  }

  @Test
  void bothGenerationsHaveAResponderOfTheirOwn() {
    corp.signing(corp.signingKey(), "Alice", ALICE);
    CertificationAuthority next = afterRollover();
    new OcspResponder(
        next,
        corp.certificates,
        corp.certificates,
        OcspSettings.STANDARD,
        corp.random,
        InstantSource.fixed(corp.now));

    List<CertificateRecord> responders =
        corp
            .certificates
            .search(new CertificateQuery.OfIssuer(corp.issuing().keyId()), 100)
            .stream()
            .filter(record -> record.kind().name().equals("OCSP"))
            .toList();
    assertEquals(1, responders.size(), "RFC 6960 §4.2.2.2: named by the issuer itself");
    assertEquals(
        1,
        corp
            .certificates
            .search(new CertificateQuery.OfIssuer(next.path().getFirst().keyId()), 100)
            .stream()
            .filter(record -> record.kind().name().equals("OCSP"))
            .count());
  }

  @ParameterizedTest(name = "root {0}, issuing {1}")
  @CsvSource({
    "RSA_4096, RSA_3072",
    "P_384, P_384",
    "ED25519, ED25519",
    "ML_DSA_87, ML_DSA_65",
  })
  void authoritiesMayHaveAnyKeyThatTheirProfileAllows(KeyAlgorithm root, KeyAlgorithm issuing)
      throws Exception {
    Authorities authorities =
        AuthorityCeremony.perform(
            new AuthorityCeremony.Plan(Organization.NAME, root, issuing, corp.publication),
            corp.random,
            corp.now);
    MemoryCertificateStore certificates = new MemoryCertificateStore();
    MemoryCrlStore crls = new MemoryCrlStore();
    authorities.record(certificates, crls, corp.random, corp.now);
    CertificationAuthority authority =
        new CertificationAuthority(
            authorities.issuing(),
            corp.authority.settings(),
            certificates,
            crls,
            corp.random,
            InstantSource.fixed(corp.now));
    Certificate alice = signing(authority);
    authority.revoke(authorities.issuing().key().id(), alice.serial(), Reason.SUPERSEDED);
    authority.publishDue();

    Certificate issuer = authorities.issuing().certificate();
    alice.x509().verify(issuer.publicKey());
    issuer.x509().verify(authorities.root().certificate().publicKey());
    byte[] der = crls.current(issuer.keyId()).orElseThrow().encoded();
    X509CRL list = read(der);
    list.verify(issuer.publicKey());
    assertTrue(list.isRevoked(alice.x509()));
  }

  private CertificationAuthority afterRollover() {
    AuthorityCeremony.Plan plan =
        new AuthorityCeremony.Plan(
            Organization.NAME, KeyAlgorithm.P_384, KeyAlgorithm.P_256, corp.publication);
    SigningIdentity next =
        AuthorityCeremony.issuing(
            plan,
            corp.authorities.root(),
            KeyPairs.signing(plan.issuing(), corp.random),
            corp.random,
            corp.now);
    new Authorities(corp.authorities.root(), next)
        .recordIssuing(corp.certificates, corp.random, corp.now);
    return new CertificationAuthority(
        new Generations(next, List.of(corp.authorities.issuing())),
        corp.authority.settings(),
        corp.certificates,
        corp.crls,
        corp.random,
        InstantSource.fixed(corp.now));
  }

  private Certificate signing(CertificationAuthority authority) {
    SigningKey key = corp.signingKey();
    return Organization.issued(
        authority.issueSigning(
            CertificationRequest.make(key, "Alice", ALICE), corp.subject("Alice"), ALICE));
  }

  private X509CRL list(KeyId issuer) throws Exception {
    return read(corp.crls.current(issuer).orElseThrow().encoded());
  }

  private static X509CRL read(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }
}
