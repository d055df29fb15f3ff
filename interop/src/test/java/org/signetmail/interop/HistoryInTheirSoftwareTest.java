package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;

/** A PKCS#12 with recovered keys beside the new ones, in OpenSSL and NSS. */
final class HistoryInTheirSoftwareTest {
  private static final Path FOLDER = Scratch.folder("history");
  private static final String PASSWORD = FOLDER.resolve("password").toString();

  @BeforeAll
  static void recover() throws IOException {
    Files.writeString(FOLDER.resolve("password"), "secret\n");
    home(
        "init",
        FOLDER.resolve("home").toString(),
        "--organization=Example Corp",
        "--domain=example.com",
        "--officers=2",
        "--quorum=2");
    for (String officer : List.of("olga", "omar")) {
      signet(
          "officer",
          "enrol",
          officer + "@example.com",
          "--name=" + officer,
          "-o",
          p12(officer),
          "--password-file=" + PASSWORD);
    }
    signet("user", "add", "bob@example.com", "--name=Bob");
    enrol("new", "bob-1");
    Files.writeString(
        FOLDER.resolve("plain.eml"),
        """
        From: eve@example.com
        To: bob@example.com
        Subject: x
        MIME-Version: 1.0
        Content-Type: text/plain

        The old letter.
        """
            .replace("\n", "\r\n"));
    Tool.run(
            "openssl",
            "pkcs12",
            "-in",
            p12("bob-1"),
            "-nodes",
            "-passin",
            "file:" + PASSWORD,
            "-out",
            FOLDER.resolve("bob-1.keys").toString())
        .succeeded();
    CommandRun listed =
        Product.done(
            List.of("cert", "list", "--kind=person-encryption", "--json", "--home=" + home()));
    String serial = listed.text().replaceFirst("(?s).*?\"serial\" : \"([0-9a-f]+)\".*", "$1");
    CommandRun pem = Product.done(List.of("cert", "show", "--pem", serial, "--home=" + home()));
    Files.write(FOLDER.resolve("bob.pem"), pem.out());
    Product.done(
        List.of(
            "encrypt",
            "--to",
            FOLDER.resolve("bob.pem").toString(),
            "-o",
            FOLDER.resolve("old.eml").toString(),
            FOLDER.resolve("plain.eml").toString()));
    enrol("replace", "bob-2");
    enrol("replace", "bob-3");
    String opened =
        signet(
                "recovery",
                "request",
                "--key",
                p12("bob-3"),
                "--password-file=" + PASSWORD,
                "--reason=new telephone")
            .text();
    String id = opened.replaceFirst("(?s).*(R-[1-9A-Z]{4}-[1-9A-Z]{2}).*", "$1");
    for (String officer : List.of("olga", "omar")) {
      signet("recovery", "approve", id, "--key", p12(officer), "--password-file=" + PASSWORD);
    }
    signet(
        "recovery",
        "collect",
        id,
        "--key",
        p12("bob-3"),
        "--password-file=" + PASSWORD,
        "--new-password-file=" + PASSWORD,
        "-o",
        p12("history"));
  }

  @Test
  void opensslReadsEveryKeyAndOpensOldMailWithIt() throws IOException {
    Path keys = FOLDER.resolve("history.keys");
    Tool.run(
            "openssl",
            "pkcs12",
            "-in",
            p12("history"),
            "-nodes",
            "-passin",
            "file:" + PASSWORD,
            "-out",
            keys.toString())
        .succeeded();
    List<String> pems = new ArrayList<>();
    for (String part : Files.readString(keys).split("(?=-----BEGIN PRIVATE KEY-----)")) {
      if (part.startsWith("-----BEGIN PRIVATE KEY-----")) {
        pems.add(part.substring(0, part.indexOf("-----END PRIVATE KEY-----") + 25) + "\n");
      }
    }
    assertEquals(4, pems.size(), "the signing key, the new one and two former ones");
    int opened = 0;
    for (String pem : pems) {
      Path key = Files.writeString(FOLDER.resolve("one.key"), pem);
      Tool tool =
          Tool.run(
              "openssl",
              "cms",
              "-decrypt",
              "-in",
              FOLDER.resolve("old.eml").toString(),
              "-recip",
              FOLDER.resolve("bob.pem").toString(),
              "-inkey",
              key.toString());
      opened += tool.status() == 0 && tool.out().contains("The old letter.") ? 1 : 0;
    }
    assertEquals(1, opened, "one of them opens the old mail");
  }

  @Test
  void nssTakesAllOfThemAtOnce() throws IOException {
    if (!Tool.isInstalled("pk12util")) {
      throw Fixtures.absent("pk12util", "install libnss3-tools");
    }
    String database = "sql:" + Scratch.folder("nss-history");
    Tool.run("certutil", "-N", "-d", database, "--empty-password").succeeded();
    Tool.run("pk12util", "-i", p12("history"), "-d", database, "-w", PASSWORD).succeeded();
    String keys = Tool.run("certutil", "-K", "-d", database).succeeded().out();
    assertTrue(keys.lines().filter(line -> line.startsWith("<")).count() == 4, keys);
  }

  private static void enrol(String how, String file) {
    signet(
        "enrol",
        how,
        "bob@example.com",
        "-o",
        p12(file),
        "--vouched-by=admin@example.com",
        "--password-file=" + PASSWORD);
  }

  private static CommandRun signet(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--home=" + home());
    return Product.done(all);
  }

  private static void home(String... words) {
    Product.done(List.of(words));
  }

  private static String home() {
    return FOLDER.resolve("home").toString();
  }

  private static String p12(String name) {
    return FOLDER.resolve(name + ".p12").toString();
  }
}
