package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smime.Forgery.bytes;
import static org.signetmail.smime.Forgery.digest;
import static org.signetmail.smime.internal.cms.SignedAttributes.attribute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Everything that one signer can get wrong, one thing at a time, and what is said of it. */
class SignerRefusedTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity ALICE = PEOPLE.signer("alice", KeyAlgorithm.P_256);
  private static final SigningIdentity MALLORY = PEOPLE.signer("mallory", KeyAlgorithm.P_256);
  private static final String ENTITY = "Content-Type: text/plain\r\n\r\npay Bob\r\n";
  private static final byte[] SHA_256 = Asn1.algorithm(Oids.SHA256);
  private static final byte[] ECDSA = Asn1.algorithm(Oids.ECDSA_SHA256);

  private static Forgery alice() {
    return Forgery.of(ALICE, ENTITY);
  }

  private static String outcome(String from, Forgery forgery) throws IOException {
    return outcome(from, forgery, PEOPLE.trust());
  }

  private static String outcome(String from, Forgery forgery, PathValidator.Context trust)
      throws IOException {
    byte[] content = ENTITY.getBytes(StandardCharsets.US_ASCII);
    try (Reading reading =
        new MessageReader(List.of(), trust, Spool.standard(), MessageReader.Options.standard())
            .read(Foreign.message(from, content, forgery.detached()), People.NOW)) {
      assertEquals(
          List.of(reading.verdict().word()),
          reading.signers().stream().map(Reading.Signer::verdict).distinct().toList(),
          "the one signer decides");
      return Foreign.outcome(reading);
    }
  }

  private static void assertOutcome(String expected, Forgery forgery) throws IOException {
    assertEquals(expected, outcome("alice@example.test", forgery));
  }

  private static void assertOpen(MessageFinding why, Forgery forgery) throws IOException {
    try (Reading reading =
        Mail.read(
            Foreign.message("alice@example.test", bytes(ENTITY), forgery.detached()), PEOPLE)) {
      assertEquals("indeterminate", reading.verdict().word());
      assertTrue(Mail.finds(reading, why), reading::toString);
    }
  }

  @Test
  void withNothingWrongItPasses() throws IOException {
    assertOutcome("passed", alice());
  }

  /** RFC 5937: a partner's root vouches for the partner's mailboxes, whatever a message brings. */
  @Test
  void aRootThatCountsForOtherDomainsDoesNotVouchForThisMailbox() throws IOException {
    assertEquals("passed", outcome("alice@example.test", alice(), trustedFor("example.test")));
    String elsewhere = outcome("alice@example.test", alice(), trustedFor("partner.test"));
    assertTrue(elsewhere.startsWith("failed path."), elsewhere);
  }

  private static PathValidator.Context trustedFor(String domain) {
    return new PathValidator.Context(
        List.of(PEOPLE.root()),
        List.of(),
        RevocationEvidence.NONE,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY,
        Map.of(PEOPLE.root(), Set.of(domain)));
  }

  @Test
  void attributesNotInTheOrderOfDerAreTakenAsTheyWereSigned() throws IOException {
    assertOutcome("passed", alice().unsorted()); // RFC 5652 §5.4 wants DER; not all send it
  }

  @Test
  void theTypeOfTheContentIsSignedAndTrue() throws IOException { // RFC 5652 §11.1
    assertOutcome("failed signature.content-type", alice().without(Oids.CONTENT_TYPE));
    assertOutcome(
        "failed signature.content-type",
        alice().saying(Oids.CONTENT_TYPE, Asn1.oid(Oids.SIGNED_DATA)));
    assertOutcome("failed signature.content-type", alice().ofType(Oids.ENVELOPED_DATA));
  }

  @Test
  void theDigestOfTheContentIsSignedAndTrue() throws IOException { // RFC 5652 §11.2
    assertOutcome("failed signature.digest-mismatch", alice().without(Oids.MESSAGE_DIGEST));
    assertOutcome(
        "failed signature.digest-mismatch",
        alice().saying(Oids.MESSAGE_DIGEST, Asn1.octets(digest("SHA-256", bytes("other")))));
    assertOutcome(
        "failed signature.attributes-malformed",
        alice().saying(Oids.MESSAGE_DIGEST, Asn1.oid(Oids.DATA)));
  }

  @Test
  void anAttributeIsThereOnceWithOneValue() throws IOException { // RFC 5652 §5.3, §11
    byte[] time = Asn1.time(People.NOW);
    assertOutcome(
        "failed signature.attributes-malformed",
        alice().adding(attribute(Oids.SIGNING_TIME, Asn1.time(People.NOW.minusSeconds(1)))));
    assertOutcome(
        "failed signature.attributes-malformed",
        alice().saying(Oids.SIGNING_TIME, Asn1.joined(time, time)));
    assertOutcome(
        "failed signature.attributes-malformed", alice().saying(Oids.SIGNING_TIME, new byte[0]));
  }

  @Test
  void whatMustBeSignedIsNotSaidOutsideTheSignature() throws IOException { // RFC 5652 §11
    for (String oid : List.of(Oids.SIGNING_TIME, Oids.MESSAGE_DIGEST, Oids.ALGORITHM_PROTECTION)) {
      assertOutcome(
          "failed signature.attributes-malformed",
          alice().addingUnsigned(attribute(oid, Asn1.nul())));
    }
    assertOutcome("passed", alice().addingUnsigned(attribute("1.2.3.4", Asn1.nul())));
  }

  @Test
  void theAlgorithmsThatWereSignedAreThoseStated() throws IOException { // RFC 6211 §3
    byte[] same = Asn1.joined(SHA_256, Asn1.context(1, Asn1.oid(Oids.ECDSA_SHA256)));
    assertOutcome("passed", alice().saying(Oids.ALGORITHM_PROTECTION, Asn1.sequence(same)));
    List<byte[]> others =
        List.of(
            Asn1.joined(Asn1.algorithm(Oids.SHA384), Asn1.context(1, Asn1.oid(Oids.ECDSA_SHA256))),
            Asn1.joined(SHA_256, Asn1.context(1, Asn1.oid(Oids.ECDSA_SHA384))),
            Asn1.joined(SHA_256, Asn1.context(2, Asn1.oid(Oids.ECDSA_SHA256))),
            Asn1.joined(same, Asn1.context(2, Asn1.oid(Oids.HMAC_SHA256))));
    for (byte[] other : others) {
      assertOutcome(
          "failed signature.algorithm-protection",
          alice().saying(Oids.ALGORITHM_PROTECTION, Asn1.sequence(other)));
    }
  }

  private static byte[] certificateId(byte[] algorithm, byte[] hash, byte[]... issuerSerial) {
    byte[] id = Asn1.sequence(algorithm, Asn1.octets(hash), Asn1.joined(issuerSerial));
    return Asn1.sequence(Asn1.sequence(id));
  }

  private static byte[] issuerSerial(Certificate of) {
    return Asn1.sequence(Asn1.sequence(Asn1.context(4, of.issuerDer())), Asn1.integer(of.serial()));
  }

  @Test
  void theCertificateThatWasMeantIsTheOneThatIsUsed() throws IOException { // RFC 5035 §5
    byte[] none = {};
    byte[] alice = ALICE.certificate().encoded();
    byte[] mallory = MALLORY.certificate().encoded();
    List<byte[]> right =
        List.of(
            certificateId(none, digest("SHA-256", alice)),
            certificateId(none, digest("SHA-256", alice), issuerSerial(ALICE.certificate())),
            certificateId(Asn1.algorithm(Oids.SHA512), digest("SHA-512", alice)));
    for (byte[] value : right) {
      assertOutcome("passed", alice().saying(Oids.SIGNING_CERTIFICATE_V2, value));
    }
    List<byte[]> wrong =
        List.of(
            certificateId(none, digest("SHA-256", mallory)),
            certificateId(none, digest("SHA-1", alice)),
            certificateId(none, digest("SHA-256", alice), issuerSerial(MALLORY.certificate())),
            certificateId(Asn1.algorithm(Oids.SHA512), digest("SHA-256", alice)));
    for (byte[] value : wrong) {
      assertOutcome(
          "failed signature.certificate-substituted",
          alice().saying(Oids.SIGNING_CERTIFICATE_V2, value));
    }
    assertOutcome(
        "failed signature.attributes-malformed",
        alice()
            .saying(
                Oids.SIGNING_CERTIFICATE_V2,
                Asn1.sequence(Asn1.sequence(Asn1.sequence(Asn1.algorithm(Oids.SHA512))))));
    assertOutcome(
        "failed signature.attributes-malformed",
        alice()
            .saying(
                Oids.SIGNING_CERTIFICATE_V2,
                certificateId(Asn1.algorithm("1.2.3.4"), digest("SHA-256", alice))));
  }

  @Test
  void theOlderAttributeNamesItBySha1() throws IOException { // RFC 2634 §5.4
    byte[] none = {};
    assertOutcome(
        "passed",
        alice()
            .saying(
                Oids.SIGNING_CERTIFICATE,
                certificateId(none, digest("SHA-1", ALICE.certificate().encoded()))));
    assertOutcome(
        "failed signature.certificate-substituted",
        alice()
            .saying(
                Oids.SIGNING_CERTIFICATE,
                certificateId(none, digest("SHA-1", MALLORY.certificate().encoded()))));
  }

  @Test
  void aMissingCertificateLeavesItOpenUnlessItIsAtHand() throws IOException {
    Forgery without = alice().carrying(PEOPLE.root());
    assertOpen(MessageFinding.CERTIFICATE_MISSING, without);
    PathValidator.Context knowing =
        new PathValidator.Context(
            List.of(PEOPLE.root()),
            List.of(ALICE.certificate()),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    assertEquals("passed", outcome("alice@example.test", without, knowing));
  }

  @Test
  void whoseCertificateIsMissingIsNamedAsTheMessageNamesHim() throws IOException {
    Octets message =
        Foreign.message(
            "alice@example.test", bytes(ENTITY), alice().carrying(PEOPLE.root()).detached());
    try (Reading reading = Mail.read(message, PEOPLE)) {
      String named = reading.signers().getFirst().issuerAndSerial();
      assertTrue(named.startsWith("cn=test root,o=test / "), named);
      assertEquals(named, reading.verdict().findings().getFirst().subject());
    }
  }

  @Test
  void aMissingCertificateHidesNoOtherDefect() throws IOException {
    assertOutcome(
        "failed signature.digest-mismatch",
        alice().carrying(PEOPLE.root()).without(Oids.MESSAGE_DIGEST));
  }

  @Test
  void aSignatureByAnotherKeyFails() throws IOException {
    PrivateKey mallory = MALLORY.key().privateKey(SecretAccess.TOKEN);
    assertOutcome("failed signature.invalid", new Forgery(mallory, ALICE.certificate(), ENTITY));
    assertOutcome("failed signature.invalid", alice().signedWith("SHA384withECDSA"));
  }

  @Test
  void anAlgorithmThatIsNotKnownLeavesItOpen() throws IOException {
    MessageFinding unknown = MessageFinding.ALGORITHM_UNKNOWN;
    assertOpen(unknown, alice().stating(SHA_256, Asn1.algorithm("1.2.3.4")));
    assertOpen(unknown, alice().stating(Asn1.algorithm("1.2.3.4"), ECDSA));
    assertOpen(unknown, alice().stating(Asn1.algorithm(Oids.SHA384), ECDSA)); // RFC 8933 §3
  }

  @Test
  void sha1IsNotAccepted() throws IOException { // RFC 8551 §2.1
    assertOutcome(
        "failed algorithm.refused",
        alice()
            .stating(Asn1.algorithm(Oids.SHA1), Asn1.algorithm(Oids.ECDSA_SHA1))
            .signedWith("SHA1withECDSA")
            .saying(Oids.MESSAGE_DIGEST, Asn1.octets(digest("SHA-1", bytes(ENTITY)))));
  }

  @Test
  void fromIsAMailboxThatTheCertificateNames() throws IOException { // RFC 8550 §3
    assertEquals("failed signer.mailbox-mismatch", outcome("bob@example.test", alice()));
    assertEquals("failed signer.from-missing", outcome("", alice()));
    assertEquals("failed signer.from-unreadable", outcome("alice example", alice()));
    assertEquals(
        "failed signer.from-several", outcome("alice@example.test, bob@example.test", alice()));
  }

  @Test
  void aKeyThatOnlyEncryptsSignsNothing() throws IOException { // RFC 8550 §4.4.2
    DecryptionIdentity reader = PEOPLE.reader("alice", KeyAlgorithm.P_256);
    Forgery forgery =
        new Forgery(reader.key().privateKey(SecretAccess.TOKEN), reader.certificate(), ENTITY);
    assertOutcome("failed path.key-usage signer.may-not-sign", forgery);
  }

  @Test
  void aTimeOfSigningThatIsToComeIsSaidWhereClocksDoNotExplainIt() throws IOException {
    assertFalse(isAhead(Duration.ofMinutes(10)));
    assertTrue(isAhead(Duration.ofMinutes(10).plusSeconds(1)));
  }

  private static boolean isAhead(Duration ahead) throws IOException {
    Forgery forgery = alice().saying(Oids.SIGNING_TIME, Asn1.time(People.NOW.plus(ahead)));
    try (Reading reading =
        Mail.read(
            Foreign.message("alice@example.test", bytes(ENTITY), forgery.detached()), PEOPLE)) {
      assertEquals("passed", reading.verdict().word());
      return Mail.finds(reading, MessageFinding.TIME_AHEAD);
    }
  }

  @Test
  void whoSignedIsReportedWhetherOrNotItHolds() throws IOException {
    try (Reading reading =
        Mail.read(Foreign.message("bob@example.test", bytes(ENTITY), alice().detached()), PEOPLE)) {
      Reading.Signer signer = reading.signers().getFirst();
      assertEquals(ALICE.certificate(), signer.certificate().orElseThrow());
      assertEquals(People.NOW, signer.signingTime().orElseThrow());
      assertEquals("ecdsa-with-SHA256", signer.algorithm());
      assertEquals("failed", signer.verdict());
      assertEquals(Reading.Place.INNER, signer.place());
    }
  }
}
