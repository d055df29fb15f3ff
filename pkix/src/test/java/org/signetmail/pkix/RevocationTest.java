package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.Revocation.Reason;

/** What CRLs and OCSP responses make of a path that is otherwise right. */
class RevocationTest {
  private static final Pki PKI = new Pki();
  private static final Certificate ALICE = PKI.person(KeyAlgorithm.P_256).certificate();
  private static final Instant NOW = Pki.NOW;
  private static final CRLDistPoint POINT =
      new CRLDistPoint(
          new DistributionPoint[] {
            new DistributionPoint(
                new DistributionPointName(
                    new GeneralNames(
                        new GeneralName(
                            GeneralName.uniformResourceIdentifier, "http://crl.example.test/c"))),
                null,
                null)
          });

  @Test
  void aCurrentCrlOfEachIssuerMakesThePathValid() {
    assertOutcome("valid", validate(RevocationChecking.REQUIRED, PKI.crl(), PKI.rootCrl()));
  }

  @Test
  void aMissingCrlLeavesItOpenOnlyWhereStatusIsRequired() {
    assertOutcome("undetermined revocation.unknown", validate(RevocationChecking.REQUIRED));
    assertOutcome(
        "undetermined revocation.unknown", validate(RevocationChecking.REQUIRED, PKI.crl()));
    assertOutcome(
        "undetermined revocation.unknown", validate(RevocationChecking.REQUIRED, PKI.rootCrl()));
    Outcome outcome = validate(RevocationChecking.IF_AVAILABLE);
    assertOutcome("valid", outcome);
    assertEquals(Severity.INFO, outcome.findings().getFirst().severity());
  }

