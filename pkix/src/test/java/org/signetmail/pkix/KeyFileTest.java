package org.signetmail.pkix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.Files.readAllBytes;
import static java.nio.file.Files.write;
import static java.nio.file.Files.writeString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.pkcs.jcajce.JcePBMac1CalculatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.pkix.KeyFile.Unreadable;
import org.signetmail.pkix.KeyFile.Unreadable.Reason;

class KeyFileTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final Pki PKI = new Pki();
  private static final SigningIdentity ALICE = PKI.person(KeyAlgorithm.P_256);
  private static final DecryptionIdentity ALICE_READS = PKI.recipient(KeyAlgorithm.P_256);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackWithItsPathAndItsKinds() throws Exception {
    byte[] file = KeyFile.write(ALICE, List.of(ALICE_READS), PASSWORD);

    KeyFile read = KeyFile.read(file, PASSWORD, "alice.p12");

    assertEquals(
        List.of(ALICE.path()), read.signing().stream().map(SigningIdentity::path).toList());
    assertEquals(1, read.decryption().size());
    assertInstanceOf(EncryptionKey.class, read.decryption().getFirst().key());
    assertEquals(ALICE_READS.certificate(), read.decryption().getFirst().certificate());
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {
        "RSA_2048",
        "P_384",
        "P_521",
        "X25519",
        "X448",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024"
      })
  void everyKindOfEncryptionKeySurvivesTheFileAndTheArchive(KeyAlgorithm algorithm)
      throws Exception {
    DecryptionIdentity identity = PKI.recipient(algorithm);

    byte[] file = KeyFile.writeDecryption(List.of(identity), List.of(), PASSWORD);
    KeyFile read = KeyFile.read(file, PASSWORD, "bob.p12");
    assertEquals(identity.key().id(), read.decryption().getFirst().key().id());

    byte[] pkcs8 = KeyPairs.pkcs8((EncryptionKey) identity.key(), SecretAccess.TOKEN);
    EncryptionKey back =
        KeyPairs.encryptionFromPkcs8(pkcs8, identity.certificate().publicKey().getEncoded());
    assertArrayEquals(pkcs8, KeyPairs.pkcs8(back, SecretAccess.TOKEN));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"RSA_2048", "P_256", "P_384", "P_521", "ED25519", "ED448", "ML_DSA_44", "ML_DSA_65"})
  void everyKindOfSigningKeySurvivesBothFiles(KeyAlgorithm algorithm) throws Exception {
    SigningIdentity identity = PKI.person(algorithm);

    KeyFile read = KeyFile.read(KeyFile.writeSigning(identity, PASSWORD), PASSWORD, "alice.p12");
    assertEquals(identity.key().id(), read.signing().getFirst().key().id());

    SigningKey bare =
        KeyFile.readKey(KeyFile.writeKey(identity.key(), PASSWORD), PASSWORD, "log.pem");
    assertEquals(identity.key().id(), bare.id());
  }

  @Test
  void aPrivateKeyOfAnotherPairIsRefused() {
    byte[] pkcs8 =
        KeyPairs.pkcs8(KeyPairs.encryption(KeyAlgorithm.P_256, Pki.RANDOM), SecretAccess.TOKEN);
    byte[] other = KeyPairs.encryption(KeyAlgorithm.P_256, Pki.RANDOM).publicKey().getEncoded();

    var refused =
        assertThrows(java.io.IOException.class, () -> KeyPairs.encryptionFromPkcs8(pkcs8, other));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("does not belong"), refused.getMessage());
  }

  @Test
  void aSeedIsArchivedNotTheExpandedKey() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.ML_KEM_768, Pki.RANDOM);
    // RFC 9935 §6: 64 octets of seed and their wrapping; the expanded key would have 2400.
    assertEquals(86, KeyPairs.pkcs8(key, SecretAccess.TOKEN).length);
  }

  @Test
  void opensslAndNssReadWhatIsWritten() throws Exception {
    write(folder.resolve("alice.p12"), KeyFile.write(ALICE, List.of(ALICE_READS), PASSWORD));

    String shown =
        OpenSsl.run(
            folder,
            "pkcs12",
            "-in",
            "alice.p12",
            "-passin",
            "pass:correct horse",
            "-nodes",
            "-info");
    assertEquals(2, shown.split("BEGIN PRIVATE KEY", -1).length - 1, shown);
    assertTrue(shown.contains("AES-256-CBC") && shown.contains("hmacWithSHA256"), shown);

    OpenSsl.tool(folder, "certutil", "-N", "-d", "sql:.", "--empty-password");
    writeString(folder.resolve("password"), "correct horse\n");
    OpenSsl.tool(folder, "pk12util", "-i", "alice.p12", "-d", "sql:.", "-w", "password", "-K", "");
    String keys = OpenSsl.tool(folder, "certutil", "-K", "-d", "sql:.");
    assertTrue(keys.contains("Alice Example (signing)"), keys);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha256",
        "-keypbe AES-128-CBC -certpbe NONE -macalg sha512",
        "-legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40 -macalg sha1",
        "-legacy -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-RC2-128 -macalg sha1",
        "-keypbe AES-256-CBC -certpbe AES-256-CBC -nomac",
        "-keypbe NONE -certpbe NONE -macalg sha256"
      })
  void opensslFilesOfAllAgesAreRead(String options) throws Exception {
    for (String password : List.of("correct horse", "", "pässwörd")) {
      byte[] file = opensslFile(options, password);

      KeyFile read = KeyFile.read(file, password.toCharArray(), "old.p12");
      assertEquals(ALICE.key().id(), read.signing().getFirst().key().id());
      assertEquals(2, read.signing().getFirst().path().size());
      assertReason(Reason.WRONG_PASSWORD, file, "wrong".toCharArray());
    }
  }

  /** RFC 9579: OpenSSL writes it from 3.4 on. */
  @ParameterizedTest
  @ValueSource(strings = {"HmacSHA256", "HmacSHA512"})
  void theNewerMacIsRead(String hmac) throws Exception {
    Pfx ours = Pfx.getInstance(KeyFile.writeSigning(ALICE, PASSWORD));
    MacCalculator mac =
        new JcePBMac1CalculatorBuilder(hmac, 256)
            .setProvider(new BouncyCastleProvider())
            .build(PASSWORD);
    mac.getOutputStream()
        .write(ASN1OctetString.getInstance(ours.getAuthSafe().getContent()).getOctets());
    DigestInfo digest = new DigestInfo(mac.getAlgorithmIdentifier(), mac.getMac());
    byte[] file = new Pfx(ours.getAuthSafe(), new MacData(digest, new byte[8], 1)).getEncoded();

    assertEquals(1, KeyFile.read(file, PASSWORD, "new.p12").signing().size());
    assertReason(Reason.WRONG_PASSWORD, file, "wrong".toCharArray());
  }

  @Test
  void aNssFileIsRead() throws Exception {
    write(folder.resolve("in.p12"), KeyFile.write(ALICE, List.of(), PASSWORD));
    writeString(folder.resolve("password"), "correct horse\n");
    OpenSsl.tool(folder, "certutil", "-N", "-d", "sql:.", "--empty-password");
    OpenSsl.tool(folder, "pk12util", "-i", "in.p12", "-d", "sql:.", "-w", "password", "-K", "");
    OpenSsl.tool(
        folder,
        "pk12util",
        "-o",
        "out.p12",
        "-d",
        "sql:.",
        "-w",
        "password",
        "-K",
        "",
        "-n",
        "Alice Example (signing)");

    KeyFile read = KeyFile.read(readAllBytes(folder.resolve("out.p12")), PASSWORD, "nss.p12");
    assertEquals(ALICE.certificate(), read.signing().getFirst().certificate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -nocrypt",
        "pkcs8 -topk8 -passout pass:secret -v2 aes-256-cbc",
        "pkcs8 -topk8 -passout pass:secret -scrypt",
        "pkcs8 -topk8 -passout pass:secret -v1 PBE-SHA1-3DES",
        "ec -passout pass:secret -aes256",
        "ec -passout pass:secret -des3",
        "ec"
      })
  void pemKeysOfAllFormsAreReadWithTheirChain(String form) throws Exception {
    write(folder.resolve("key.der"), ALICE.key().privateKey(SecretAccess.TOKEN).getEncoded());
    OpenSsl.run(folder, "pkey", "-in", "key.der", "-inform", "DER", "-out", "plain.pem");
    OpenSsl.run(folder, (form + " -in plain.pem -out key.pem").split(" "));
    String pem =
        new String(readAllBytes(folder.resolve("key.pem")), US_ASCII)
            + ALICE.certificate().pem()
            + PKI.issuing.certificate().pem();

    KeyFile read = KeyFile.read(pem.getBytes(US_ASCII), "secret".toCharArray(), "alice.pem");
    assertEquals(ALICE.path(), read.signing().getFirst().path());
    if (form.contains("pass:")) {
      assertReason(Reason.WRONG_PASSWORD, pem.getBytes(US_ASCII), "wrong".toCharArray());
    }
  }

  @Test
  void anRsaKeyInPkcs1IsRead() throws Exception {
    SigningIdentity rsa = PKI.person(KeyAlgorithm.RSA_2048);
    write(folder.resolve("key.der"), rsa.key().privateKey(SecretAccess.TOKEN).getEncoded());
    OpenSsl.run(
        folder,
        "rsa",
        "-in",
        "key.der",
        "-inform",
        "DER",
        "-traditional",
        "-aes128",
        "-passout",
        "pass:secret",
        "-out",
        "key.pem");
    String pem = new String(readAllBytes(folder.resolve("key.pem")), US_ASCII);
    assertTrue(pem.contains("BEGIN RSA PRIVATE KEY"), pem);

    KeyFile read =
        KeyFile.read(
            (pem + rsa.certificate().pem()).getBytes(US_ASCII), "secret".toCharArray(), "r.pem");
    assertEquals(rsa.certificate(), read.signing().getFirst().certificate());
  }

  @Test
  void aKeyThatMayBothSignAndEncryptIsNeverAnEncryptionKey() throws Exception {
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
        "/CN=Old",
        "-addext",
        "keyUsage=critical,digitalSignature,keyEncipherment");
    String pem =
        new String(readAllBytes(folder.resolve("k.pem")), US_ASCII)
            + new String(readAllBytes(folder.resolve("c.pem")), US_ASCII);

    KeyFile read = KeyFile.read(pem.getBytes(US_ASCII), new char[0], "old.pem");

    assertEquals(1, read.signing().size());
    assertInstanceOf(DualUseKey.class, read.decryption().getFirst().key());
  }

  @Test
  void everyOtherFileIsRefusedWithItsReasonInOneLine() throws Exception {
    byte[] p12 = KeyFile.writeSigning(ALICE, PASSWORD);
    assertReason(Reason.NOT_A_KEY_FILE, new byte[0], PASSWORD);
    assertReason(Reason.NOT_A_KEY_FILE, "hello".getBytes(US_ASCII), PASSWORD);
    assertReason(Reason.NO_KEY, ALICE.certificate().encoded(), PASSWORD);
    assertReason(Reason.NO_KEY, ALICE.certificate().pem().getBytes(US_ASCII), PASSWORD);
    assertReason(Reason.NO_KEY, ALICE.key().privateKey(SecretAccess.TOKEN).getEncoded(), PASSWORD);
    assertReason(Reason.NOT_A_KEY_FILE, java.util.Arrays.copyOf(p12, p12.length / 2), PASSWORD);
    for (int i = 0; i < p12.length; i += 97) {
      byte[] damaged = p12.clone();
      damaged[i] ^= 0x10;
      try {
        KeyFile.read(damaged, PASSWORD, "x.p12");
      } catch (Unreadable e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("x.p12: "), e.getMessage());
      }
    }
  }

  @Test
  void aKeyOfAnAlgorithmThatNobodyKnowsIsUnreadableInOneLine() {
    byte[] pkcs8 =
        KeyPairs.pkcs8(KeyPairs.encryption(KeyAlgorithm.P_256, Pki.RANDOM), SecretAccess.TOKEN);
    pkcs8[11] ^= 0x40; // in the object identifier of elliptic curves
    Unreadable e =
        assertThrows(Unreadable.class, () -> KeyFile.readKey(pkcs8, new char[0], "a.key"));
    assertEquals(1, String.valueOf(e.getMessage()).lines().count());
  }

  @Test
  void aFileThatWantsTooManyIterationsIsRefusedAtOnce() throws Exception {
    byte[] file = opensslFile("-keypbe AES-256-CBC -certpbe AES-256-CBC -iter 2000000 -nomac", "x");
    int at = indexOf(file, new byte[] {2, 3, 0x1e, (byte) 0x84, (byte) 0x80}); // INTEGER 2000000
    file[at + 2] = 0x7f;
    Unreadable e = assertReason(Reason.UNSUPPORTED, file, "x".toCharArray());
    assertTrue(String.valueOf(e.getMessage()).contains("iterations"), e.getMessage());
  }

  private byte[] opensslFile(String options, String password) throws Exception {
    write(folder.resolve("key.der"), ALICE.key().privateKey(SecretAccess.TOKEN).getEncoded());
    OpenSsl.run(folder, "pkey", "-in", "key.der", "-inform", "DER", "-out", "key.pem");
    writeString(folder.resolve("cert.pem"), ALICE.certificate().pem());
    writeString(folder.resolve("ca.pem"), PKI.issuing.certificate().pem());
    writeString(folder.resolve("password"), password + "\n");
    OpenSsl.run(
        folder,
        ("pkcs12 -export -inkey key.pem -in cert.pem -certfile ca.pem -out out.p12 -passout"
                + " file:password "
                + options)
            .split(" "));
    return readAllBytes(folder.resolve("out.p12"));
  }

  private static Unreadable assertReason(Reason reason, byte[] file, char[] password) {
    Unreadable e = assertThrows(Unreadable.class, () -> KeyFile.read(file, password, "x.p12"));
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).matches("x\\.p12: [^\\n]+; [^\\n]+"), e.getMessage());
    return e;
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
