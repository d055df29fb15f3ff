package org.signetmail.pkix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with certificates and CRLs, as people have them. */
class CertificatesTest {
  private static final Pki PKI = new Pki();

  @TempDir Path folder;

  @Test
  void certificatesAreFoundInBundlesAndPkcs7() throws Exception {
    Files.writeString(
        folder.resolve("both.pem"), "text\n" + PKI.root.pem() + PKI.issuing.certificate().pem());
    OpenSsl.run(folder, "crl2pkcs7", "-nocrl", "-certfile", "both.pem", "-out", "both.p7b");
    OpenSsl.run(
        folder,
        "crl2pkcs7",
        "-nocrl",
        "-certfile",
        "both.pem",
        "-outform",
        "DER",
        "-out",
        "both.der");

    List<Certificate> both = List.of(PKI.root, PKI.issuing.certificate());
    for (String file : List.of("both.pem", "both.p7b", "both.der")) {
      assertEquals(both, Certificates.read(Files.readAllBytes(folder.resolve(file)), file));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "key.pem, is a private key", "crl.der, is a revocation list", "crl.pem, is a revocation list",
    "empty, is empty", "text, is text", "csr.pem, is a certification request",
    "key.p12, is a PKCS#12 file", "half.pem, without an end"
  })
  void whatIsGivenInsteadIsNamed(String name, String what) throws Exception {
    SigningIdentity alice = PKI.person(KeyAlgorithm.P_256);
    byte[] bytes =
        switch (name) {
          case "key.pem" -> KeyFile.writeKey(alice.key(), "x".toCharArray());
          case "crl.der" -> PKI.crl();
          case "crl.pem" -> pem("X509 CRL", PKI.crl());
          case "csr.pem" ->
              pem(
                  "CERTIFICATE REQUEST",
                  CertificationRequest.make(alice.key(), "Alice", Pki.ALICE).encoded());
          case "key.p12" -> KeyFile.writeSigning(alice, "x".toCharArray());
          case "text" -> "hello\n".getBytes(US_ASCII);
          case "half.pem" -> Arrays.copyOf(PKI.root.pem().getBytes(US_ASCII), 200);
          default -> new byte[0];
        };
    String expected = name.equals("key.pem") ? "is an encrypted private key" : what;
    String line =
        String.valueOf(
            assertThrows(IOException.class, () -> Certificates.read(bytes, name)).getMessage());
    assertTrue(
        line.startsWith(name + ": ") && line.contains(expected) && line.contains("; "), line);
  }

  @Test
  void crlsAreReadAndOtherThingsNamed() throws Exception {
    byte[] crl = PKI.crl();
    assertTrue(Arrays.equals(crl, Certificates.readCrls(crl, "a.crl").getFirst().encoded()));
    assertEquals(1, Certificates.readCrls(pem("X509 CRL", crl), "a.pem").size());
    String line =
        String.valueOf(
            assertThrows(
                    IOException.class, () -> Certificates.readCrls(PKI.root.encoded(), "r.der"))
                .getMessage());
    assertTrue(line.startsWith("r.der: is a certificate, not a revocation list"), line);
  }

  private static byte[] pem(String type, byte[] der) {
    return ("-----BEGIN "
            + type
            + "-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n")
        .getBytes(US_ASCII);
  }
}