  @ParameterizedTest
  @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "REMOVE_FROM_CRL")
  void aRevokedCertificateIsInvalidForEveryReason(Reason reason) {
    byte[] crl = PKI.crl(new Revocation(ALICE.serial(), NOW.minusSeconds(60), reason));
    assertOutcome(
        "invalid revocation.revoked", validate(RevocationChecking.REQUIRED, crl, PKI.rootCrl()));
    assertOutcome("invalid revocation.revoked", validate(RevocationChecking.IF_AVAILABLE, crl));
    assertOutcome("valid", validate(RevocationChecking.OFF, crl));
  }

  @Test
  void aRevokedAuthorityTakesAllWithIt() {
    byte[] crl =
        PKI.rootCrl(
            new Revocation(
                PKI.issuing.certificate().serial(), NOW.minusSeconds(60), Reason.CA_COMPROMISE));
    Outcome outcome = validate(RevocationChecking.IF_AVAILABLE, crl);
    assertOutcome("invalid revocation.revoked", outcome);
    assertEquals("Example Issuing CA", outcome.findings().getFirst().subject());
  }

  @Test
  void revokedAfterTheTimeAskedForIsAWarning() {
    byte[] crl =
        PKI.crl(new Revocation(ALICE.serial(), NOW.plusSeconds(60), Reason.KEY_COMPROMISE));
    Outcome outcome = validate(RevocationChecking.REQUIRED, crl, PKI.rootCrl());
    assertOutcome("valid", outcome);
    assertEquals("revocation.revoked-later", outcome.findings().getFirst().code().code());
    assertEquals(Severity.WARNING, outcome.findings().getFirst().severity());
  }

  @Test
  void anOutdatedCrlProvesNoGoodButStillProvesARevocation() {
    byte[] clean = crl(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1));
    byte[] revoked =
        crl(
            NOW.minus(Duration.ofDays(9)),
            NOW.minusSeconds(1),
            new Revocation(ALICE.serial(), NOW.minus(Duration.ofDays(10)), Reason.SUPERSEDED));
    assertOutcome(
        "undetermined revocation.outdated",
        validate(RevocationChecking.REQUIRED, clean, PKI.rootCrl()));
    assertOutcome("valid", validate(RevocationChecking.IF_AVAILABLE, clean));
    assertOutcome("invalid revocation.revoked", validate(RevocationChecking.IF_AVAILABLE, revoked));
  }

  @Test
  void ofSeveralCrlsTheCurrentOneCounts() {
    byte[] old = crl(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1));
    assertOutcome("valid", validate(RevocationChecking.REQUIRED, old, PKI.crl(), PKI.rootCrl()));
  }

  @Test
  void aCrlMadeAfterTheCertificateExpiredProvesNothing() {
    byte[] late = crl(ALICE.notAfter().plusSeconds(1), ALICE.notAfter().plus(Duration.ofDays(30)));
    assertOutcome(
        "undetermined revocation.outdated",
        validate(RevocationChecking.REQUIRED, late, PKI.rootCrl()));
  }

  @Test
  void aCrlOfSomebodyElseOfTheSameNameIsNoEvidence() {
    Pki impostor = new Pki();
    byte[] forged =
        impostor.crl(new Revocation(ALICE.serial(), NOW.minusSeconds(60), Reason.KEY_COMPROMISE));
    assertOutcome("valid", validate(RevocationChecking.IF_AVAILABLE, forged));
    assertOutcome(
        "undetermined revocation.unknown",
        validate(RevocationChecking.REQUIRED, impostor.crl(), PKI.rootCrl()));
  }

  @Test
  void aChangedCrlIsNoEvidence() {
    byte[] crl = PKI.crl();
    crl[crl.length - 1] ^= 1;
    assertOutcome(
        "undetermined revocation.unknown",
        validate(RevocationChecking.REQUIRED, crl, PKI.rootCrl()));
    assertOutcome(
        "undetermined revocation.unknown", validate(RevocationChecking.REQUIRED, PKI.rootCrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, good, valid",
    "issuer, revoked, invalid revocation.revoked",
    "issuer, later, valid",
    "issuer, unknown, undetermined revocation.unknown",
    "delegated, good, valid",
    "delegated, revoked, invalid revocation.revoked",
    "to-be-looked-up, good, undetermined revocation.unknown",
    "nocheck, good, valid",
    "without-eku, good, undetermined revocation.unknown",
    "of-another, good, undetermined revocation.unknown",
    "expired, good, undetermined revocation.unknown",
    "alice, good, undetermined revocation.unknown",
  })
  void anOcspResponseCountsWhenItsIssuerOrWhomItNamedSignedIt(
      String responder, String status, String expected) throws Exception {
    byte[] response =
        ocsp(
            responder(responder),
            ALICE.serial(),
            switch (status) {
              case "good" -> CertificateStatus.GOOD;
              case "revoked" ->
                  new RevokedStatus(Date.from(NOW.minusSeconds(9)), CRLReason.keyCompromise);
              case "later" ->
                  new RevokedStatus(Date.from(NOW.plusSeconds(9)), CRLReason.keyCompromise);
              default -> new UnknownStatus();
            },
            NOW.minusSeconds(60),
            NOW.plusSeconds(3600));
    assertOutcome(expected, validate(List.of(response), PKI.rootCrl()));
  }

  @Test
  void aResponderThatACrlNamesIsNotBelieved() throws Exception {
    SigningIdentity responder = responder("nocheck");
    byte[] good = ocsp(responder, ALICE.serial(), CertificateStatus.GOOD, NOW, NOW.plusSeconds(60));
    Revocation stolen =
        new Revocation(
            responder.certificate().serial(), NOW.minusSeconds(60), Reason.KEY_COMPROMISE);
    byte[] crlOfResponders = PKI.crl(stolen);
    assertOutcome("valid", validate(List.of(good), PKI.rootCrl()));
    byte[] old = crl(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1), stolen);
    assertOutcome("undetermined revocation.outdated", validate(List.of(good), old, PKI.rootCrl()));
    assertOutcome("valid", validate(List.of(good), crlOfResponders, PKI.rootCrl())); // by the CRL
  }

  @Test
  void aHoldThatANewerListHasNoMoreIsOver() {
    Revocation hold =
        new Revocation(ALICE.serial(), NOW.minus(Duration.ofDays(10)), Reason.CERTIFICATE_HOLD);
    Revocation forGood =
        new Revocation(ALICE.serial(), NOW.minus(Duration.ofDays(10)), Reason.SUPERSEDED);
    Instant before = NOW.minus(Duration.ofDays(9));
    byte[] newer = PKI.crl();
    assertOutcome(
        "valid",
        validate(
            RevocationChecking.REQUIRED,
            crl(before, NOW.plusSeconds(60), hold),
            newer,
            PKI.rootCrl()));
    assertOutcome(
        "invalid revocation.revoked",
        validate(
            RevocationChecking.REQUIRED,
            crl(before, NOW.plusSeconds(60), forGood),
            newer,
            PKI.rootCrl()));
    byte[] afterwards = crl(NOW.plusSeconds(60), NOW.plusSeconds(120));
    assertOutcome(
        "invalid revocation.revoked",
        validate(
            RevocationChecking.REQUIRED,
            crl(before, NOW.plusSeconds(60), hold),
            afterwards,
            PKI.rootCrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "-7200, -3600, undetermined revocation.outdated",
    "-7200, -100, valid",
    "100, 7200, valid",
    "3600, 7200, valid",
    "-3600, , undetermined revocation.outdated",
    "-100000, , undetermined revocation.outdated"
  })
  void anOcspResponseCountsForItsTime(long thisUpdate, Long nextUpdate, String expected)
      throws Exception {
    byte[] response =
        ocsp(
            PKI.issuing,
            ALICE.serial(),
            CertificateStatus.GOOD,
            NOW.plusSeconds(thisUpdate),
            nextUpdate == null ? null : NOW.plusSeconds(nextUpdate));
    assertOutcome(expected, validate(List.of(response), PKI.rootCrl()));
  }

  @Test
  void anOcspResponseSpeaksOfItsOwnCertificateOnly() throws Exception {
    byte[] other =
        ocsp(PKI.issuing, BigInteger.TEN, CertificateStatus.GOOD, NOW, NOW.plusSeconds(60));
    assertOutcome("undetermined revocation.unknown", validate(List.of(other), PKI.rootCrl()));
    byte[] changed =
        ocsp(PKI.issuing, ALICE.serial(), CertificateStatus.GOOD, NOW, NOW.plusSeconds(60));
    changed[changed.length - 1] ^= 1;
    assertOutcome("undetermined revocation.unknown", validate(List.of(changed), PKI.rootCrl()));
  }

  @Test
  void revokedByOneSourceOutweighsGoodByAnother() throws Exception {
    byte[] good =
        ocsp(PKI.issuing, ALICE.serial(), CertificateStatus.GOOD, NOW, NOW.plusSeconds(60));
    byte[] crl =
        PKI.crl(new Revocation(ALICE.serial(), NOW.minusSeconds(60), Reason.KEY_COMPROMISE));
    assertOutcome("invalid revocation.revoked", validate(List.of(good), crl, PKI.rootCrl()));
  }

  private static SigningIdentity responder(String kind) {
    Odd delegated =
        Odd.of("CN=Responder")
            .extension("2.5.29.37", false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    return switch (kind) {
      case "issuer" -> PKI.issuing;
      case "delegated" -> delegated.issuedBy(PKI.issuing).identity();
      case "to-be-looked-up" ->
          delegated.extension("2.5.29.31", false, POINT).issuedBy(PKI.issuing).identity();
      case "nocheck" ->
          delegated
              .extension("2.5.29.31", false, POINT)
              .extension("1.3.6.1.5.5.7.48.1.5", false, DERNull.INSTANCE)
              .issuedBy(PKI.issuing)
              .identity();
      case "without-eku" -> Odd.of("CN=Responder").issuedBy(PKI.issuing).identity();
      case "of-another" -> delegated.issuedBy(new Pki().issuing).identity();
      case "expired" -> delegated.issuedBy(PKI.issuing).until(NOW.minusSeconds(1)).identity();
      default -> PKI.person(KeyAlgorithm.P_256);
    };
  }

  private static byte[] ocsp(
      SigningIdentity responder,
      BigInteger serial,
      CertificateStatus status,
      Instant thisUpdate,
      @org.jspecify.annotations.Nullable Instant nextUpdate)
      throws Exception {
    BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
    DigestCalculator sha1 = digests.get(CertificateID.HASH_SHA1);
    X509CertificateHolder issuer = new X509CertificateHolder(PKI.issuing.certificate().encoded());
    BasicOCSPRespBuilder builder =
        new BasicOCSPRespBuilder(
            new RespID(
                SubjectPublicKeyInfo.getInstance(responder.certificate().publicKey().getEncoded()),
                sha1));
    builder.addResponse(
        new CertificateID(sha1, issuer, serial),
        status,
        Date.from(thisUpdate),
        nextUpdate == null ? null : Date.from(nextUpdate));
    X509CertificateHolder[] certificates =
        responder.equals(PKI.issuing)
            ? new X509CertificateHolder[0]
            : new X509CertificateHolder[] {
              new X509CertificateHolder(responder.certificate().encoded())
            };
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(responder.key().privateKey(SecretAccess.TOKEN)),
                certificates,
                Date.from(NOW)))
        .getEncoded();
  }

  private static byte[] crl(Instant thisUpdate, Instant nextUpdate, Revocation... revoked) {
    return PKI.signer.crl(BigInteger.TWO, thisUpdate, nextUpdate, List.of(revoked));
  }

  private static Outcome validate(RevocationChecking checking, byte[]... crls) {
    return PathValidator.validate(
        ALICE,
        Purpose.EMAIL_SIGNING,
        NOW,
        new Context(
            List.of(PKI.root),
            PKI.issuing.path(),
            Paths.evidence(List.of(), crls),
            checking,
            PolicyInputs.ANY));
  }

  private static Outcome validate(List<byte[]> ocsp, byte[]... crls) {
    return PathValidator.validate(
        ALICE,
        Purpose.EMAIL_SIGNING,
        NOW,
        new Context(
            List.of(PKI.root),
            PKI.issuing.path(),
            Paths.evidence(ocsp, crls),
            RevocationChecking.REQUIRED,
            PolicyInputs.ANY));
  }

  private static void assertOutcome(String expected, Outcome outcome) {
    String word = outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    assertEquals(expected, (word + " " + Paths.codes(outcome)).strip(), outcome::toString);
  }
}
