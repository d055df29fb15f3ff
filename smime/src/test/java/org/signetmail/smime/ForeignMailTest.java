package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.testkit.DeclaredExceptions;
import org.signetmail.testkit.Fixtures;

/** Mail of other programs, right and wrong, old and odd: each comes out as its name says. */
class ForeignMailTest {
  private static final Map<String, String> MAIL_BC =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("validator.validMail.eml", "passed"),
              Map.entry("validator.expired.eml", "failed path.expired"),
              Map.entry("validator.notYetValid.eml", "failed path.not-yet-valid"),
              Map.entry("validator.revoked.eml", "failed revocation.revoked"),
              Map.entry("validator.keyUsage.eml", "failed path.key-usage signer.may-not-sign"),
              Map.entry(
                  "validator.extKeyUsage.eml",
                  "failed path.extended-key-usage signer.may-not-sign"),
              Map.entry("validator.noEmail.eml", "failed signer.mailbox-missing"),
              Map.entry("validator.shortKey.eml", "failed algorithm.key-size"),
              Map.entry("validator.longValidity.eml", "passed"),
              Map.entry("attachonly.eml", "unsigned"),
              Map.entry("circular.eml", "indeterminate path.issuer-missing"),
              Map.entry("dotnet_encrypted_mail.eml", "not-for-us unsigned"),
              Map.entry("extra-nl.eml", "failed path.issuer-missing signer.mailbox-mismatch"),
              Map.entry("multi-alternative.eml", "indeterminate path.issuer-missing"),
              Map.entry(
                  "openssl-signed-sha256-non-default-salt-length.eml",
                  "indeterminate path.issuer-missing"),
              Map.entry("outlook_2010_beta_sime_msg.eml", "opened unsigned"),
              Map.entry("qp-soft-break.eml", "failed path.untrusted-root")));

  /** When those were sent that are not of the validator's series. */
  private static final Map<String, String> SENT =
      Map.of(
          "circular.eml", "2007-04-03T12:00:00Z",
          "extra-nl.eml", "2009-09-08T12:00:00Z",
          "multi-alternative.eml", "2008-04-09T12:00:00Z",
          "openssl-signed-sha256-non-default-salt-length.eml", "2017-05-04T12:00:00Z",
          "qp-soft-break.eml", "2007-07-17T12:00:00Z");

  @Test
  void mailThatAnotherLibraryIsTestedWith() throws IOException {
    Path folder = Fixtures.data("mail-bc");
    List<DecryptionIdentity> keys =
        List.of(
            Foreign.reader(
                folder.resolve("key.pem"), Foreign.certificate(folder.resolve("cert.pem"))),
            KeyFile.read(
                    Files.readAllBytes(folder.resolve("johndoe.p12")), new char[0], "johndoe.p12")
                .decryption()
                .getFirst());
    Map<String, String> actual = new TreeMap<>();
    for (String name : MAIL_BC.keySet()) {
      try (Reading reading =
          Foreign.read(
              Octets.of(Files.readAllBytes(folder.resolve(name))),
              Instant.parse(SENT.getOrDefault(name, "2006-09-04T12:00:00Z")),
              List.of(Foreign.certificate(folder.resolve("validator.root.crt"))),
              List.of(
                  CertificateList.of(Files.readAllBytes(folder.resolve("validator.revoked.crl")))),
              keys)) {
        actual.put(name, Foreign.outcome(reading));
      }
    }
    DeclaredExceptions.hold(ForeignMailTest.class, "/mail-bc-exceptions.tsv", MAIL_BC, actual);
  }

  /** Their keys are not here: the layers must be found all the same. */
  @Test
  void mailOfKdeShowsItsLayers() throws IOException {
    Map<String, String> expected =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("smime-cert.mbox", "application/pkcs7-mime"),
                Map.entry("smime-encrypted-ambiguous-mime.mbox", "multipart/mixed"),
                Map.entry("smime-encrypted-not-so-ambiguous-mime.mbox", "multipart/mixed"),
                Map.entry("smime-encrypted-octet-stream.mbox", "enveloped-data"),
                Map.entry("smime-encrypted.mbox", "enveloped-data"),
                Map.entry("smime-opaque-enc+sign.mbox", "enveloped-data"),
                Map.entry("smime-opaque-sign.mbox", "signed-data > text/plain"),
                Map.entry("smime-opaque-signed-encrypted-attachment.mbox", "enveloped-data"),
                Map.entry("smime-signed-apple.mbox", "multipart/signed > multipart/alternative"),
                Map.entry("smime-signed-charset.mbox", "multipart/signed > text/plain"),
                Map.entry("smime-signed-encrypted.mbox", "enveloped-data"),
                Map.entry("smime.p7m", "enveloped-data")));
    Map<String, String> actual = new TreeMap<>();
    for (String name : expected.keySet()) {
      byte[] bytes = Files.readAllBytes(Fixtures.data("mail-kde").resolve(name));
      Octets message =
          name.endsWith(".p7m") ? Foreign.message("a@b.test", bytes) : Octets.of(bytes);
      actual.put(
          name,
          Inspection.of(message, Budget.STANDARD).layers().stream()
              .map(Inspection.Layer::kind)
              .collect(Collectors.joining(" > ")));
    }
    DeclaredExceptions.hold(ForeignMailTest.class, "/mail-kde-exceptions.tsv", expected, actual);
  }

  private static final String NOBODY = "path.issuer-missing ";

  /** OpenSSL's: the attributes are wrong, which no signature over them makes right. */
  @Test
  void oddCmsIsRefused() throws IOException {
    Path folder = Fixtures.data("cms-odd");
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "bad_signtime_attr.cms", "failed signature.attributes-malformed",
                "ct_multiple_attr.cms", "failed signature.attributes-malformed",
                "no_ct_attr.cms",
                    "failed " + NOBODY + "signature.content-type signer.mailbox-missing",
                "no_md_attr.cms",
                    "failed " + NOBODY + "signature.digest-mismatch signer.mailbox-missing",
                "pkcs7-md4.pem", "indeterminate",
                "ciphertext_from_1_1_1.cms", "opened unsigned"));
    Map<String, String> actual = new TreeMap<>();
    for (String name : expected.keySet()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      Octets message =
          switch (name) {
            case "ciphertext_from_1_1_1.cms" -> Octets.of(bytes);
            case "pkcs7-md4.pem" ->
                Foreign.message(
                    "a@b.test",
                    Base64.getMimeDecoder()
                        .decode(
                            new String(bytes, java.nio.charset.StandardCharsets.US_ASCII)
                                .replaceAll("-----[^-]+-----", "")));
            default -> Foreign.message("a@b.test", bytes);
          };
      try (Reading reading =
          Foreign.read(
              message, Instant.parse("2022-07-01T00:00:00Z"), List.of(), List.of(), List.of())) {
        actual.put(name, Foreign.outcome(reading));
      }
    }
    DeclaredExceptions.hold(ForeignMailTest.class, "/cms-odd-exceptions.tsv", expected, actual);
    assertEquals(6, actual.size());
  }
}
