package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.testkit.Fixtures;

/** The keys and certificates of RFC 9881 and RFC 9935, in their three private forms. */
class PostQuantumKeysTest {
  private static final char[] NONE = {};

  @ParameterizedTest
  @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
  void signingKeysAreReadInEachFormAndTheCertificateHolds(String name) throws Exception {
    Path folder = Fixtures.data("pqc/x509-ml-dsa");
    Certificate certificate = certificate(folder, name);
    for (String form : List.of("seed", "expanded", "both")) {
      String file = name + "-" + form + ".priv";
      SigningKey key = KeyFile.readKey(Files.readAllBytes(folder.resolve(file)), NONE, file);
      assertEquals(certificate.keyId(), key.id(), form);
    }
    Context context =
        new Context(
            List.of(certificate),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PolicyInputs.ANY);
    Instant at = certificate.notBefore();
    assertInstanceOf(
        Outcome.Valid.class, PathValidator.validate(certificate, Purpose.ANY, at, context));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void encryptionKeysAreReadInEachForm(String name) throws Exception {
    Path folder = Fixtures.data("pqc/x509-ml-kem");
    Certificate certificate = certificate(folder, name);
    assertEquals(
        KeyAlgorithm.ofWord(name.toLowerCase(java.util.Locale.ROOT)), certificate.keyAlgorithm());
    for (String form : List.of("seed", "expanded", "both")) {
      String file = name + "-" + form + ".priv";
      SigningKey bare = KeyFile.readKey(Files.readAllBytes(folder.resolve(file)), NONE, file);
      EncryptionKey key =
          KeyPairs.encryptionFromPkcs8(
              bare.privateKey(SecretAccess.TOKEN).getEncoded(),
              certificate.publicKey().getEncoded());
      assertEquals(certificate.keyId(), key.id(), form);
    }
  }

  /** RFC 9881 appendix C.4, RFC 9935 appendix C.4: parts that do not belong together. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x509-ml-dsa/bad-ML-DSA-44-1.priv",
        "x509-ml-dsa/bad-ML-DSA-44-2.priv",
        "x509-ml-dsa/bad-ML-DSA-44-3.priv", // one bit of t0
        "x509-ml-kem/bad-ML-KEM-512-1.priv",
        "x509-ml-kem/bad-ML-KEM-512-2.priv",
        "x509-ml-kem/bad-ML-KEM-512-3.priv",
        "x509-ml-kem/bad-ML-KEM-512-4.priv"
      })
  void aKeyThatContradictsItselfIsRefused(String file) throws Exception {
    byte[] bytes = Files.readAllBytes(Fixtures.data("pqc").resolve(file));
    assertThrows(IOException.class, () -> KeyFile.readKey(bytes, NONE, file));
  }

  private static Certificate certificate(Path folder, String name) throws IOException {
    String file = name + ".crt";
    return Certificates.read(Files.readAllBytes(folder.resolve(file)), file).getFirst();
  }
}
