package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.CertificateProfile.Kind;

class CertificateLintTest {
  private static final Pki PKI = new Pki();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROOT", "ISSUING", "PERSON_ENCRYPTION", "OFFICER", "ARCHIVE"})
  void aCertificateOfOneKindIsNoneOfAnother(Kind kind) {
    boolean isElliptic = CertificateProfile.standard(kind).keys().contains(KeyAlgorithm.P_256);
    Certificate made = PKI.issue(kind, isElliptic ? KeyAlgorithm.P_256 : KeyAlgorithm.RSA_2048);
    for (Kind other : Kind.values()) {
      boolean clean =
          CertificateLint.lint(made, CertificateProfile.standard(other)).stream()
              .noneMatch(Finding::isError);
      assertEquals(other == kind, clean, kind + " as " + other);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basicConstraints=critical,CA:TRUE | certificate.basic-constraints"
            + " certificate.key-usage-of-authority",
        "keyUsage=digitalSignature,nonRepudiation | certificate.key-usage-not-critical",
        "keyUsage=critical,digitalSignature,nonRepudiation,keyAgreement | certificate.key-usage",
        "extendedKeyUsage=emailProtection,clientAuth | certificate.extended-key-usage",
        "certificatePolicies=1.2.3.4 | certificate.policies",
        "subjectKeyIdentifier=none | certificate.subject-key-identifier"
            + " certificate.authority-key-identifier",
        "authorityKeyIdentifier=none | certificate.authority-key-identifier",
        "subjectAltName=email:other@example.test | certificate.mailbox-not-in-alternative-name",
        "subjectAltName=email:alice@example.test,otherName:1.3.6.1.5.5.7.8.9;UTF8:bob@example.test"
            + " | certificate.mailbox-form",
        "subjectAltName=email:alice@example.test,email:nobody | certificate.mailbox-syntax",
        "-sha1 | certificate.signature-algorithm",
      })
  void eachRuleFindsItsFault(String fault, String code) throws Exception {
    String name = fault.contains("=") ? fault.substring(0, fault.indexOf('=')) : "";
    StringBuilder config = new StringBuilder("[req]\ndistinguished_name=dn\n[dn]\n[ext]\n");
    for (String right :
        List.of(
            "basicConstraints=CA:FALSE",
            "keyUsage=critical,digitalSignature,nonRepudiation",
            "extendedKeyUsage=emailProtection",
            "certificatePolicies=" + CertificateProfile.ARC + ".1.1",
            "subjectKeyIdentifier=hash",
            "authorityKeyIdentifier=keyid:always",
            "subjectAltName=email:alice@example.test",
            "crlDistributionPoints=URI:http://crl.example.test/ca.crl")) {
      boolean isFaulty = right.startsWith(name + "=");
      boolean follows = name.startsWith("subjectKey") && right.startsWith("authorityKey");
      config
          .append(follows ? "authorityKeyIdentifier=none" : isFaulty ? fault : right)
          .append('\n');
    }
    Files.writeString(folder.resolve("c.cnf"), config);
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-config",
        "c.cnf",
        "-extensions",
        "ext",
        "-days",
        "80",
        fault.startsWith("-") ? fault : "-sha256",
        "-subj",
        "/O=Example Corp/CN=Alice/emailAddress=alice@example.test");
    Certificate made =
        Certificates.read(Files.readAllBytes(folder.resolve("c.pem")), "c").getFirst();

    Set<String> found =
        CertificateLint.lint(made, CertificateProfile.standard(Kind.PERSON_SIGNING)).stream()
            .map(finding -> finding.code().code())
            .collect(Collectors.toSet());
    assertEquals(Set.of(code.split(" ")), found);
  }

  @Test
  void anExtensionThatCannotBeReadIsAFindingAndNotAFailure() {
    Certificate broken =
        Odd.of("CN=Alice").extension("2.5.29.31", false, new DEROctetString(new byte[3])).make();
    assertTrue(
        CertificateLint.lint(broken, CertificateProfile.standard(Kind.PERSON_SIGNING)).stream()
            .anyMatch(finding -> finding.code() == StandardFinding.ENCODING));
  }

  @Test
  void everyCodeIsDottedOnceAndSaysWhatToDo() {
    Set<String> codes = new HashSet<>();
    for (FindingCode[] all :
        new FindingCode[][] {
          CertificateFinding.values(),
          StandardFinding.values(),
          BaselineFinding.values(),
          PathFinding.values()
        }) {
      for (FindingCode code : all) {
        assertTrue(codes.add(code.code()), code.code());
        assertTrue(
            code.code().matches("(certificate|path|revocation|algorithm)\\.[a-z0-9-]+"),
            code.code());
        assertTrue(!code.clause().isBlank() && code.advice().matches("[a-z].*[^.]"), code.code());
      }
    }
  }
}
