package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/** Other people's software reads our chain and our CRLs. */
class OpenSslVerifyTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir Path folder;
  private final Organization corp = new Organization();
  private Certificate alice;
  private Certificate bob;

  @BeforeEach
  void issueAndPublish() {
    alice = corp.signing(corp.signingKey(), "Alice", ALICE);
    bob = corp.encryption(corp.encryptionKey(), "Bob", BOB);
    corp.authority.publishCrls();
  }

  @Test
  void chainAndStatusAreAccepted() throws Exception {
    assertEquals("OK", verify(alice));
    assertEquals("OK", verify(bob));
  }

  @Test
  void revokedCertificateIsRefusedAndTheOtherIsNot() throws Exception {
    corp.revoke(alice, Revocation.Reason.KEY_COMPROMISE);
    corp.authority.publishCrls();

    assertTrue(verify(alice).contains("certificate revoked"), verify(alice));
    assertEquals("OK", verify(bob));
  }

  @Test
  void crlNumberGrowsAndNextUpdateLiesAhead() {
    CrlStore.Crl first = corp.authority.publishCrls().getFirst();
    CrlStore.Crl second = corp.authority.publishCrls().getFirst();

    assertTrue(second.number().compareTo(first.number()) > 0);
    assertEquals(
        second.thisUpdate().plus(corp.authority.settings().crlValidity()), second.nextUpdate());
    assertEquals(
        second.number(),
        corp.crls.current(corp.authorities.issuing().key().id()).orElseThrow().number());
  }

  /** OK, or what openssl says. */
  private String verify(Certificate certificate) throws IOException, InterruptedException {
    Path leaf = write("leaf.pem", certificate.pem());
    Path root = write("root.pem", corp.root().pem());
    Path issuing = write("issuing.pem", corp.issuing().pem());
    Path crls =
        write(
            "crls.pem",
            crl(corp.authorities.root().key().id()) + crl(corp.authorities.issuing().key().id()));
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-purpose",
                "any",
                "-CAfile",
                root.toString(),
                "-untrusted",
                issuing.toString(),
                "-CRLfile",
                crls.toString(),
                leaf.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return openssl.waitFor() == 0 ? "OK" : said;
  }

  private String crl(org.signetmail.pkix.KeyId issuer) {
    byte[] der = corp.crls.current(issuer).orElseThrow().encoded();
    return "-----BEGIN X509 CRL-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END X509 CRL-----\n";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
