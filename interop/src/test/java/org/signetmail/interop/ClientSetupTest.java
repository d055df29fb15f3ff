package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What mail programs are set up with, read by other programs than ours. */
final class ClientSetupTest {
  private static final Path HOME = TheDemo.folder().resolve("home");
  private static final Path FOLDER = Scratch.folder("clients");

  @Test
  void anAppleProfileIsSignedAndHasWhatTheDeviceNeeds() throws IOException {
    Path bob = TheDemo.folder().resolve("people/bob/keys.p12");
    Path signed = FOLDER.resolve("bob.mobileconfig");
    Product.done(
        List.of(
            "client",
            "apple",
            "--home=" + HOME,
            "--mailbox=bob@example.test",
            "--signing=" + bob,
            "--encryption=" + bob,
            "-o",
            signed.toString()));
    Path plain = FOLDER.resolve("bob.plist");
    Tool.run(
            "openssl",
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-in",
            signed.toString(),
            "-CAfile",
            TheDemo.folder().resolve("safe/root.pem").toString(),
            "-purpose",
            "any",
            "-out",
            plain.toString())
        .succeeded();
    JsonNode profile = plist(plain);
    assertEquals("Configuration", profile.path("PayloadType").asString());
    List<String> types =
        profile
            .path("PayloadContent")
            .valueStream()
            .map(payload -> payload.path("PayloadType").asString())
            .toList();
    assertEquals(
        List.of(
            "com.apple.security.root",
            "com.apple.security.pkcs1",
            "com.apple.ldap.account",
            "com.apple.security.pkcs12",
            "com.apple.security.pkcs12",
            "com.apple.mail.managed"),
        types);
    JsonNode mail = profile.path("PayloadContent").get(5);
    assertEquals("mail.example.test", mail.path("IncomingMailServerHostName").asString());
    assertEquals(587, mail.path("OutgoingMailServerPortNumber").asInt());
    assertTrue(mail.path("SMIMESigningEnabled").asBoolean());
    for (int i : List.of(3, 4)) {
      String key = i == 3 ? "SMIMESigningCertificateUUID" : "SMIMEEncryptionCertificateUUID";
      assertEquals(
          profile.path("PayloadContent").get(i).path("PayloadUUID").asString(),
          mail.path(key).asString());
    }
    assertEquals(
        6 + 1, List.copyOf(new java.util.HashSet<>(ids(profile))).size(), "each has its own");
  }

  @Test
  void thunderbirdsFilesAreWhatTheirReadersRead() throws IOException {
    Path folder = FOLDER.resolve("thunderbird");
    Product.done(List.of("client", "thunderbird", "--home=" + HOME, "-o", folder.toString()));
    String wizard =
        python(
            "import sys,xml.etree.ElementTree as e;r=e.parse(sys.argv[1]).getroot();"
                + "print(r.tag,r.get('version'),[d.text for d in r.iter('domain')],"
                + "[(h.text) for h in r.iter('hostname')],[s.text for s in r.iter('socketType')])",
            folder.resolve("config-v1.1.xml"));
    assertEquals(
        "clientConfig 1.1 ['example.test'] ['mail.example.test', 'mail.example.test']"
            + " ['SSL', 'STARTTLS']",
        wizard);
    JsonNode policies =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("distribution/policies.json")));
    JsonNode certificates = policies.path("policies").path("Certificates").path("Install");
    assertEquals(2, certificates.size());
    for (JsonNode name : certificates) {
      Tool.run(
              "openssl",
              "x509",
              "-noout",
              "-in",
              folder.resolve("certificates").resolve(name.asString()).toString())
          .succeeded();
    }
  }

  @Test
  void outlooksFilesAreWhatTheirReadersRead() throws IOException {
    Path folder = FOLDER.resolve("outlook");
    Product.done(List.of("client", "outlook", "-o", folder.toString()));
    byte[] registry = Files.readAllBytes(folder.resolve("signet-outlook.reg"));
    String text = new String(registry, StandardCharsets.UTF_16);
    assertTrue(text.startsWith("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\"));
    assertTrue(text.contains("\"AlwaysSign\"=dword:00000001\r\n"), text);
    String missing =
        python(
            "import sys,re,xml.etree.ElementTree as"
                + " e;a=open(sys.argv[1]).read();e.fromstring(a.encode());"
                + "l=e.parse(sys.argv[1].replace('signet-outlook.admx','en-US/signet-outlook.adml'));have={s.get('id')"
                + " for s in l.iter() if s.tag.endswith('}string')};"
                + "print(sorted(set(re.findall(r'\\$\\(string\\.(\\w+)\\)',a))-have))",
            folder.resolve("signet-outlook.admx"));
    assertEquals("[]", missing, "every text of the template has its words");
  }

  private static List<String> ids(JsonNode profile) {
    List<String> ids = new java.util.ArrayList<>(List.of(profile.path("PayloadUUID").asString()));
    profile.path("PayloadContent").forEach(one -> ids.add(one.path("PayloadUUID").asString()));
    return ids;
  }

  private static JsonNode plist(Path file) {
    return JsonMapper.shared()
        .readTree(
            python(
                "import sys,json,plistlib;"
                    + "print(json.dumps(plistlib.load(open(sys.argv[1],'rb')),default=len))",
                file));
  }

  private static String python(String program, Path file) {
    return Tool.run("python3", "-c", program, file.toString()).succeeded().out().strip();
  }
}
