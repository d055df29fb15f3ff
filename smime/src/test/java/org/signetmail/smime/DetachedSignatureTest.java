package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.signetmail.smime.Forgery.bytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Severity;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.SignedAttributes;

/** Bytes that are not mail, signed: requests, approvals, manifests. */
class DetachedSignatureTest {
  private static final People PEOPLE = new People();
  private static final SigningIdentity OFFICER = PEOPLE.signer("officer", KeyAlgorithm.P_256);
  private static final String REQUEST = "approve 17";

  private static byte[] signed(byte[] content) throws IOException {
    return DetachedSignature.sign(new ByteArrayInputStream(content), OFFICER, People.NOW);
  }

  /** The word of the verdict and the first of what stands against it, if anything. */
  private static String outcome(byte[] signature, byte[] content) throws IOException {
    Verdict verdict =
        DetachedSignature.verify(
            signature, new ByteArrayInputStream(content), PEOPLE.trust(), People.NOW);
    return verdict.word()
        + verdict.findings().stream()
            .filter(f -> f.severity() != Severity.INFO)
            .findFirst()
            .map(f -> " " + f.code().code())
            .orElse("");
  }

  @Test
  void itHoldsForItsContentAloneHoweverLong() throws IOException {
    for (int length : List.of(0, 1, 1 << 16, (1 << 16) + 1, 200_000)) {
      byte[] content = bytes("1".repeat(length));
      byte[] signature = signed(content);
      assertEquals("passed", outcome(signature, content), () -> "of " + length);
      byte[] longer = bytes("1".repeat(length + 1));
      assertEquals("failed signature.digest-mismatch", outcome(signature, longer));
    }
  }

  @Test
  void whatIsNoSignatureFails() throws IOException {
    byte[] data = Asn1.sequence(Asn1.oid(Oids.DATA), Asn1.context(0, Asn1.octets(bytes(REQUEST))));
    for (byte[] other : List.of(bytes(REQUEST), new byte[0], data)) {
      assertEquals("failed structure.cms-unreadable", outcome(other, bytes(REQUEST)));
    }
  }

  @Test
  void aSignatureThatCarriesAContentOfItsOwnFails() throws IOException {
    assertEquals(
        "failed structure.detached-with-content",
        outcome(Forgery.of(OFFICER, REQUEST).opaque(), bytes(REQUEST)));
  }

  /** What was signed elsewhere as attributes was not signed as a request (RFC 5652 §5.4). */
  @Test
  void attributesAreNoContent() throws IOException {
    byte[] attributes =
        Asn1.tlv(Asn1.SET, SignedAttributes.attribute(Oids.CONTENT_TYPE, Asn1.oid(Oids.DATA)));
    assertEquals("failed signature.forged-attributes", outcome(signed(attributes), attributes));
  }

  @Test
  void anAlgorithmThatIsNotKnownLeavesItOpen() throws IOException {
    Forgery unknown =
        Forgery.of(OFFICER, REQUEST)
            .stating(Asn1.algorithm(Oids.SHA256), Asn1.algorithm("1.2.3.4"));
    assertEquals("indeterminate algorithm.unknown", outcome(unknown.detached(), bytes(REQUEST)));
  }

  @Test
  void aSignerWhomNobodyTrustsDoesNotPass() throws IOException {
    SigningIdentity stranger = new People("Another Root").signer("officer", KeyAlgorithm.P_256);
    assertEquals(
        "indeterminate path.issuer-missing",
        outcome(Forgery.of(stranger, REQUEST).detached(), bytes(REQUEST)));
  }
}
