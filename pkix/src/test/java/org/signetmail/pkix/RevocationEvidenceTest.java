package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.Fixtures;

/** What is known of revocation, from several sources. */
class RevocationEvidenceTest {
  private static final Pki PKI = new Pki();

  @Test
  void nothingAndSomethingIsThatSomething() {
    RevocationEvidence some = Paths.evidence(List.of(), PKI.crl());
    assertTrue(RevocationEvidence.NONE.isEmpty());
    assertFalse(some.isEmpty());
    assertSame(some, some.and(RevocationEvidence.NONE));
    assertSame(some, RevocationEvidence.NONE.and(some));
  }

  @Test
  void whatTwoSourcesKnowIsKnownOnce() throws IOException {
    byte[] crl = PKI.crl();
    byte[] root = PKI.rootCrl();
    byte[] ocsp =
        Base64.getMimeDecoder().decode(Files.readAllBytes(Fixtures.data("ocsp").resolve("D1.ors")));
    RevocationEvidence one = Paths.evidence(List.of(ocsp), crl);
    RevocationEvidence other = Paths.evidence(List.of(ocsp), crl, root);
    RevocationEvidence both = one.and(other);
    assertEquals(2, both.lists().size());
    assertEquals(1, both.responses().size());
    assertFalse(Paths.evidence(List.of(ocsp)).isEmpty());
    assertEquals(
        List.of(CertificateList.of(root)), both.listsOf(PKI.root.x509().getSubjectX500Principal()));
    assertEquals(
        both.responses(),
        both.responsesAbout(both.responses().getFirst().serials().iterator().next()));
  }
}
