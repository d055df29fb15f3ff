package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
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
            context(List.of(ROOT.certificate()), authority.path()));
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

  @Test
  void weakKeysAndSignaturesAreNamedAndTheRootsOwnSignatureIsNot() {
    SigningIdentity sha1Root =
        Odd.of("CN=Old Root").authority().signedWith("SHA1withECDSA").identity();
    Certificate good = Odd.of("CN=Alice").issuedBy(sha1Root).make();
    Certificate weak = Odd.of("CN=Alice").issuedBy(sha1Root).signedWith("SHA1withECDSA").make();
    assertInstanceOf(Outcome.Valid.class, validate(good, sha1Root.path(), List.of()));
    assertInvalid("algorithm.weak-signature", validate(weak, sha1Root.path(), List.of()));

    Certificate small = Odd.of("CN=Alice").issuedBy(ROOT).over(rsa(1024)).make();
    assertInvalid("algorithm.weak-key", validate(small, ROOT.path(), List.of()));
    assertInstanceOf(
        Outcome.Valid.class,
        PathValidator.validate(
            small, Purpose.ANY, Pki.NOW, context(ROOT.path(), List.of()), AlgorithmRules.HISTORIC));
    SigningIdentity smallRoot =
        Odd.of("CN=Small Root").over(rsa(1024)).signedWith("SHA256withRSA").authority().identity();
    Certificate below = Odd.of("CN=A").issuedBy(smallRoot).signedWith("SHA256withRSA").make();
    assertInvalid("algorithm.weak-key", validate(below, smallRoot.path(), List.of()));
  }

  @Test
  void pssCountsByItsDigest() {
    SigningIdentity root =
        Odd.of("CN=PSS").over(rsa(2048)).authority().signedWith("SHA256withRSAandMGF1").identity();
    Certificate strong = Odd.of("CN=A").issuedBy(root).signedWith("SHA256withRSAandMGF1").make();
    Certificate weak = Odd.of("CN=A").issuedBy(root).signedWith("SHA1withRSAandMGF1").make();
    assertInstanceOf(Outcome.Valid.class, validate(strong, root.path(), List.of()));
    assertInvalid("algorithm.weak-signature", validate(weak, root.path(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "alice@example.test, true",
    "alice@sub.example.test, false",
    "alice@evil.example, false",
    "alice@example.test.evil.example, false",
    "bob@secret.example, false",
    "jürgen@example.test, true",
    "jürgen@evil.example, false"
  })
  void anAuthorityOfOneDomainCertifiesItsAddressesOnly(String address, boolean allowed) {
    NameConstraints constraints =
        new NameConstraints(
            new GeneralSubtree[] {subtree("example.test"), subtree("secret.example")},
            new GeneralSubtree[] {subtree("secret.example")});
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Mailbox mailbox = Mailbox.of(address);
    GeneralName name =
        mailbox.isInternationalized()
            ? new GeneralName(
                GeneralName.otherName,
                new OtherName(
                    new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9"),
                    new DERUTF8String(address)))
            : new GeneralName(GeneralName.rfc822Name, address);
    Certificate alice =
        Odd.of("CN=Alice")
            .issuedBy(partner)
            .extension("2.5.29.17", false, new GeneralNames(name))
            .make();
    Outcome outcome = validate(alice, ROOT.path(), partner.path());
    assertEquals(allowed ? "" : "path.name-constraints", codes(outcome));
  }

  @ParameterizedTest
  @CsvSource({
    "2, mail.example.test, example.test, true",
    "2, mail.example.test, .example.test, true",
    "2, badexample.test, example.test, false",
    "6, https://a.example.test/x, .example.test, true",
    "6, https://example.test/x, .example.test, false",
    "6, https://192.0.2.1/, example.test, false",
    "6, urn:x, example.test, false"
  })
  void namesOfOtherFormsAreConstrainedToo(int tag, String value, String base, boolean allowed) {
    NameConstraints constraints =
        new NameConstraints(
            new GeneralSubtree[] {new GeneralSubtree(new GeneralName(tag, new DERIA5String(base)))},
            null);
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Certificate host =
        Odd.of("CN=Host")
            .issuedBy(partner)
            .extension(
                "2.5.29.17", false, new GeneralNames(new GeneralName(tag, new DERIA5String(value))))
            .make();
    assertEquals(
        allowed ? "" : "path.name-constraints", codes(validate(host, ROOT.path(), partner.path())));
  }

  @Test
  void anAddressInTheSubjectIsConstrainedAsInTheAlternativeName() {
    NameConstraints constraints =
        new NameConstraints(new GeneralSubtree[] {subtree("example.test")}, null);
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, constraints)
            .identity();
    Certificate alice = Odd.of("CN=Alice,E=alice@evil.example").issuedBy(partner).make();
    assertInvalid("path.name-constraints", validate(alice, ROOT.path(), partner.path()));
  }

  @Test
  void theConstraintsOfARootAreKept() {
    NameConstraints constraints =
        new NameConstraints(
            null,
            new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Evil")))});
    SigningIdentity root =
        Odd.of("CN=R").authority().extension("2.5.29.30", true, constraints).identity();
    assertInvalid(
        "path.name-constraints",
        validate(Odd.of("O=evil,CN=A").issuedBy(root).make(), root.path(), List.of()));
    assertInstanceOf(
        Outcome.Valid.class,
        validate(Odd.of("O=Good,CN=A").issuedBy(root).make(), root.path(), List.of()));
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
            List.of(),
            List.of(),
            RevocationChecking.OFF,
            asked);
    Outcome outcome =
        PathValidator.validate(ALICE.certificate(), Purpose.EMAIL_SIGNING, Pki.NOW, context);
    assertEquals(met ? "" : "path.policy", codes(outcome));
  }

  /** 24 authorities that certify each other in every direction: more paths than atoms. */
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

  @Test
  @Timeout(60)
  void manyNamesUnderManyConstraintsEndInTheirBudget() {
    GeneralSubtree[] many = new GeneralSubtree[2000];
    GeneralName[] names = new GeneralName[2000];
    for (int i = 0; i < many.length; i++) {
      many[i] = subtree("d" + i + ".example");
      names[i] = new GeneralName(GeneralName.rfc822Name, "a@e" + i + ".example");
    }
    SigningIdentity partner =
        Odd.of("CN=Partner")
            .issuedBy(ROOT)
            .authority()
            .extension("2.5.29.30", true, new NameConstraints(null, many))
            .identity();
    Certificate alice =
        Odd.of("CN=Alice")
            .issuedBy(partner)
            .extension("2.5.29.17", false, new GeneralNames(names))
            .make();
    Outcome outcome = validate(alice, ROOT.path(), partner.path());
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.budget", codes(outcome));
  }

  static String codes(Outcome outcome) {
    return String.join(
        " ",
        outcome.findings().stream()
            .filter(Finding::isError)
            .map(finding -> finding.code().code())
            .distinct()
            .toList());
  }

  private static void assertInvalid(String codes, Outcome outcome) {
    assertEquals(codes, codes(outcome), outcome::toString);
    assertInstanceOf(Outcome.Invalid.class, outcome);
  }

  private static Outcome validate(
      Certificate endEntity, List<Certificate> anchors, List<Certificate> between) {
    return PathValidator.validate(endEntity, Purpose.ANY, Pki.NOW, context(anchors, between));
  }

  private static Context context() {
    return context(List.of(PKI.root), PKI.issuing.path());
  }

  private static Context context(List<Certificate> anchors, List<Certificate> between) {
    return new Context(
        anchors, between, List.of(), List.of(), RevocationChecking.OFF, PolicyInputs.ANY);
  }

  private static GeneralSubtree subtree(String base) {
    return new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, base));
  }

  private static SigningKey rsa(int bits) {
    try {
      var generator = java.security.KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      var pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificate read(byte[] der) {
    try {
      return Certificate.of(der);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
