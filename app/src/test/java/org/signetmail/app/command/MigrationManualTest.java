package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every command of {@code docs/operate/migration.md} on keys and certificates that OpenSSL
 * made, and opens old mail with what comes back.
 */
class MigrationManualTest {
  private static final Pattern CASE = Pattern.compile("R-[1-9A-Z]{4}-[1-9A-Z]{2}");
  private static final String ENCRYPTS = "keyUsage=critical,keyEncipherment";
  private static final String AGREES = "keyUsage=critical,keyAgreement";
  private static final String SIGNS = "keyUsage=critical,digitalSignature";
  private static final String BOTH = "keyUsage=critical,digitalSignature,keyEncipherment";
  private static final String MAIL = "extendedKeyUsage=emailProtection";

  @TempDir private static Path folder = Path.of("");

  private final Manual manual = new Manual("migration.md", folder, folder.resolve("home"));
  private String caseId = "";

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    foundation();
    OldSystem old = new OldSystem(folder);
    oldKeys(old);
    otherProducts(old);
    manual.names("old-keys", "old-keys.csv", "came.csv", "p12", "users.csv", "kra", "kra.csv");
    manual.names("blobs", "request.crmf", "former.crmf");
    manual.after(
        "signet archive import former.crmf",
        run -> assertTrue(run.text().contains("archive.legacy-seal"), run.text()));
    manual.before("signet archive import request.crmf", this::carolsRequest);
    manual.means("R-7K3Q-M2", () -> caseId);
    manual.fails("signet archive import old-keys ", 1);
    manual.before("signet recovery request ", this::bobIsEnrolled);
    manual.after("signet recovery request ", this::caseWasOpened);
    for (String folder : List.of("p12", "kra", "blobs", "request.crmf")) {
      manual.after("signet archive import " + folder, run -> assertOne("archived", run));
    }
    manual.after("signet archive import issued.pem", run -> assertOne("there-already", run));
    assertTrue(manual.follow() >= 15, "commands on the page");
    assertCame();
    assertHistory(old);
    assertNothingIsDoubled();
  }

  /** One of each outcome that the page speaks of. */
  private void oldKeys(OldSystem old) throws Exception {
    String bob = "subjectAltName=email:bob@example.com";
    old.key("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("bob-rsa", "rsa", ENCRYPTS, MAIL, bob);
    old.file("old-keys/bob-2019.p12", "bob-rsa", "rsa", "one", "-legacy");
    old.key("ec", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    old.certificate("bob-ec", "ec", AGREES, MAIL, bob);
    old.file("old-keys/deep/bob-2023.p12", "bob-ec", "ec", "two");
    old.key("sign", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    old.certificate("bob-sign", "sign", SIGNS, MAIL, bob);
    old.file("old-keys/bob-sign.p12", "bob-sign", "sign", "two");
    old.key("dual", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("bob-dual", "dual", BOTH, MAIL, bob);
    old.file("old-keys/bob-dual.p12", "bob-dual", "dual", "two");
    old.key("stranger", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("stranger", "stranger", ENCRYPTS, MAIL, "subjectAltName=email:x@example.org");
    old.file("old-keys/stranger.p12", "stranger", "stranger", "two");
    old.file("old-keys/locked.p12", "bob-rsa", "rsa", "nobody-knows");
    Files.writeString(folder.resolve("old-keys/readme.txt"), "keys of before\n");
    Files.writeString(
        folder.resolve("old-keys.csv"),
        """
        username,password,email,department
        bob-2019,one,,x
        bob-2023,two,,
        bob-sign,two,,
        bob-dual,"two",,
        stranger,two,,
        locked,three,,
        """
            .replace("\n", "\r\n"));
    old.key("robert", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("robert", "robert", ENCRYPTS, MAIL, "subjectAltName=email:robert@old.example");
    old.file("robert.p12", "robert", "robert", "three");
    Files.writeString(folder.resolve("old.pass"), "three\n");
    old.letter("to-rsa", "bob-rsa", "to RSA", "-keyid");
    old.letter("to-ec", "bob-ec", "to P-256");
    old.letter("to-robert", "robert", "to Robert");
  }

  /**
   * What the products' documentation says that they give out. Dogtag and EJBCA: PKCS#12. AD CS:
   * SignedData around EnvelopedData around a PRIVATEKEYBLOB; all of it made by OpenSSL.
   */
  private void otherProducts(OldSystem old) throws Exception {
    String carol = "subjectAltName=email:carol@example.com";
    for (String name : List.of("ejbca", "dogtag", "adcs")) {
      old.key(name, "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
      old.certificate(name, name, ENCRYPTS, MAIL, carol);
    }
    old.file("p12/carol.p12", "ejbca", "ejbca", "foo123");
    Files.writeString(
        folder.resolve("users.csv"), "username,password,email\ncarol,foo123,carol@example.com\n");
    old.file("kra/0x79b13ade.p12", "dogtag", "dogtag", "Secret.123");
    Files.writeString(folder.resolve("kra.pass"), "Secret.123\n");
    old.key("agent", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("agent", "agent", ENCRYPTS, "extendedKeyUsage=1.3.6.1.4.1.311.21.6");
    old.file("agent.p12", "agent", "agent", "agents");
    Files.writeString(folder.resolve("agent.pass"), "agents\n");
    formerRequest(old);
    Files.createDirectories(folder.resolve("blobs"));
    old.openssl("rsa -in adcs.key -outform MSBLOB -out adcs.msblob");
    old.openssl("cms -encrypt -binary -des3 -in adcs.msblob -outform DER -out adcs.env agent.pem");
    old.openssl(
        "cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.7.3 -signer old-ca.pem"
            + " -inkey old-ca.key -certfile adcs.pem -in adcs.env -outform DER"
            + " -out blobs/6108ae3b.blob");
  }

  /** As Dogtag's client made it: EncryptedValue to the transport key of the former KRA. */
  private void formerRequest(OldSystem old) throws Exception {
    old.key("transport", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    old.certificate("transport", "transport", ENCRYPTS, MAIL, "subjectAltName=email:kra@old.test");
    old.file("transport.p12", "transport", "transport", "transports");
    Files.writeString(folder.resolve("transport.pass"), "transports\n");
    old.key("former", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    Files.write(
        folder.resolve("former.crmf"),
        CrmfRequest.former(folder.resolve("former.key"), folder.resolve("transport.pem")));
  }

  /** Made when the archive's transport certificate is there: the key is OpenSSL's. */
  private void carolsRequest() throws Exception {
    OldSystem old = new OldSystem(folder);
    old.key("crmf", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    old.certificate("issued", "crmf", AGREES, MAIL, "subjectAltName=email:carol@example.com");
    Files.write(
        folder.resolve("request.crmf"),
        CrmfRequest.of(
            folder.resolve("crmf.key"),
            folder.resolve("home/certificates/archive.pem"),
            "carol@example.com"));
  }

  private static void assertOne(String outcome, CommandRun run) {
    assertEquals("1 " + outcome, run.text().strip());
  }

  /** What the last run of the folder reported. */
  private void assertCame() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("came.csv"));
    assertEquals(
        "\"file\",\"key\",\"owner\",\"certificate\",\"outcome\",\"why\"", lines.getFirst());
    Map<String, String> outcomes = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.substring(1, line.length() - 1).split("\",\"", -1);
      outcomes.put(String.valueOf(Path.of(cells[0]).getFileName()), cells[4]);
    }
    assertEquals(
        Map.of(
            "bob-2019.p12", "archived",
            "bob-2023.p12", "archived",
            "bob-sign.p12", "only-signs",
            "bob-dual.p12", "archive.may-sign",
            "stranger.p12", "archive.unknown-owner",
            "locked.p12", "wrong-password",
            "readme.txt", "not-a-key-file"),
        outcomes);
  }

  /** The new key and all three old ones in one file, and OpenSSL opens old mail with each. */
  private void assertHistory(OldSystem old) throws Exception {
    KeyFile history =
        KeyFile.read(
            Files.readAllBytes(folder.resolve("history.p12")),
            Files.readString(folder.resolve("bob.pass")).strip().toCharArray(),
            "history.p12");
    assertEquals(1, history.signing().size());
    assertEquals(4, history.decryption().size());
    for (String name : List.of("rsa", "ec", "robert")) {
      String certificate = name.equals("robert") ? name : "bob-" + name;
      String pem = Files.readString(folder.resolve(certificate + ".pem"));
      DecryptionIdentity back =
          history.decryption().stream()
              .filter(one -> one.certificate().pem().equals(pem))
              .findFirst()
              .orElseThrow(() -> new AssertionError(certificate + " did not come back"));
      Path key = folder.resolve(name + ".back");
      Files.write(
          folder.resolve(name + ".back.p12"),
          KeyFile.writeDecryption(List.of(back), List.of(), "x".toCharArray()));
      old.openssl("pkcs12 -in " + key + ".p12 -passin pass:x -nodes -nocerts -out " + key);
      assertEquals(
          old.openssl("pkey -in " + name + ".key -outform PEM -traditional"),
          old.openssl("pkey -in " + key + " -outform PEM -traditional"),
          "the key equals the original");
      assertTrue(old.read("to-" + name, certificate, key.toString()).startsWith("to "), name);
    }
  }

  private void assertNothingIsDoubled() throws Exception {
    CommandRun again =
        manual.ran(
            new byte[0],
            List.of(
                "archive",
                "import",
                folder.resolve("old-keys").toString(),
                "--list=" + folder.resolve("old-keys.csv"),
                "--json"));
    assertEquals(1, again.status(), again.errors());
    JsonNode report = JsonMapper.builder().build().readTree(again.out());
    assertEquals(2, report.path("counts").path("there-already").asInt());
    assertFalse(report.path("counts").has("archived"), again.text());
  }

  private void bobIsEnrolled() throws Exception {
    Files.writeString(folder.resolve("bob.pass"), "bob's secret\n");
    manual.done(
        "enrol",
        "new",
        "bob@example.com",
        "-o",
        folder.resolve("bob.p12").toString(),
        "--vouched-by=admin@example.com",
        "--password-file=" + folder.resolve("bob.pass"));
  }

  private void caseWasOpened(CommandRun run) {
    Matcher opened = CASE.matcher(run.text());
    assertTrue(opened.find(), run.text());
    caseId = opened.group();
  }

  private void foundation() throws Exception {
    manual.done(
        "init",
        folder.resolve("home").toString(),
        "--organization=Example Corp",
        "--domain=example.com",
        "--officers=3",
        "--quorum=2");
    for (String officer : List.of("olga", "omar", "otto")) {
      Path password = folder.resolve(officer + ".pass");
      Files.writeString(password, officer + "'s secret\n");
      manual.done(
          "officer",
          "enrol",
          officer + "@example.com",
          "--name=" + officer,
          "-o",
          folder.resolve(officer + ".p12").toString(),
          "--password-file=" + password);
    }
  }
}
