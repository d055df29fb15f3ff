package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;

/** What the tests of paths have in common. */
final class Paths {
  private Paths() {}

  static String codes(Outcome outcome) {
    return String.join(
        " ",
        outcome.findings().stream()
            .filter(Finding::isError)
            .map(finding -> finding.code().code())
            .distinct()
            .toList());
  }

  static void assertInvalid(String codes, Outcome outcome) {
    assertEquals(codes, codes(outcome), outcome::toString);
    assertInstanceOf(Outcome.Invalid.class, outcome);
  }

  static Outcome validate(
      Certificate endEntity, List<Certificate> anchors, List<Certificate> between) {
    return PathValidator.validate(endEntity, Purpose.ANY, Pki.NOW, context(anchors, between));
  }

  static Context context(List<Certificate> anchors, List<Certificate> between) {
    return new Context(
        anchors, between, RevocationEvidence.NONE, RevocationChecking.OFF, PolicyInputs.ANY);
  }

  /** Of DER; whatever cannot be read fails the test. */
  static RevocationEvidence evidence(List<byte[]> ocsp, byte[]... crls) {
    try {
      List<CertificateList> lists = new ArrayList<>();
      for (byte[] crl : crls) {
        lists.add(CertificateList.of(crl));
      }
      List<OcspResponse> responses = new ArrayList<>();
      for (byte[] response : ocsp) {
        responses.add(OcspResponse.of(response));
      }
      return RevocationEvidence.of(lists, responses);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static SigningKey rsa(int bits) {
    try {
      var generator = java.security.KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      var pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Certificate read(byte[] der) {
    try {
      return Certificate.of(der);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
