package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our mail, given to {@code openssl cms} as a person with a terminal would do it. */
final class OpenSslCommandsTest {
  private static final Path FOLDER = Scratch.folder("openssl");

  private static People people = People.shared();
  private static Map<OurMail, Path> made = Map.of();

  @BeforeAll
  static void makeMail() throws IOException {
    made = OurMail.makeAll(people, FOLDER);
  }

  @Test
  void verifiesADetachedSignature() throws IOException {
    verify(mail("signed-rsa"));
    verify(mail("signed-p256"));
  }

  @Test
  void verifiesAnOpaqueSignature() throws IOException {
    verify(mail("signed-opaque-rsa"));
    verify(mail("signed-opaque-p256"));
  }

  @Test
  void decryptsAndThenVerifies() throws IOException {
    verify(decrypt(mail("signenc-rsa"), People.BOB));
    verify(decrypt(mail("signenc-p256"), People.CAROL));
    verify(decrypt(mail("signenc-both"), People.BOB));
    verify(decrypt(mail("signenc-both"), People.CAROL));
  }

  @Test
  void decryptsAuthenticatedEncryption() throws IOException {
    verify(decrypt(mail("signenc-modern"), People.BOB));
  }

  @Test
  void refusesOurMailWithOneByteChanged() throws IOException {
    String text = Files.readString(mail("signed-rsa"));
    Path changed = FOLDER.resolve("changed.eml");
    Files.writeString(changed, text.replace("word is secret", "word is Secret"));
    Tool verified =
        Tool.run(
            "openssl",
            "cms",
            "-verify",
            "-in",
            changed.toString(),
            "-CAfile",
            people.root().toString());
    assertNotEquals(0, verified.status());
  }

  private static Path mail(String name) {
    return made.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Path decrypt(Path mail, String reader) {
    Path opened = FOLDER.resolve(mail.getFileName() + ".opened");
    Tool.run(
            "openssl",
            "cms",
            "-decrypt",
            "-in",
            mail.toString(),
            "-recip",
            people.certificate(reader).toString(),
            "-inkey",
            people.key(reader).toString(),
            "-out",
            opened.toString())
        .succeeded();
    return opened;
  }

  private static void verify(Path mail) throws IOException {
    Path content = FOLDER.resolve(mail.getFileName() + ".content");
    Tool verified =
        Tool.run(
                "openssl",
                "cms",
                "-verify",
                "-in",
                mail.toString(),
                "-CAfile",
                people.root().toString(),
                "-out",
                content.toString())
            .succeeded();
    assertTrue(verified.errors().contains("successful"), verified.errors());
    assertEquals(OurMail.TEXT, Mime.textOf(content).strip());
  }
}
