package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.pkix.Certificate.Use;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner.Outcome;
import org.signetmail.pkix.SmimeBaseline.Generation;
import org.signetmail.pkix.SmimeBaseline.Level;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** The profiles of the S/MIME Baseline Requirements, and the lint that holds them before issue. */
class BaselineProfileTest {
  private static final Pki PKI = new Pki();
  private static final String ADDRESS = "alice@example.com";

  private static Stream<SmimeBaseline> issued() {
    return SmimeBaseline.all().stream().filter(one -> one.generation() != Generation.LEGACY);
  }

  @ParameterizedTest
  @MethodSource("issued")
  void whatItsProfileMakesKeepsTheBaselineRequirements(SmimeBaseline baseline) {
    for (Kind kind : List.of(Kind.PERSON_SIGNING, Kind.PERSON_ENCRYPTION)) {
      CertificateProfile profile = CertificateProfile.baseline(baseline, kind);
      for (KeyAlgorithm key : List.of(KeyAlgorithm.P_256, KeyAlgorithm.RSA_2048)) {
        Outcome outcome = PKI.signer.sign(request(profile, subject(baseline), key(kind, key)));
        Outcome.Signed signed = assertInstanceOf(Outcome.Signed.class, outcome, outcome::toString);
        assertEquals(List.of(), signed.findings());
        assertEquals(Optional.of(baseline), SmimeBaseline.of(signed.certificate()));
        assertEquals(
            kind == Kind.PERSON_SIGNING
                ? Set.of(Use.DIGITAL_SIGNATURE, Use.NON_REPUDIATION)
                : Set.of(key == KeyAlgorithm.P_256 ? Use.KEY_AGREEMENT : Use.KEY_ENCIPHERMENT),
            signed.certificate().keyUsage().orElseThrow());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("issued")
  void theSubjectOfAnotherTypeIsRefused(SmimeBaseline baseline) {
    for (Level other : Level.values()) {
      SubjectName subject = subject(new SmimeBaseline(other, baseline.generation()));
      CertificateProfile profile = CertificateProfile.baseline(baseline, Kind.PERSON_SIGNING);
      Outcome outcome =
          PKI.signer.sign(request(profile, subject, key(Kind.PERSON_SIGNING, KeyAlgorithm.P_256)));
      assertEquals(
          other == baseline.level(), outcome instanceof Outcome.Signed, baseline + " as " + other);
    }
  }

  @ParameterizedTest
  @MethodSource("issued")
  void curvesForPrivateTrustAreNotCertified(SmimeBaseline baseline) {
    CertificateProfile profile = CertificateProfile.baseline(baseline, Kind.PERSON_ENCRYPTION);
    for (KeyAlgorithm key : List.of(KeyAlgorithm.X25519, KeyAlgorithm.X448)) {
      Outcome outcome =
          PKI.signer.sign(request(profile, subject(baseline), key(Kind.PERSON_ENCRYPTION, key)));
      Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
      assertTrue(
          refused.findings().stream().anyMatch(f -> f.code() == BaselineFinding.KEY_ENCODING));
    }
  }

  @Test
  void theLegacyGenerationHasNoProfile() {
    for (Level level : Level.values()) {
      SmimeBaseline legacy = new SmimeBaseline(level, Generation.LEGACY);
      assertThrows(
          IllegalArgumentException.class,
          () -> CertificateProfile.baseline(legacy, Kind.PERSON_SIGNING));
    }
  }

  @Test
  void onlyAKeyThatItsHolderMadeAndKeepsIsForNonRepudiation() {
    for (Kind kind : Kind.values()) {
      boolean bound = CertificateProfile.standard(kind).keyUsage().contains(Use.NON_REPUDIATION);
      boolean kept = Set.of(Kind.PERSON_SIGNING, Kind.OFFICER_SIGNING, Kind.TSA).contains(kind);
      assertEquals(kept, bound, kind.toString());
    }
  }

  @Test
  void wordsAndPoliciesNameTheTwelve() {
    for (SmimeBaseline one : SmimeBaseline.all()) {
      assertEquals(Optional.of(one), SmimeBaseline.ofWord(one.word()));
    }
    assertEquals(
        "2.23.140.1.5.3.2", SmimeBaseline.ofWord("sponsor-multipurpose").orElseThrow().policy());
    assertEquals(12, SmimeBaseline.all().stream().map(SmimeBaseline::policy).distinct().count());
  }

  private static ToBeSigned request(
      CertificateProfile profile, SubjectName subject, PublicKey key) {
    return new ToBeSigned(
        profile,
        ToBeSigned.randomSerial(Pki.RANDOM),
        subject,
        key,
        Pki.NOW,
        Pki.NOW.plus(Duration.ofDays(365)).minusSeconds(1),
        List.of(Mailbox.of(ADDRESS)),
        List.of(),
        Optional.of("http://pki.example.com/crl/1.crl"),
        Optional.of("http://pki.example.com/ca/1.cer"),
        Optional.empty());
  }

  private static PublicKey key(Kind kind, KeyAlgorithm algorithm) {
    return kind == Kind.PERSON_SIGNING
        ? KeyPairs.signing(algorithm, Pki.RANDOM).publicKey()
        : KeyPairs.encryption(algorithm, Pki.RANDOM).publicKey();
  }

  private static SubjectName subject(SmimeBaseline baseline) {
    Map<SubjectAttribute, String> more = new EnumMap<>(SubjectAttribute.class);
    boolean organization =
        baseline.level() == Level.ORGANIZATION || baseline.level() == Level.SPONSOR;
    boolean person = baseline.level() == Level.SPONSOR || baseline.level() == Level.INDIVIDUAL;
    if (organization) {
      more.put(SubjectAttribute.ORGANIZATION_IDENTIFIER, "NTRGB-12345678");
      more.put(SubjectAttribute.COUNTRY, "GB");
    }
    if (person) {
      more.put(SubjectAttribute.GIVEN_NAME, "Alice");
      more.put(SubjectAttribute.SURNAME, "Example");
    }
    String commonName = person ? "Alice Example" : organization ? "Example Corp" : ADDRESS;
    return new SubjectName(
        commonName, organization ? Optional.of("Example Corp") : Optional.empty(), more);
  }
}
