package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.pkix.Certificate;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our directory of certificates, asked by OpenLDAP's ldapsearch and by Thunderbird. */
final class DirectoryInTheirSoftwareTest {
  private static final Path FOLDER = TheDemo.folder();
  private static final String BOB = "bob@example.test";
  private static final String BASE = "ou=people,dc=example,dc=test";

  private static Organization organization;
  private static Services services;

  @BeforeAll
  static void serve() throws IOException {
    organization = Organization.open(new Home(FOLDER.resolve("home")), InstantSource.system());
    services = Services.start(organization);
  }

  @AfterAll
  static void stop() {
    services.close();
    organization.close();
  }

  @Test
  void ldapsearchAsThunderbirdAsks() throws IOException {
    Tool search = ldapsearch("(mail=" + BOB + ")", "usercertificate;binary").succeeded();
    Certificate found = Certificate.of(value(search.out(), "userCertificate;binary"));
    assertTrue(found.mailboxes().toString().contains(BOB), found.toString());
    assertTrue(found.mayEncrypt());
    assertFalse(search.out().contains("displayName"), search.out());
  }

  @Test
  void ldapsearchAsOutlookAsks() throws IOException {
    Tool search =
        ldapsearch(
                "(&(mail=*)(|(mail=bob*)(|(cn=bob*)(|(sn=bob*)(givenName=bob*)))))",
                "cn",
                "displayName",
                "mail",
                "objectClass",
                "userSMIMECertificate;binary",
                "userCertificate;binary")
            .succeeded();
    assertTrue(search.out().contains("mail: " + BOB), search.out());
    Path signed =
        Files.write(
            Scratch.folder("ldap").resolve("bob.p7b"),
            value(search.out(), "userSMIMECertificate;binary"));
    String names =
        Tool.run("openssl", "pkcs7", "-inform", "DER", "-print_certs", "-in", signed.toString())
            .succeeded()
            .out();
    assertEquals(2, names.split("BEGIN CERTIFICATE", -1).length - 1, names);
    assertTrue(ldapsearch("(anr=bob)", "mail").succeeded().out().contains(BOB));
  }

  @Test
  void ldapsearchOverStartTls() throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "LDAPTLS_REQCERT=never"));
    command.addAll(command("-ZZ", "(mail=" + BOB + ")", "mail"));
    assertTrue(Tool.run(command).succeeded().out().contains(BOB));
  }

  @Test
  void ldapsearchIsGivenNoList() {
    for (String filter : List.of("(objectClass=*)", "(mail=*)", "(mail=*@example.test)")) {
      Tool search = ldapsearch(filter, "mail");
      assertEquals(11, search.status(), "adminLimitExceeded: " + search.errors());
      assertFalse(search.out().contains(BOB), search.out());
    }
  }

  /** With nothing but the preferences of {@code signet client thunderbird}, and Alice's keys. */
  @Test
  void thunderbirdFindsBobsCertificateByItselfAndEncrypts() throws IOException {
    Path setup = Scratch.folder("thunderbird-setup");
    Product.done(
        List.of(
            "client", "thunderbird", "--home=" + FOLDER.resolve("home"), "-o", setup.toString()));
    List<String> command = new ArrayList<>();
    Path alice = FOLDER.resolve("people/alice");
    command.addAll(List.of(Fixtures.peer("tb-send.py").toString(), "--from", "alice@example.test"));
    command.addAll(List.of("--to", BOB, "--encrypt", "--subject", "By itself"));
    command.addAll(List.of("--body", "Nobody gave me your certificate."));
    command.addAll(List.of("--catch", Scratch.folder("thunderbird-caught").toString()));
    command.addAll(List.of("--screenshot", Scratch.folder("thunderbird-ldap") + "/encrypting.png"));
    command.addAll(List.of("--ca", setup.resolve("certificates/signet-root.pem").toString()));
    command.addAll(
        List.of("--cert", setup.resolve("certificates/signet-issuing-1.pem").toString()));
    command.addAll(List.of("--p12", alice.resolve("keys.p12").toString()));
    command.addAll(List.of("--password", Files.readString(alice.resolve("password")).strip()));
    for (String preference : preferences(setup.resolve("signet.cfg"))) {
      command.addAll(List.of("--pref", preference));
    }
    Tool run = Tool.run(command).succeeded();
    JsonNode sent = JsonMapper.shared().readTree(run.out());
    assertTrue(sent.path("sent").asBoolean(), run.out());
    Path mail = Path.of(sent.path("files").path(0).asString());
    assertFalse(Files.readString(mail).contains("Nobody gave me"), "it is encrypted");

    Path bob = FOLDER.resolve("people/bob");
    String opened =
        Product.done(
                List.of(
                    "decrypt",
                    "--key",
                    bob.resolve("keys.p12").toString(),
                    "--password-file",
                    bob.resolve("password").toString(),
                    mail.toString()))
            .text();
    assertTrue(opened.contains("Nobody gave me your certificate."), opened);
  }

  /** The lines of the file as the driver wants them, at the port of this test. */
  private static List<String> preferences(Path configuration) throws IOException {
    List<String> preferences = new ArrayList<>();
    Matcher lines =
        Pattern.compile("defaultPref\\(\"([^\"]+)\", (.*)\\);")
            .matcher(Files.readString(configuration));
    while (lines.find()) {
      preferences.add(
          lines.group(1)
              + "="
              + lines.group(2).replace("127.0.0.1:0", "127.0.0.1:" + services.ldapPort()));
    }
    assertTrue(preferences.size() >= 4, preferences.toString());
    return preferences;
  }

  private static Tool ldapsearch(String filter, String... attributes) {
    if (!Tool.isInstalled("ldapsearch")) {
      throw Fixtures.absent("ldapsearch", "install ldap-utils");
    }
    List<String> more = new ArrayList<>(List.of(filter));
    more.addAll(List.of(attributes));
    return Tool.run(command(more.toArray(String[]::new)));
  }

  private static List<String> command(String... more) {
    List<String> command = new ArrayList<>(List.of("ldapsearch", "-x", "-LLL"));
    command.addAll(List.of("-o", "ldif-wrap=no", "-b", BASE));
    command.addAll(List.of("-H", "ldap://127.0.0.1:" + services.ldapPort()));
    command.addAll(List.of(more));
    return command;
  }

  private static byte[] value(String ldif, String attribute) {
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(attribute) + ":: (.*)$").matcher(ldif);
    assertTrue(line.find(), ldif);
    return Base64.getDecoder().decode(line.group(1));
  }
}
