package org.signetmail.interop;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.CommandRun;

/** The mail of {@code signet demo}, written and carried by the whole system, in other software. */
final class DemoInTheirSoftwareTest {
  private static final Path FOLDER = Scratch.folder("demo");

  @BeforeAll
  static void tellTheStory() {
    CommandRun demo = Product.run("demo", "--once", "--home", FOLDER.toString());
    assertEquals(0, demo.status(), () -> demo.text() + demo.errors());
  }

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
