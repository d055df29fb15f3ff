package org.signetmail.interop;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.Fixtures;

/** The mail of {@code signet demo}, written and carried by the whole system, in other software. */
final class DemoInTheirSoftwareTest {
  private static final Path FOLDER = TheDemo.folder();

  @Test
  void thePrintedCommandsOpenAndVerifyIt() {
    Tool openssl = Tool.run("sh", FOLDER.resolve("openssl.sh").toString()).succeeded();
    String text = openssl.out();
    assertTrue(text.contains("The merger closes on Friday"), text);
    assertTrue(text.contains("I sign this with my own key"), text);
    assertTrue(openssl.errors().contains("Verification successful"), openssl.errors());
  }

  @Test
  void thunderbirdShowsItSignedAndEncrypted() throws IOException {
    Path toBob = FOLDER.resolve("mail/to-bob.eml");
    Path toAlice = FOLDER.resolve("mail/to-alice.eml");
    Path pictures = Scratch.folder("thunderbird-demo");
    Map<String, Peer.Shown> shown =
        Peer.THUNDERBIRD.open(List.of(toBob, toAlice), options(List.of("alice", "bob"), pictures));

    Peer.Shown bobs = requireNonNull(shown.get("to-bob.eml"));
    assertEquals("s e", bobs.state(), bobs::raw);
    assertTrue(bobs.body().contains("The merger closes on Friday"), bobs::raw);
    Peer.Shown alices = requireNonNull(shown.get("to-alice.eml"));
    assertEquals("s e", alices.state(), alices::raw);
    assertTrue(alices.body().contains("I sign this with my own key"), alices::raw);
  }

  @Test
  void nssAcceptsTheChainForMailAndForNothingElse() throws IOException {
    if (!Tool.isInstalled("certutil")) {
      throw Fixtures.absent("certutil", "install libnss3-tools");
    }
    String database = "sql:" + Scratch.folder("nss-demo");
    Tool.run("certutil", "-N", "-d", database, "--empty-password").succeeded();
    add(database, "root", "C,C,C", FOLDER.resolve("safe/root.pem"));
    int number = 0;
    for (String pem : certificates("alice")) {
      Path file = Scratch.folder("nss-demo-files").resolve(number + ".pem");
      add(database, "alice-" + number++, ",,", Files.writeString(file, pem));
    }
    assertTrue(number >= 3, number + " certificates: signing, encryption, issuing");

    assertTrue(accepted(database, number, "S") >= 1, "as signer of mail");
    assertTrue(accepted(database, number, "R") >= 1, "as recipient of mail");
    assertEquals(0, accepted(database, number, "V"), "as a server");
  }

  /** How many of Alice's certificates NSS takes for this usage. */
  private static int accepted(String database, int number, String usage) {
    int accepted = 0;
    for (int i = 0; i < number; i++) {
      Tool run = Tool.run("certutil", "-V", "-d", database, "-n", "alice-" + i, "-u", usage);
      accepted += run.status() == 0 ? 1 : 0;
    }
    return accepted;
  }

  private static void add(String database, String name, String trust, Path file) {
    Tool.run("certutil", "-A", "-d", database, "-n", name, "-t", trust, "-a", "-i", file.toString())
        .succeeded();
  }

  /** Every certificate in somebody's key file. */
  private static List<String> certificates(String person) {
    Path folder = FOLDER.resolve("people").resolve(person);
    String text =
        Tool.run(
                "openssl",
                "pkcs12",
                "-in",
                folder.resolve("keys.p12").toString(),
                "-nokeys",
                "-passin",
                "file:" + folder.resolve("password"))
            .succeeded()
            .out();
    return Pattern.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static List<String> options(List<String> people, Path pictures) throws IOException {
    List<String> options = new java.util.ArrayList<>();
    options.addAll(List.of("--ca", FOLDER.resolve("safe/root.pem").toString()));
    options.addAll(List.of("--panel", "--screenshot", pictures.toString()));
    for (String person : people) {
      Path folder = FOLDER.resolve("people").resolve(person);
      options.addAll(List.of("--p12", folder.resolve("keys.p12").toString()));
      options.addAll(List.of("--password", Files.readString(folder.resolve("password")).strip()));
    }
    return options;
  }
}
