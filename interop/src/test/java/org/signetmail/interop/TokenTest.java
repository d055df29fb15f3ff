package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.app.Main;
import org.signetmail.testkit.Fixtures;

/** Keys that never leave a token, SoftHSM's: {@code --key pkcs11:…} (RFC 7512). */
final class TokenTest {
  private static final Path FOLDER = Scratch.folder("token");
  private static String library = "";

  @BeforeAll
  static void makeToken() throws IOException {
    boolean isThere = Tool.isInstalled("softhsm2-util") && Tool.isInstalled("pkcs11-tool");
    Assumptions.assumeTrue(isThere, "softhsm2 and opensc: install them to run this test");
    Path script = Fixtures.peer("hsm-token.sh");
    People people = People.shared();
    Tool.run(
            script.toString(),
            FOLDER.toString(),
            people.issuer().toString(),
            people.folder().resolve("ica.key").toString())
        .succeeded();
    try (Stream<String> lines = Files.lines(FOLDER.resolve("sunpkcs11.cfg"))) {
      library =
          lines
              .filter(line -> line.startsWith("library = "))
              .findFirst()
              .orElseThrow()
              .substring("library = ".length());
    }
    Files.writeString(FOLDER.resolve("pin"), "1234\n");
    Files.writeString(FOLDER.resolve("wrong"), "4321\n");
  }

  private static String key(String object, String pin) {
    return "pkcs11:token=test;object="
        + object
        + "?module-path="
        + library
        + "&pin-source=file:"
        + FOLDER.resolve(pin);
  }

  private static Path mail(String from) throws IOException {
    return Files.writeString(
        FOLDER.resolve(from + ".eml"),
        """
        From: %s@example.test
        To: bob@example.test
        Subject: the plan
        MIME-Version: 1.0
        Content-Type: text/plain

        swordfish
        """
            .formatted(from)
            .replace("\n", "\r\n"));
  }

  /** In a process of its own: SoftHSM finds its tokens by the environment. */
  private static Tool signet(String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "SOFTHSM2_CONF=" + FOLDER.resolve("softhsm2.conf"),
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return Tool.run(command);
  }

  @Test
  void whatTheTokenSignsHolds() throws IOException {
    for (String object : List.of("rsa", "ec")) {
      Path signed = FOLDER.resolve(object + "-signed.eml");
      signet("sign", "--key", key(object, "pin"), "-o", signed.toString(), mail(object).toString())
          .succeeded();
      String root = People.shared().root().toString();
      String issuer = People.shared().issuer().toString();
      signet("verify", "--trust", root, "--certs", issuer, signed.toString()).succeeded();
    }
  }

  @Test
  void whatIsEncryptedToTheTokenOpensInIt() throws IOException {
    for (String profile : List.of("compatible", "modern")) { // PKCS#1 v1.5, then OAEP
      for (String object : List.of("rsa", "ecdh")) {
        String to = FOLDER.resolve(object + ".pem").toString();
        Path encrypted = FOLDER.resolve(object + "-" + profile + ".eml");
        signet(
                "encrypt",
                "--profile",
                profile,
                "--to",
                to,
                "-o",
                encrypted.toString(),
                mail("alice").toString())
            .succeeded();
        Tool opened = signet("decrypt", "--key", key(object, "pin"), encrypted.toString());
        assertTrue(opened.succeeded().out().contains("swordfish"), profile + " " + object);
      }
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLineWithoutThePin() throws IOException {
    String mail = mail("rsa").toString();
    Tool wrongPin = signet("sign", "--key", key("rsa", "wrong"), mail);
    assertEquals(5, wrongPin.status());
    assertTrue(wrongPin.errors().contains("does not open with this PIN"), wrongPin.errors());
    Tool noKey = signet("sign", "--key", key("nobody", "pin"), mail);
    assertEquals(5, noKey.status());
    assertTrue(noKey.errors().contains("no private key 'nobody'"), noKey.errors());
    Tool noToken = signet("sign", "--key", key("rsa", "pin").replace("=test", "=other"), mail);
    assertEquals(5, noToken.status());
    assertTrue(noToken.errors().contains("names no token"), noToken.errors());
    Tool secret = signet("sign", "--key", "pkcs11:token=test?pin-value=1234", mail);
    assertEquals(2, secret.status());
    assertFalse(secret.errors().contains("1234"), secret.errors());
    for (Tool each : List.of(wrongPin, noKey, noToken, secret)) {
      assertEquals(1, each.errors().lines().count(), each.errors());
    }
  }
}
