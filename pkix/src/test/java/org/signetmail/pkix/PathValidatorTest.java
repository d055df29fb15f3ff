package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.pkix.Paths.assertInvalid;
import static org.signetmail.pkix.Paths.codes;
import static org.signetmail.pkix.Paths.read;
import static org.signetmail.pkix.Paths.validate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;

/** Each thing that can be wrong with a path, and the finding that must say so. */
class PathValidatorTest {
  private static final Pki PKI = new Pki();
  private static final SigningIdentity ALICE = PKI.person(KeyAlgorithm.P_256);
  private static final SigningIdentity ROOT = Odd.of("CN=Root").authority().identity();

  @Test
  void aPathToATrustedRootIsProofOfIt() {
    Outcome outcome =
        PathValidator.validate(ALICE.certificate(), Purpose.EMAIL_SIGNING, Pki.NOW, context());

    ValidatedPath path = assertInstanceOf(Outcome.Valid.class, outcome).path();
    assertEquals(
        List.of(ALICE.certificate(), PKI.issuing.certificate(), PKI.root), path.certificates());
    assertEquals(PKI.root, path.root());
    assertEquals(Pki.NOW, path.at());
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {
        "RSA_3072",
        "P_384",
        "P_521",
        "ED25519",
        "ED448",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87"
      })
  void everyKindOfAuthorityIsFollowed(KeyAlgorithm algorithm) {
    Pki pki = new Pki(algorithm);
    Certificate alice = pki.person(KeyAlgorithm.P_256).certificate();
    assertInstanceOf(
        Outcome.Valid.class,
        validate(alice, List.of(pki.root), List.of(pki.issuing.certificate())));
  }

  @ParameterizedTest
  @CsvSource({
    "PERSON_SIGNING, EMAIL_SIGNING, ''",
    "PERSON_SIGNING, EMAIL_ENCRYPTION, path.key-usage",
    "PERSON_ENCRYPTION, EMAIL_ENCRYPTION, ''",
    "PERSON_ENCRYPTION, EMAIL_SIGNING, path.key-usage",
    "SEAL, EMAIL_SIGNING, ''",
    "OFFICER, EMAIL_ENCRYPTION, path.extended-key-usage",
    "OFFICER, ANY, ''",
    "OFFICER_SIGNING, EMAIL_SIGNING, path.extended-key-usage",
    "TLS_SERVER, EMAIL_SIGNING, path.extended-key-usage"
  })
  void aCertificateServesItsPurposeOnly(Kind kind, Purpose purpose, String code) {
    Certificate made = PKI.issue(kind, KeyAlgorithm.P_256);
    Outcome outcome = PathValidator.validate(made, purpose, Pki.NOW, context());
    assertEquals(code, codes(outcome));
    assertEquals(code.isEmpty(), outcome instanceof Outcome.Valid);
  }

