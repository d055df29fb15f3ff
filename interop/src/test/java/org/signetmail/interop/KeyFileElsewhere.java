package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.Fixtures;

/** A key file that a browser made for Alice, in other people's software. */
final class KeyFileElsewhere {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  private final PortalHouse house;
  private final Path folder;
  private final Path p12;
  private final String password;

  /**
   * @param folder for what is made on the way
   */
  KeyFileElsewhere(PortalHouse house, Path folder, Path p12, String password) {
    this.house = house;
    this.folder = folder;
    this.p12 = p12;
    this.password = password;
  }

  void signsInNss() throws Exception {
    if (!Tool.isInstalled("pk12util")) {
      throw Fixtures.absent("pk12util", "install libnss3-tools");
    }
    Path database = Files.createDirectories(folder.resolve("nss"));
    String nss = "sql:" + database;
    Tool.run("certutil", "-N", "-d", nss, "--empty-password").succeeded();
    Tool.run("pk12util", "-i", p12 + "", "-d", nss, "-W", password).succeeded();
    Tool.run("certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,", "-a", "-i", house.root + "")
        .succeeded();
    String keys = Tool.run("certutil", "-K", "-d", nss).succeeded().out();
    assertTrue(keys.contains("Alice Example (signing)"), keys);
    assertTrue(keys.contains("Alice Example (encryption)"), keys);
    Path text = Files.writeString(folder.resolve("nss.txt"), part());
    Path der = folder.resolve("nss.p7m");
    Tool.run(
            "cmsutil",
            "-S",
            "-G",
            "-d",
            nss,
            "-N",
            "Alice Example (signing)",
            "-i",
            text + "",
            "-o",
            der + "")
        .succeeded();
    Path signed =
        Files.writeString(
            folder.resolve("nss.eml"),
            head(ALICE)
                + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(Files.readAllBytes(der))
                + "\r\n");
    assertEquals("passed", verdict(signed), "signed by NSS");
  }

  void signsWithOpenSsl() throws Exception {
    Path pem = folder.resolve("alice.pem");
    Tool.run(
            "openssl",
            "pkcs12",
            "-in",
            p12 + "",
            "-passin",
            "pass:" + password,
            "-nodes",
            "-out",
            pem + "")
        .succeeded();
    Path signer = folder.resolve("signer.pem");
    Files.writeString(signer, block(pem, "signing"));
    Path text = Files.writeString(folder.resolve("openssl.txt"), part());
    Path signed = folder.resolve("openssl.eml");
    Tool.run(
            "openssl",
            "smime",
            "-sign",
            "-md",
            "sha256",
            "-signer",
            signer + "",
            "-certfile",
            pem + "",
            "-in",
            text + "",
            "-from",
            ALICE + "",
            "-to",
            "bob@example.test",
            "-subject",
            "hello",
            "-out",
            signed + "")
        .succeeded();
    assertEquals("passed", verdict(signed), "signed by OpenSSL");
  }

  /** The key and the certificate with this word in their friendly names. */
  private static String block(Path pem, String word) throws IOException {
    StringBuilder found = new StringBuilder();
    Matcher bags =
        Pattern.compile(
                "Bag Attributes\\s(.*?)(-----BEGIN ([A-Z ]+)-----.*?-----END \\3-----)",
                Pattern.DOTALL)
            .matcher(Files.readString(pem));
    while (bags.find()) {
      if (bags.group(1).contains("(" + word + ")")) {
        found.append(bags.group(2)).append('\n');
      }
    }
    assertTrue(found.toString().contains("PRIVATE KEY"), "both are there");
    return found.toString();
  }

  void opensWhatIsEncryptedToIt() throws Exception {
    Path certificate =
        Files.writeString(
            folder.resolve("encryption.pem"),
            house.organization.store().certificates().ofOwner(ALICE).stream()
                .map(one -> one.certificate())
                .filter(one -> one.mayEncrypt())
                .findFirst()
                .orElseThrow()
                .pem());
    Path mail = Files.writeString(folder.resolve("plain.eml"), mail(ALICE));
    Path encrypted = folder.resolve("encrypted.eml");
    Product.done(List.of("encrypt", "--to", certificate + "", "-o", encrypted + "", mail + ""));
    Path file = Files.writeString(folder.resolve("alice-password"), password + "\n");
    Path opened = folder.resolve("opened.eml");
    Product.done(
        List.of(
            "decrypt",
            "--key",
            p12 + "",
            "--password-file",
            file + "",
            "-o",
            opened + "",
            encrypted + ""));
    assertTrue(Files.readString(opened).contains("It works."), Files.readString(opened));
  }

  /**
   * Thunderbird takes the file and opens with it.
   *
   * @param mail encrypted to its encryption key
   */
  void opensInThunderbird(Path mail) {
    Peer.Shown shown =
        Peer.THUNDERBIRD
            .open(
                List.of(mail),
                List.of("--ca", house.root + "", "--p12", p12 + "", "--password", password))
            .values()
            .iterator()
            .next();
    assertTrue(shown.state().endsWith("e"), shown::raw);
    assertTrue(shown.body().contains("It works."), shown::raw);
  }

  void isAnAppleProfile(Path profile) throws IOException {
    String xml = Files.readString(profile);
    Set<String> types = new TreeSet<>();
    Pattern.compile("com\\.apple\\.security\\.\\w+")
        .matcher(xml)
        .results()
        .forEach(m -> types.add(m.group()));
    assertEquals(
        Set.of("com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pkcs12"),
        types);
    assertTrue(xml.contains(Base64.getEncoder().encodeToString(Files.readAllBytes(p12))));
    Tool.run(
            "python3",
            "-c",
            "import plistlib, sys; p = plistlib.load(open(sys.argv[1], 'rb'));"
                + " assert len(p['PayloadContent']) == 3 and p['PayloadVersion'] == 1",
            profile.toString())
        .succeeded();
  }

  /** What the product says of a signed mail. */
  String verdict(Path mail) {
    String json =
        new String(
            Product.run("verify", "--json", "--trust", house.root + "", mail + "").out(),
            StandardCharsets.UTF_8);
    Matcher verdict = Pattern.compile("\"verdict\"\\s*:\\s*\"(\\w+)\"").matcher(json);
    assertTrue(verdict.find(), json);
    return verdict.group(1).equals("passed") ? "passed" : json;
  }

  private static String head(Mailbox from) {
    return "From: "
        + from
        + "\r\nTo: bob@example.test\r\nSubject: hello\r\n"
        + "Date: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
        + "\r\nMIME-Version: 1.0\r\n";
  }

  private static String part() {
    return "Content-Type: text/plain; charset=us-ascii\r\n\r\nIt works.\r\n";
  }

  static String mail(Mailbox from) {
    return head(from) + part();
  }
}
