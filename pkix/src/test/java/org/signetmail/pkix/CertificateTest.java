package org.signetmail.pkix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.Certificate.Use;
import org.signetmail.pkix.CertificateProfile.Kind;

class CertificateTest {
  private static final Pki PKI = new Pki();

  @TempDir Path folder;

  @Test
  void itSaysWhoseKeyForWhatUntilWhen() {
    Certificate alice = PKI.person(KeyAlgorithm.P_256).certificate();

    assertEquals("Alice Example", alice.displayName());
    assertEquals("CN=Alice Example,O=Example Corp", alice.subject());
    assertEquals("CN=Example Issuing CA,O=Example Corp", alice.issuer());
    assertEquals(List.of(Pki.ALICE), alice.mailboxes());
    assertEquals(
        Set.of(Use.DIGITAL_SIGNATURE, Use.NON_REPUDIATION), alice.keyUsage().orElseThrow());
    assertEquals(List.of("1.3.6.1.5.5.7.3.4"), alice.extendedKeyUsage());
    assertEquals(KeyAlgorithm.P_256, alice.keyAlgorithm().orElseThrow());
    assertEquals(40, alice.serialHex().length());
    assertTrue(alice.maySign() && !alice.mayEncrypt() && alice.isForMail());
    assertFalse(alice.isAuthority() || alice.isSeal() || alice.isSelfIssued());
    assertTrue(
        Arrays.equals(
            alice.authorityKeyIdentifier().orElseThrow(),
            PKI.issuing.certificate().subjectKeyIdentifier().orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({
    "PERSON_SIGNING, P_256, true, false, true, false",
    "PERSON_ENCRYPTION, P_256, false, true, true, false",
    "PERSON_ENCRYPTION, X25519, false, true, true, false",
    "PERSON_ENCRYPTION, ML_KEM_768, false, true, true, false",
    "PERSON_ENCRYPTION, RSA_2048, false, true, true, false",
    "SEAL, P_256, true, false, true, true",
    "OFFICER, P_256, false, true, false, false",
    "OFFICER_SIGNING, ED25519, true, false, false, false",
    "ARCHIVE, X25519, false, true, false, false",
    "ARCHIVE_SIGNING, ML_DSA_65, true, false, false, false",
    "TLS_SERVER, P_256, true, false, false, false",
    "TSA, P_256, true, false, false, false",
    "OCSP, P_256, true, false, false, false"
  })
  void eachProfileMakesWhatItsNameSays(
      Kind kind,
      KeyAlgorithm algorithm,
      boolean signs,
      boolean encrypts,
      boolean mail,
      boolean seal) {
    Certificate made = PKI.issue(kind, algorithm);

    assertEquals(signs, made.maySign());
    assertEquals(encrypts, made.mayEncrypt());
    assertEquals(mail, made.isForMail());
    assertEquals(seal, made.isSeal());
  }

  @Test
  void onlyAPersonsOwnKeyCannotBeDenied() {
    assertTrue(
        PKI.issue(Kind.PERSON_SIGNING, KeyAlgorithm.P_256)
            .keyUsage()
            .orElseThrow()
            .contains(Use.NON_REPUDIATION));
    assertFalse(
        PKI.issue(Kind.SEAL, KeyAlgorithm.P_256)
            .keyUsage()
            .orElseThrow()
            .contains(Use.NON_REPUDIATION));
  }

  @Test
  void anInternationalisedAddressSurvives() {
    Mailbox jurgen = Mailbox.of("jürgen@bücher.example");
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, Pki.RANDOM);
    Certificate made =
        Pki.signed(
            PKI.signer,
            Pki.tbs(
                CertificateProfile.standard(Kind.PERSON_ENCRYPTION),
                "Jürgen",
                key.publicKey(),
                List.of(jurgen, Pki.ALICE)));

    assertEquals(List.of(jurgen, Pki.ALICE), made.mailboxes());
    assertEquals("Jürgen", made.displayName());
  }

  @Test
  void derAndPemAreTheSameCertificate() throws Exception {
    Certificate alice = PKI.person(KeyAlgorithm.ED25519).certificate();

    assertEquals(alice, Certificate.of(alice.encoded()));
    assertEquals(List.of(alice), Certificates.read(alice.pem().getBytes(US_ASCII), "a.pem"));
    assertEquals(List.of(alice), Certificates.read(alice.encoded(), "a.der"));
    assertNotEquals(alice, PKI.root);
    assertEquals(alice.fingerprint(), Certificate.of(alice.x509()).fingerprint());
  }

  @Test
  void whatIsNotOneWholeCertificateIsRefused() {
    byte[] der = PKI.root.encoded();
    assertThrows(IOException.class, () -> Certificate.of(new byte[0]));
    assertThrows(IOException.class, () -> Certificate.of(Arrays.copyOf(der, der.length - 1)));
    assertThrows(IOException.class, () -> Certificate.of(Arrays.copyOf(der, der.length + 1)));
    byte[] deep = new byte[400];
    for (int i = 0; i < 200; i++) {
      deep[2 * i] = 0x30;
      deep[2 * i + 1] = (byte) 0x80;
    }
    String why =
        String.valueOf(assertThrows(IOException.class, () -> Certificate.of(deep)).getMessage());
    assertTrue(why.contains("nested"), why);
  }

  @Test
  void anRsaKeyBeyondTheBudgetIsRefusedBeforeItIsUsed() throws Exception {
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-pkeyopt",
        "rsa_keygen_pubexp:4294967311",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=Slow");
    byte[] pem = Files.readAllBytes(folder.resolve("c.pem"));
    String line =
        String.valueOf(
            assertThrows(IOException.class, () -> Certificates.read(pem, "c.pem")).getMessage());
    assertTrue(line.contains("exponent"), line);
  }

  @Test
  void aCurveThatTheJdkLacksIsReadAllTheSame() throws Exception {
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:brainpoolP256r1",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=Brainpool");
    Certificate read =
        Certificates.read(Files.readAllBytes(folder.resolve("c.pem")), "c.pem").getFirst();
    assertEquals("Brainpool", read.displayName());
    assertEquals("EC", read.publicKey().getAlgorithm());
  }

  @Test
  void aNameCannotTurnTheTextThatShowsIt() throws Exception {
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-newkey",
        "ed25519",
        "-nodes",
        "-utf8",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=Bob\u202Emoc.elpmaxe@ecila");
    Certificate read =
        Certificates.read(Files.readAllBytes(folder.resolve("c.pem")), "c.pem").getFirst();
    assertEquals("Bob?moc.elpmaxe@ecila", read.displayName());
    assertFalse(read.subject().contains("\u202e"));
  }

  @Test
  void absentKeyUsageAllowsWhatTheKeyCanDo() throws Exception {
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=Old/emailAddress=old@example.test");
    Certificate read =
        Certificates.read(Files.readAllBytes(folder.resolve("c.pem")), "c.pem").getFirst();
    assertTrue(read.maySign() && read.mayEncrypt() && read.isForMail());
    assertEquals(List.of(Mailbox.of("old@example.test")), read.mailboxes());
  }
}
