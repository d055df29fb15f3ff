package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner.Outcome;
import org.signetmail.pkix.Revocation.Reason;

class CertificateSignerTest {
  private static final Pki PKI = new Pki();
  private static final SigningKey KEY = KeyPairs.signing(KeyAlgorithm.P_256, Pki.RANDOM);

  @TempDir Path folder;

  /** What one changes in a request that is right, and the finding that must follow. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        of("certificate.serial", with(BigInteger.ZERO)),
        of("certificate.serial", with(BigInteger.ONE.negate())),
        of("certificate.serial", with(BigInteger.ONE.shiftLeft(159))),
        of("certificate.serial-short", with(BigInteger.valueOf(4711))),
        of("certificate.validity", until(Pki.NOW.minus(Duration.ofDays(2)))),
        of(
            "certificate.validity-too-long",
            until(Pki.NOW.plus(Duration.ofDays(823)).plusSeconds(1))),
        of("certificate.mailbox-missing", with(List.of())),
        of("certificate.common-name-missing", named("", Optional.of("Example Corp"))),
        of("certificate.organization-missing", named("Alice", Optional.empty())),
        of("certificate.name-too-long", named("A".repeat(65), Optional.of("Example Corp"))),
        of("certificate.address-form", crlAt("ldap://directory.example.test/cn=crl")),
        of("certificate.dns-name-not-allowed", hosts(List.of("mail.example.test"))));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsNamedAndNotSigned(String code, UnaryOperator<ToBeSigned> change) {
    ToBeSigned right = Pki.person(Kind.PERSON_SIGNING, KEY.publicKey());
    assertInstanceOf(Outcome.Signed.class, PKI.signer.sign(right));

    Outcome outcome = PKI.signer.sign(change.apply(right));

    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
    assertEquals(code, codes(refused.findings()));
  }

  @Test
  void theLongestValidityIsStillSigned() {
    ToBeSigned tbs =
        until(Pki.NOW.plus(Duration.ofDays(823)).minusSeconds(1))
            .apply(Pki.person(Kind.PERSON_SIGNING, KEY.publicKey()));
    assertInstanceOf(Outcome.Signed.class, PKI.signer.sign(tbs));
  }

  @Test
  void aKeyThatTheProfileDoesNotListIsRefused() {
    EncryptionKey kem = KeyPairs.encryption(KeyAlgorithm.ML_KEM_512, Pki.RANDOM);
    Outcome outcome = PKI.signer.sign(Pki.person(Kind.PERSON_SIGNING, kem.publicKey()));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
    assertEquals(
        "certificate.key-not-allowed certificate.key-usage-ml-kem", codes(refused.findings()));
  }

  @Test
  void addressesAreForPeople() {
    ToBeSigned server =
        with(List.of(Pki.ALICE))
            .apply(
                Pki.tbs(
                    CertificateProfile.standard(Kind.OCSP),
                    "Responder",
                    KEY.publicKey(),
                    List.of()));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, PKI.signer.sign(server));
    assertEquals("certificate.mailbox-not-allowed", codes(refused.findings()));
  }

  @Test
  void noCertificateOutlivesItsIssuer() {
    ToBeSigned authority = Pki.authority(Kind.ISSUING, "Second CA", KEY.publicKey());
    CertificateSigner root =
        new CertificateSigner(new SigningIdentity(PKI.rootKey, List.of(PKI.root)));
    Outcome.Refused refused =
        assertInstanceOf(
            Outcome.Refused.class,
            root.sign(until(PKI.root.notAfter().plusSeconds(1)).apply(authority)));
    assertEquals("certificate.outlives-issuer", codes(refused.findings()));
  }

  @Test
  void onlyAuthoritiesIssueAndIssuingOnesNoAuthority() {
    SigningIdentity alice = PKI.person(KeyAlgorithm.P_256);
    ToBeSigned tbs =
        until(alice.certificate().notAfter())
            .apply(Pki.person(Kind.PERSON_SIGNING, KEY.publicKey()));
    assertEquals(
        "certificate.issuer-not-authority",
        codes(
            assertInstanceOf(Outcome.Refused.class, new CertificateSigner(alice).sign(tbs))
                .findings()));
    assertEquals(
        "certificate.issuer-path-length",
        codes(
            assertInstanceOf(
                    Outcome.Refused.class,
                    PKI.signer.sign(
                        until(PKI.issuing.certificate().notAfter())
                            .apply(Pki.authority(Kind.ISSUING, "Below", KEY.publicKey()))))
                .findings()));
  }

  @Test
  void aRootSignsItsOwnKeyAndKeepsItsProfile() {
    ToBeSigned tbs = Pki.authority(Kind.ROOT, "Root", KEY.publicKey());
    SigningKey other = KeyPairs.signing(KeyAlgorithm.P_256, Pki.RANDOM);
    assertThrows(IllegalArgumentException.class, () -> CertificateSigner.selfSign(tbs, other));
    assertThrows(
        IllegalArgumentException.class,
        () -> CertificateSigner.selfSign(with(BigInteger.ONE).apply(tbs), KEY));
  }

  @Test
  void aMissingCrlAddressIsAWarningOnly() {
    ToBeSigned tbs = Pki.person(Kind.PERSON_SIGNING, KEY.publicKey());
    Outcome.Signed signed =
        assertInstanceOf(
            Outcome.Signed.class,
            PKI.signer.sign(
                new ToBeSigned(
                    tbs.profile(),
                    tbs.serial(),
                    tbs.subject(),
                    tbs.publicKey(),
                    tbs.notBefore(),
                    tbs.notAfter(),
                    tbs.mailboxes(),
                    tbs.dnsNames(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
    assertEquals("certificate.revocation-unreachable", codes(signed.findings()));
  }

  @Test
  void serialsAreLongPositiveAndRandom() {
    BigInteger one = ToBeSigned.randomSerial(Pki.RANDOM);
    assertEquals(159, one.bitLength());
    assertTrue(!one.equals(ToBeSigned.randomSerial(Pki.RANDOM)));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_3072", "P_256", "P_384", "P_521", "ED25519", "ED448"})
  void opensslVerifiesChainAndCrlOfEachKindOfAuthority(KeyAlgorithm algorithm) throws Exception {
    Pki pki = algorithm == KeyAlgorithm.P_256 ? PKI : new Pki(algorithm);
    Certificate alice = pki.person(KeyAlgorithm.P_256).certificate();
    Certificate bob = pki.person(KeyAlgorithm.P_256).certificate();
    Files.writeString(folder.resolve("root.pem"), pki.root.pem());
    Files.writeString(folder.resolve("ca.pem"), pki.issuing.certificate().pem());
    Files.writeString(folder.resolve("alice.pem"), alice.pem());
    Files.writeString(folder.resolve("bob.pem"), bob.pem());
    Files.write(
        folder.resolve("a.der"),
        pki.crl(new Revocation(bob.serial(), Pki.NOW, Reason.KEY_COMPROMISE)));
    Files.write(folder.resolve("b.der"), pki.rootCrl());
    OpenSsl.run(folder, "crl", "-inform", "DER", "-in", "a.der", "-out", "a.pem");
    OpenSsl.run(folder, "crl", "-inform", "DER", "-in", "b.der", "-out", "b.pem");
    Files.writeString(
        folder.resolve("crls.pem"),
        Files.readString(folder.resolve("a.pem")) + Files.readString(folder.resolve("b.pem")));

    String[] verify = {
      "verify",
      "-x509_strict",
      "-purpose",
      "smimesign",
      "-crl_check_all",
      "-policy_check",
      "-attime",
      String.valueOf(Pki.NOW.getEpochSecond()),
      "-CAfile",
      "root.pem",
      "-untrusted",
      "ca.pem",
      "-CRLfile",
      "crls.pem",
      "alice.pem"
    };
    OpenSsl.run(folder, verify);
    verify[verify.length - 1] = "bob.pem";
    AssertionError revoked = assertThrows(AssertionError.class, () -> OpenSsl.run(folder, verify));
    assertTrue(String.valueOf(revoked.getMessage()).contains("revoked"), revoked.getMessage());
  }

  @Test
  void removeFromCrlIsForDeltasOnly() {
    Revocation back = new Revocation(BigInteger.TEN, Pki.NOW, Reason.REMOVE_FROM_CRL);
    assertThrows(IllegalArgumentException.class, () -> PKI.crl(back));
  }

  private static Arguments of(String code, UnaryOperator<ToBeSigned> change) {
    return Arguments.of(code, change);
  }

  private static UnaryOperator<ToBeSigned> with(BigInteger serial) {
    return t ->
        new ToBeSigned(
            t.profile(),
            serial,
            t.subject(),
            t.publicKey(),
            t.notBefore(),
            t.notAfter(),
            t.mailboxes(),
            t.dnsNames(),
            t.crlUri(),
            t.issuerUri(),
            t.ocspUri());
  }

  private static UnaryOperator<ToBeSigned> until(Instant end) {
    return t ->
        new ToBeSigned(
            t.profile(),
            t.serial(),
            t.subject(),
            t.publicKey(),
            t.notBefore(),
            end,
            t.mailboxes(),
            t.dnsNames(),
            t.crlUri(),
            t.issuerUri(),
            t.ocspUri());
  }

  private static UnaryOperator<ToBeSigned> with(List<Mailbox> mailboxes) {
    return t ->
        new ToBeSigned(
            t.profile(),
            t.serial(),
            t.subject(),
            t.publicKey(),
            t.notBefore(),
            t.notAfter(),
            mailboxes,
            t.dnsNames(),
            t.crlUri(),
            t.issuerUri(),
            t.ocspUri());
  }

  private static UnaryOperator<ToBeSigned> hosts(List<String> names) {
    return t ->
        new ToBeSigned(
            t.profile(),
            t.serial(),
            t.subject(),
            t.publicKey(),
            t.notBefore(),
            t.notAfter(),
            t.mailboxes(),
            names,
            t.crlUri(),
            t.issuerUri(),
            t.ocspUri());
  }

  private static UnaryOperator<ToBeSigned> named(String name, Optional<String> organization) {
    return t ->
        new ToBeSigned(
            t.profile(),
            t.serial(),
            new ToBeSigned.SubjectName(name, organization),
            t.publicKey(),
            t.notBefore(),
            t.notAfter(),
            t.mailboxes(),
            t.dnsNames(),
            t.crlUri(),
            t.issuerUri(),
            t.ocspUri());
  }

  private static UnaryOperator<ToBeSigned> crlAt(String uri) {
    return t ->
        new ToBeSigned(
            t.profile(),
            t.serial(),
            t.subject(),
            t.publicKey(),
            t.notBefore(),
            t.notAfter(),
            t.mailboxes(),
            t.dnsNames(),
            Optional.of(uri),
            t.issuerUri(),
            t.ocspUri());
  }

  private static String codes(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.code().code())
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
