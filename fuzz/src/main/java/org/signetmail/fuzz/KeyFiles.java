package org.signetmail.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.FoundCertificates;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.SecretAccess;

/** Files in which people bring keys and certificates, with the right password. */
final class KeyFiles {
  private static final char[] PASSWORD = {'x'};

  static final Map<String, byte[]> SEEDS = seeds();

  private KeyFiles() {}

  static void read(byte[] input) {
    attempt(() -> KeyFile.read(input, PASSWORD, "file"));
    attempt(() -> KeyFile.readKey(input, PASSWORD, "file"));
    attempt(() -> Certificates.read(input, "file"));
    attempt(() -> FoundCertificates.of(input, "store"));
    attempt(() -> Certificates.readCrls(input, "file"));
    attempt(() -> Certificates.readOcspResponses(input, "file"));
    attempt(() -> CertificationRequest.of(input));
    attempt(() -> RequestedContent.of(input));
  }

  private interface Attempt {
    Object read() throws IOException;
  }

  private static void attempt(Attempt attempt) {
    try {
      if (attempt.read().toString().contains("PRIVATE KEY")) {
        throw new AssertionError("a key that shows itself");
      }
    } catch (IOException e) {
      Messages.requireOneLine(e);
    }
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    byte[] pkcs8 = KeyPairs.pkcs8(pair(), SecretAccess.TOKEN);
    seeds.put("pkcs12-signing", KeyFile.writeSigning(Parties.ALICE, PASSWORD));
    seeds.put(
        "pkcs12-decryption", KeyFile.writeDecryption(List.of(Parties.BOB), List.of(), PASSWORD));
    seeds.put("pkcs8-encrypted", KeyFile.writeKey(Parties.ALICE.key(), PASSWORD));
    seeds.put("pkcs8", pkcs8);
    seeds.put("pkcs8-pem", pem("PRIVATE KEY", pkcs8));
    seeds.put(
        "pkcs10",
        CertificationRequest.make(Parties.ALICE.key(), "alice", Mailbox.of("alice@example.test"))
            .encoded());
    seeds.put("certificate-pem", pem("CERTIFICATE", Parties.ALICE.certificate().encoded()));
    seeds.put("found-certificates", found());
    return seeds;
  }

  /** As a certificate store answers (RFC 4387 §2.4). */
  private static byte[] found() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      body.writeBytes(
          "--b\r\nContent-Type: application/pkix-cert\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(Parties.ALICE.certificate().encoded());
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  private static EncryptionKey pair() {
    return KeyPairs.encryption(KeyAlgorithm.P_256, Parties.RANDOM);
  }

  private static byte[] pem(String type, byte[] der) {
    return ("-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
