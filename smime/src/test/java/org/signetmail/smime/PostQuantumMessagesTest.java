package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.testkit.Fixtures;

/** The examples of RFC 9882 and RFC 9936: messages of other people's making. */
class PostQuantumMessagesTest {
  /** Their certificates name no mailbox, so they are documents here and not mail. */
  @ParameterizedTest
  @ValueSource(strings = {"44", "65", "87"})
  void signedByMlDsa(String size) throws Exception {
    Path file = Fixtures.data("pqc/cms-ml-dsa").resolve("mldsa" + size + "-signed-attrs.pem");
    Certificate signer =
        Foreign.certificate(Fixtures.data("pqc/x509-ml-dsa").resolve("ML-DSA-" + size + ".crt"));
    PathValidator.Context trust =
        new PathValidator.Context(
            List.of(signer),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    SignedData data =
        SignedData.read(
            ContentInfo.of(new ByteArrayInputStream(der(file))), Budget.STANDARD, Spool.standard());
    byte[] content = data.content().orElseThrow().toByteArray();
    Jca jca = new Jca(Primitives.platform());
    for (boolean isChanged : new boolean[] {false, true}) {
      SignatureCheck.Result result =
          new SignatureCheck(
                  trust, CryptoProfile.of(CryptoProfile.Name.AUTO), jca, signer.notBefore())
              .check(
                  data,
                  algorithm ->
                      jca.digest(algorithm.jca())
                          .digest(
                              isChanged ? "another".getBytes(StandardCharsets.US_ASCII) : content),
                  new SignatureCheck.Expected.AnyUse());
      assertEquals(isChanged ? "failed" : "passed", result.verdict().word(), result.toString());
      assertEquals("ML-DSA-" + size, result.signers().getFirst().algorithm());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "expanded", "both"})
  void encryptedToMlKemOpensWithEachFormOfItsKey(String form) throws IOException {
    Path folder = Fixtures.data("pqc/cms-ml-kem");
    DecryptionIdentity key =
        Foreign.reader(
            folder.resolve("ML-KEM-512-" + form + ".priv"),
            Foreign.certificate(folder.resolve("ML-KEM-512.pem")));
    Octets message = Foreign.message("alice@example.test", der(folder.resolve("ML-KEM-512.cms")));
    try (Reading reading = Foreign.read(message, People.NOW, List.of(), List.of(), List.of(key))) {
      Opening.Opened opened =
          assertInstanceOf(
              Opening.Opened.class, reading.opening().orElseThrow(), reading.toString());
      assertEquals(Opening.Authenticity.AUTHENTICATED, opened.authenticity());
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("plaintext.txt")), opened.content().toByteArray());
    }
  }

  private static byte[] der(Path pem) throws IOException {
    return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[^-]+-----", ""));
  }
}