  @Test
  void anAuthorityForServersCertifiesNoMail() {
    SigningIdentity authority =
        Odd.of("CN=TLS CA")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.37", false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .identity();
    Certificate alice = Odd.of("CN=Alice").issuedBy(authority).make();
    Outcome outcome =
        PathValidator.validate(
            alice,
            Purpose.EMAIL_SIGNING,
            Pki.NOW,
            Paths.context(List.of(ROOT.certificate()), authority.path()));
    assertEquals("path.extended-key-usage", codes(outcome));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-31T11:59:59Z, path.not-yet-valid",
    "2026-05-31T12:00:00Z, ''",
    "2026-08-20T12:00:00Z, ''",
    "2026-08-20T12:00:01Z, path.expired"
  })
  void validityCountsToTheSecondAtTheTimeAskedFor(Instant at, String code) {
    Outcome outcome =
        PathValidator.validate(ALICE.certificate(), Purpose.EMAIL_SIGNING, at, context());
    assertEquals(code, codes(outcome));
  }

  @Test
  void anExpiredRootTrustsNobody() {
    SigningIdentity root =
        Odd.of("CN=Old Root").authority().until(Pki.NOW.minusSeconds(1)).identity();
    Certificate alice = Odd.of("CN=Alice").issuedBy(root).make();
    assertInvalid("path.expired", validate(alice, List.of(root.certificate()), List.of()));
  }

  @Test
  void aMissingIssuerLeavesTheQuestionOpen() {
    Outcome outcome = validate(ALICE.certificate(), List.of(PKI.root), List.of());
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.issuer-missing", codes(outcome));
  }

  @Test
  void butWhatContradictsAnswersItWithoutTheIssuer() {
    Certificate expired = Odd.of("CN=Alice").issuedBy(ROOT).until(Pki.NOW.minusSeconds(1)).make();
    assertInvalid(
        "path.expired path.issuer-missing", validate(expired, List.of(PKI.root), List.of()));
  }

  @Test
  void aCompleteChainToAnotherRootIsInvalid() {
    Pki other = new Pki();
    Certificate mallory = other.person(KeyAlgorithm.P_256).certificate();
    assertInvalid(
        "path.untrusted-root",
        validate(mallory, List.of(PKI.root), List.of(other.issuing.certificate(), other.root)));
    assertInvalid("path.untrusted-root", validate(other.root, List.of(PKI.root), List.of()));
  }

  @Test
  void theMostSpecificFindingComesFirst() {
    SigningIdentity stranger = Odd.of("CN=Stranger").authority().identity();
    Certificate expired =
        Odd.of("CN=Alice").issuedBy(stranger).until(Pki.NOW.minusSeconds(1)).make();
    assertInvalid(
        "path.expired path.untrusted-root", validate(expired, List.of(PKI.root), stranger.path()));
  }

  @Test
  void aForgedSignatureIsSeenThoughTheNamesFit() {
    SigningIdentity forger = Odd.of("CN=Root").authority().identity();
    Certificate forged = Odd.of("CN=Alice").issuedBy(forger).make();
    assertInvalid("path.signature", validate(forged, List.of(ROOT.certificate()), List.of()));

    byte[] changed = ALICE.certificate().encoded();
    changed[changed.length - 1] ^= 1;
    Outcome outcome = validate(read(changed), List.of(PKI.root), PKI.issuing.path());
    assertInvalid("path.signature", outcome);
  }

  @Test
  void ofTwoAuthoritiesOfOneNameTheOneThatSignedIsFound() {
    SigningIdentity other = Odd.of("CN=Root").authority().identity();
    Certificate alice = Odd.of("CN=Alice").issuedBy(ROOT).make();
    assertInstanceOf(
        Outcome.Valid.class,
        validate(alice, List.of(other.certificate(), ROOT.certificate()), List.of()));
  }

  @Test
  void onlyAuthoritiesCertify() {
    SigningIdentity leaf = Odd.of("CN=Mallory").issuedBy(ROOT).identity();
    SigningIdentity without =
        Odd.of("CN=No KU")
            .issuedBy(ROOT)
            .extension("2.5.29.19", true, new BasicConstraints(true))
            .extension("2.5.29.15", true, new KeyUsage(KeyUsage.digitalSignature))
            .identity();
    Certificate byLeaf = Odd.of("CN=Alice").issuedBy(leaf).make();
    assertInvalid("path.not-authority", validate(byLeaf, ROOT.path(), leaf.path()));
    assertInvalid(
        "path.issuer-key-usage",
        validate(Odd.of("CN=Alice").issuedBy(without).make(), ROOT.path(), without.path()));
    // Trusting a person's certificate does not make an authority of the person.
    assertInvalid("path.not-authority", validate(byLeaf, leaf.path(), List.of()));
  }

  @Test
  void aTrustedCertificateIsItsOwnPath() {
    Certificate self = Odd.of("CN=Self").make();
    assertInstanceOf(Outcome.Valid.class, validate(self, List.of(self), List.of()));
    Certificate issued = Odd.of("CN=Alice").issuedBy(ROOT).make();
    assertInstanceOf(Outcome.Valid.class, validate(issued, List.of(issued), List.of()));
    Certificate expired = Odd.of("CN=Self").until(Pki.NOW.minusSeconds(1)).make();
    assertInvalid("path.expired", validate(expired, List.of(expired), List.of()));
  }

  @Test
  void aPathIsNoLongerThanItsAuthoritiesAllow() {
    SigningIdentity one = Odd.of("CN=One").issuedBy(ROOT).authority(0).identity();
    SigningIdentity two = Odd.of("CN=Two").issuedBy(one).authority().identity();
    List<Certificate> between = List.of(one.certificate(), two.certificate());
    assertInstanceOf(
        Outcome.Valid.class,
        validate(Odd.of("CN=Alice").issuedBy(one).make(), ROOT.path(), between));
    assertInvalid(
        "path.length", validate(Odd.of("CN=Alice").issuedBy(two).make(), ROOT.path(), between));

    SigningIdentity shortRoot = Odd.of("CN=Short").authority(0).identity();
    SigningIdentity below = Odd.of("CN=Below").issuedBy(shortRoot).authority().identity();
    assertInvalid(
        "path.length",
        validate(Odd.of("CN=Alice").issuedBy(below).make(), shortRoot.path(), below.path()));
  }

  @Test
  void aCriticalExtensionThatIsNotKnownForbids() {
    Certificate critical =
        Odd.of("CN=A").issuedBy(ROOT).extension("1.2.3.4", true, DERNull.INSTANCE).make();
    Certificate other =
        Odd.of("CN=A").issuedBy(ROOT).extension("1.2.3.4", false, DERNull.INSTANCE).make();
    assertInvalid("path.critical-extension", validate(critical, ROOT.path(), List.of()));
    assertInstanceOf(Outcome.Valid.class, validate(other, ROOT.path(), List.of()));
    assertInvalid("path.critical-extension", validate(critical, List.of(critical), List.of()));
  }

  @Test
  void anExtensionThatCannotBeReadForbids() {
    Certificate broken =
        Odd.of("CN=A")
            .issuedBy(ROOT)
            .extension("2.5.29.32", false, new DEROctetString(new byte[3]))
            .make();
    assertInvalid("path.malformed", validate(broken, ROOT.path(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "3, false"})
  void aPolicyThatIsAskedForMustRunThroughThePath(String policy, boolean met) {
    PolicyInputs asked =
        new PolicyInputs(Set.of(CertificateProfile.ARC + ".1." + policy), true, false, false);
    Context context =
        new Context(
            List.of(PKI.root),
            PKI.issuing.path(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            asked);
    Outcome outcome =
        PathValidator.validate(ALICE.certificate(), Purpose.EMAIL_SIGNING, Pki.NOW, context);
    assertEquals(met ? "" : "path.policy", codes(outcome));
  }

  /** 24 authorities that certify each other in every direction: more paths than atoms. */
  @Tag("slow")
  @Test
  @Timeout(60)
  void aMeshOfAuthoritiesEndsInItsBudget() {
    int size = 24;
    List<SigningIdentity> authorities = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      authorities.add(Odd.of("CN=Mesh " + i).authority().identity());
    }
    List<Certificate> cross = new ArrayList<>();
    for (SigningIdentity issuer : authorities) {
      for (SigningIdentity subject : authorities) {
        if (!issuer.equals(subject)) {
          cross.add(
              Odd.of(subject.certificate().subject())
                  .over(subject.key())
                  .issuedBy(issuer)
                  .authority()
                  .make());
        }
      }
    }
    Certificate lost = Odd.of("CN=Lost").issuedBy(authorities.getFirst()).make();

    Outcome outcome = validate(lost, List.of(PKI.root), cross);

    assertFalse(outcome instanceof Outcome.Valid);
    assertTrue(codes(outcome).contains("path.budget"), codes(outcome));
  }

  private static Context context() {
    return Paths.context(List.of(PKI.root), PKI.issuing.path());
  }
}
