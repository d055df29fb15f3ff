package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.testkit.Fixtures;

/** The people of RFC 9216 read each other's mail: RSA, and Ed25519 with X25519. */
class Rfc9216Test {
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
  private static final String RSA_ROOT = "00-3_Example_RSA_Certification_Authority.crt.pem";
  private static final String ED25519_ROOT = "13-6_Example_Ed25519_Certification_Authority.crt.pem";

  /** The files of one person, in their order in the RFC; the password of the last is the name. */
  record Person(String name, int first, String section) {
    Path file(int offset, String kind) {
      String number = String.format("%02d", first + offset);
      return folder().resolve(number + "-" + section + "." + kind + ".pem");
    }

    SigningIdentity signer() throws IOException {
      return Foreign.signer(file(1, "key"), Foreign.certificate(file(0, "crt")));
    }

    DecryptionIdentity reader() throws IOException {
      return Foreign.reader(file(3, "key"), Foreign.certificate(file(2, "crt")));
    }

    String mailbox() {
      return name + "@smime.example";
    }
  }

  static Stream<Person> people() {
    return Stream.of(
        new Person("alice", 3, "4_Alice_s_Sample_Certificates"),
        new Person("bob", 8, "5_Bob_s_Sample"),
        new Person("carlos", 16, "7_Carlos_s_Sample_Certificates"),
        new Person("dana", 21, "8_Dana_s_Sample_Certificates"));
  }

  @ParameterizedTest
  @MethodSource("people")
  void mailSignedByOneAndEncryptedToHerselfPasses(Person person) throws IOException {
    DecryptionIdentity reader = person.reader();
    String message =
        Mail.signedAndEncrypted(
            Mail.PLAIN.replace("alice@example.test", person.mailbox()),
            person.signer(),
            CryptoProfile.Name.COMPATIBLE,
            reader.certificate());
    try (Reading reading =
        Foreign.read(
            Mail.octets(message),
            People.NOW,
            roots(RSA_ROOT, ED25519_ROOT),
            List.of(),
            List.of(reader))) {
      assertEquals("opened passed", Foreign.outcome(reading), reading.toString());
    }
  }

  /** Alice's and Carlos's authorities have certified each other: one root is enough. */
  @ParameterizedTest
  @MethodSource("people")
  void eachRootLeadsToEverybodyThroughTheCrossCertificates(Person person) throws IOException {
    String message =
        Mail.signed(
            Mail.PLAIN.replace("alice@example.test", person.mailbox()),
            new SigningIdentity(
                person.signer().key(),
                Stream.concat(
                        person.signer().path().stream(),
                        roots(
                            "02-3_Example_RSA_Certification_Authority.crt.pem",
                            "15-6_Example_Ed25519_Certification_Authority.crt.pem")
                            .stream())
                    .toList()),
            Form.MULTIPART_SIGNED);
    for (String root : List.of(RSA_ROOT, ED25519_ROOT)) {
      try (Reading reading =
          Foreign.read(Mail.octets(message), AT, roots(root), List.of(), List.of())) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), root + ": " + reading);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("people")
  void theirPkcs12HoldsBothKeys(Person person) throws IOException {
    String pem = Files.readString(person.file(4, "pem"));
    byte[] der =
        Base64.getMimeDecoder()
            .decode(pem.replaceAll("-----[^-]+-----", "").getBytes(StandardCharsets.US_ASCII));
    KeyFile file = KeyFile.read(der, person.name().toCharArray(), person.name());
    assertTrue(
        file.signing().stream()
            .anyMatch(
                s -> s.certificate().mailboxes().getFirst().toString().equals(person.mailbox())));
    assertTrue(file.decryption().stream().anyMatch(d -> d.certificate().mayEncrypt()));
  }

  @Test
  void theAuthoritiesKeysAreOverTheirCertificates() throws IOException {
    for (List<String> pair :
        List.of(
            List.of("01-3_Example_RSA_Certification_Authority.key.pem", RSA_ROOT),
            List.of("14-6_Example_Ed25519_Certification_Authority.key.pem", ED25519_ROOT))) {
      Certificate root = roots(pair.get(1)).getFirst();
      assertEquals(root, Foreign.signer(folder().resolve(pair.get(0)), root).certificate());
    }
  }

  private static List<Certificate> roots(String... names) throws IOException {
    java.util.ArrayList<Certificate> all = new java.util.ArrayList<>();
    for (String name : names) {
      all.add(Foreign.certificate(folder().resolve(name)));
    }
    return all;
  }

  private static Path folder() {
    return Fixtures.data("rfc9216");
  }
}
