package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.Revocation.Reason;
import org.signetmail.testkit.Fixtures;

/** What a revocation list says, beside what the JDK reads in it. */
class CertificateListTest {
  private static final Pki PKI = new Pki();
  private static final X500Principal ISSUER =
      PKI.issuing.certificate().x509().getSubjectX500Principal();

  static List<Path> pkits() throws IOException {
    try (Stream<Path> files = Files.list(Fixtures.data("pkits").resolve("crls"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pkits")
  void theJdkReadsTheSameInTheListsOfPkits(Path file) throws Exception {
    byte[] der = Files.readAllBytes(file);
    CertificateList ours = CertificateList.of(der);
    X509CRL theirs = jdk(der);
    assertEquals(theirs.getIssuerX500Principal(), ours.issuer());
    assertEquals(theirs.getThisUpdate().toInstant(), ours.thisUpdate());
    assertEquals(Optional.of(theirs.getNextUpdate().toInstant()), ours.nextUpdate());
    assertEquals(theirs.getSigAlgOID(), ours.signatureAlgorithm());
    assertEquals(
        Optional.ofNullable(theirs.getCriticalExtensionOIDs()).orElse(Set.of()),
        ours.criticalExtensions());
    assertEquals(theirs.getRevokedCertificates() == null ? 0 : ours.size(), ours.size());
    for (X509CRLEntry entry :
        Optional.ofNullable(theirs.getRevokedCertificates()).orElse(Set.of())) {
      X500Principal issuer =
          Optional.ofNullable(entry.getCertificateIssuer()).orElse(ours.issuer());
      Revocation found = ours.entry(issuer, entry.getSerialNumber()).orElseThrow();
      assertEquals(entry.getRevocationDate().toInstant(), found.at());
      assertEquals(
          Optional.ofNullable(entry.getRevocationReason()).map(Enum::name).orElse("UNSPECIFIED"),
          found.reason().name());
    }
  }

  @Test
  void ofAMillionEntriesEachIsFoundAndNoOther() throws Exception {
    int most = 1_000_000;
    List<Revocation> revoked = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      revoked.add(new Revocation(serial(i), Pki.NOW.minusSeconds(i), Reason.SUPERSEDED));
    }
    byte[] der = PKI.crl(revoked.toArray(Revocation[]::new));
    revoked.clear();

    long began = System.nanoTime();
    CertificateList list = CertificateList.of(der);
    assertTrue(list.isSignedBy(PKI.issuing.certificate().publicKey()));
    Duration read = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(read.compareTo(Duration.ofSeconds(20)) < 0, read::toString);

    assertEquals(most, list.size());
    began = System.nanoTime();
    for (int i = 0; i < most; i += 7) {
      assertEquals(
          Pki.NOW.minusSeconds(i), list.entry(ISSUER, serial(i)).map(Revocation::at).orElseThrow());
      assertEquals(Optional.empty(), list.entry(ISSUER, serial(i).add(BigInteger.ONE)));
    }
    Duration each = Duration.ofNanos(System.nanoTime() - began).dividedBy(2 * most / 7);
    assertTrue(each.compareTo(Duration.ofMillis(1)) < 0, each::toString);
    assertTrue(list.isSignedBy(PKI.issuing.certificate().publicKey()));
  }

  @Test
  void anIndirectListNamesCertificatesByTheirIssuerUntilItNamesAnother() throws Exception {
    X500Name one = new X500Name("CN=One");
    X500Name two = new X500Name("CN=Two");
    X509v2CRLBuilder builder = builder();
    Date since = Date.from(Pki.NOW);
    builder.addCRLEntry(BigInteger.ONE, since, 1);
    builder.addCRLEntry(BigInteger.TWO, since, issuer(one));
    builder.addCRLEntry(BigInteger.ONE, since, 4);
    builder.addCRLEntry(BigInteger.ONE, since, issuer(two));
    CertificateList list = CertificateList.of(signed(builder));

    assertEquals(Optional.of(Reason.KEY_COMPROMISE), reason(list, ISSUER, BigInteger.ONE));
    assertEquals(Optional.empty(), reason(list, ISSUER, BigInteger.TWO));
    assertEquals(Optional.of(Reason.SUPERSEDED), reason(list, principal(one), BigInteger.ONE));
    assertEquals(Optional.of(Reason.UNSPECIFIED), reason(list, principal(one), BigInteger.TWO));
    assertEquals(Optional.of(Reason.UNSPECIFIED), reason(list, principal(two), BigInteger.ONE));
    assertEquals(Optional.empty(), reason(list, principal(two), BigInteger.TWO));
    assertTrue(list.isUnderstood());
  }

  @Test
  void oneConditionThatIsNotKnownLeavesNoCertificateGood() throws Exception {
    X509v2CRLBuilder builder = builder();
    builder.addCRLEntry(
        BigInteger.TEN,
        Date.from(Pki.NOW),
        new Extensions(
            new Extension(new ASN1ObjectIdentifier("1.2.3"), true, DERNull.INSTANCE.getEncoded())));
    assertFalse(CertificateList.of(signed(builder)).isUnderstood());
    assertTrue(CertificateList.of(PKI.crl()).isUnderstood());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "127", "128", "255", "256", "-1", "-128", "-129"})
  void serialNumbersOfAnyKindAreFound(BigInteger serial) throws Exception {
    X509v2CRLBuilder builder = builder();
    builder.addCRLEntry(serial, Date.from(Pki.NOW), 1);
    CertificateList list = CertificateList.of(signed(builder));
    assertEquals(Optional.of(Reason.KEY_COMPROMISE), reason(list, ISSUER, serial));
    assertEquals(Optional.empty(), reason(list, ISSUER, serial.add(BigInteger.ONE)));
  }

  @Test
  void whatIsCutOffChangedOrLongerIsNoList() {
    byte[] der = PKI.crl(new Revocation(BigInteger.TEN, Pki.NOW, Reason.SUPERSEDED));
    for (int length = 0; length < der.length; length++) {
      byte[] cut = Arrays.copyOf(der, length);
      assertThrows(IOException.class, () -> CertificateList.of(cut));
    }
    byte[] longer = Arrays.copyOf(der, der.length + 1);
    assertEquals(
        "has 1 octets after its end",
        assertThrows(IOException.class, () -> CertificateList.of(longer)).getMessage());
  }

  @Test
  void aSignatureUnderAnotherKeyDoesNotHoldEvenAfterOneThatDid() throws Exception {
    CertificateList list = CertificateList.of(PKI.crl());
    assertTrue(list.isSignedBy(PKI.issuing.certificate().publicKey()));
    assertFalse(list.isSignedBy(PKI.root.publicKey()));
    assertTrue(list.isSignedBy(PKI.issuing.certificate().publicKey()));
  }

  @Test
  void evidenceIsFoundByIssuerNewestFirstAndOnce() throws Exception {
    CertificateList old = list(Pki.NOW.minusSeconds(9));
    CertificateList current = list(Pki.NOW);
    RevocationEvidence evidence =
        RevocationEvidence.of(List.of(old), List.of())
            .and(RevocationEvidence.of(List.of(current, old), List.of()));
    assertEquals(List.of(current, old), evidence.listsOf(ISSUER));
    assertEquals(List.of(), evidence.listsOf(new X500Principal("CN=Nobody")));
    assertEquals(2, evidence.lists().size());
  }

  private static CertificateList list(Instant thisUpdate) throws IOException {
    return CertificateList.of(
        PKI.signer.crl(BigInteger.ONE, thisUpdate, Pki.NOW.plusSeconds(60), List.of()));
  }

  private static BigInteger serial(int i) {
    return BigInteger.valueOf(0x1234_5678_9abcL).shiftLeft(64).add(BigInteger.valueOf(2L * i));
  }

  private static X509CRL jdk(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }

  private static X509v2CRLBuilder builder() {
    return new X509v2CRLBuilder(
        X500Name.getInstance(PKI.issuing.certificate().subjectDer()), Date.from(Pki.NOW));
  }

  private static Extensions issuer(X500Name name) throws IOException {
    return new Extensions(
        new Extension(
            Extension.certificateIssuer,
            true,
            new GeneralNames(new GeneralName(name)).getEncoded()));
  }

  private static byte[] signed(X509v2CRLBuilder builder) throws Exception {
    return builder
        .build(
            new JcaContentSignerBuilder("SHA256withECDSA")
                .build(PKI.issuing.key().privateKey(SecretAccess.TOKEN)))
        .getEncoded();
  }

  private static X500Principal principal(X500Name name) throws IOException {
    return new X500Principal(name.getEncoded());
  }

  private static Optional<Reason> reason(
      CertificateList list, X500Principal issuer, BigInteger serial) {
    return list.entry(issuer, serial).map(Revocation::reason);
  }
}
