package org.signetmail.smime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.DualUseKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/** Messages, certificates and keys of other people's making, and what we say of them in a word. */
final class Foreign {
  private static final char[] NO_PASSWORD = {};

  private Foreign() {}

  /** Old mail, with these roots and lists at hand. */
  static Reading read(
      Octets message,
      Instant at,
      List<Certificate> anchors,
      List<CertificateList> crls,
      List<DecryptionIdentity> keys)
      throws IOException {
    PathValidator.Context trust =
        new PathValidator.Context(
            anchors,
            List.of(),
            RevocationEvidence.of(crls, List.of()),
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY);
    MessageReader.Options options =
        new MessageReader.Options(
            CryptoProfile.of(CryptoProfile.Name.LEGACY_READ), Budget.STANDARD);
    return new MessageReader(keys, trust, Spool.standard(), options).read(message, at);
  }

  /** {@code [opened |not-for-us |refused ]verdict[ code of each error …]}. */
  static String outcome(Reading reading) {
    String opening =
        reading
            .opening()
            .map(o ->
                switch (o) {
                  case Opening.Opened opened -> "opened ";
                  case Opening.NotForUs notForUs -> "not-for-us ";
                  case Opening.Refused refused -> "refused ";
                })
            .orElse("");
    return opening
        + reading.verdict().word()
        + reading.findings().stream()
            .filter(Finding::isError)
            .map(f -> " " + f.code().code())
            .distinct()
            .sorted()
            .collect(Collectors.joining());
  }

  /** Bare CMS as a message (RFC 8551 §3.2). */
  static Octets message(String from, byte[] cms) {
    return Mail.octets(
        "From: "
            + from
            + "\r\nContent-Type: application/pkcs7-mime\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(cms)
            + "\r\n");
  }

  /** A detached signature beside what it signs (RFC 8551 §3.5.3). */
  static Octets message(String from, byte[] content, byte[] cms) {
    return Mail.octets(
        "From: "
            + from
            + "\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\";"
            + " boundary=b\r\n\r\n--b\r\n"
            + new String(content, StandardCharsets.US_ASCII)
            + "\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(cms)
            + "\r\n--b--\r\n");
  }

  static Certificate certificate(Path file) throws IOException {
    return Certificates.read(Files.readAllBytes(file), file.toString()).getFirst();
  }

  static DecryptionIdentity reader(Path key, Certificate certificate) throws IOException {
    return new DecryptionIdentity(
        new DualUseKey(key(key).privateKey(SecretAccess.TOKEN), certificate.publicKey()),
        certificate);
  }

  static SigningIdentity signer(Path key, Certificate certificate) throws IOException {
    return new SigningIdentity(key(key), List.of(certificate));
  }

  private static SigningKey key(Path file) throws IOException {
    return KeyFile.readKey(Files.readAllBytes(file), NO_PASSWORD, file.toString());
  }
}
