package org.signetmail.app.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.testkit.Fixtures;

/**
 * An officer whose elliptic curve key is in a token, as {@code docs/operate/officers.md} has it:
 * enrolled, and approving with token and file together, never with one of them.
 */
class OfficerTokenTest {
  private static final Pattern BLOCK = Pattern.compile("```sh token\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CASE = Pattern.compile("R-[1-9A-Z]{4}-[1-9A-Z]{2}");

  @TempDir Path folder;

  @Test
  void tokenAndFileTogetherOpenAShare() throws Exception {
    SoftToken token = SoftToken.in(folder, "pia");
    for (String name : new String[] {"olga", "pia", "bob"}) {
      Files.writeString(folder.resolve(name + ".pass"), "the password of " + name + "\n");
    }
    Files.writeString(folder.resolve("pia.pin"), "4711\n");
    token.done(
        token.shell(
            "signet init home --organization Corp --domain example.com --officers 2 --quorum 2"));
    token.done(
        token.shell(
            "signet officer enrol olga@example.com --name Olga -o olga.p12"
                + " --password-file olga.pass"));
    Matcher blocks =
        BLOCK.matcher(Files.readString(Fixtures.repository().resolve("docs/operate/officers.md")));

    assertTrue(blocks.find(), "the block that enrols");
    for (String line : blocks.group(1).strip().split("\n")) {
      token.done(token.shell(line.replace("MODULE", token.module().toString())));
    }
    String request = lostKey(token);
    assertTrue(blocks.find(), "the block that approves");
    String approve =
        blocks
            .group(1)
            .strip()
            .replace("MODULE", token.module().toString())
            .replaceFirst(CASE.pattern(), request);
    SoftToken.Ran withTheFileAlone =
        token.shell(approve.replaceFirst("--key \"pkcs11:[^\"]*\"", ""));
    assertNotEquals(0, withTheFileAlone.status(), withTheFileAlone.out());
    token.done(token.shell(approve));

    token.done(
        token.shell(
            "signet recovery approve " + request + " --key olga.p12 --password-file olga.pass"));
    SoftToken.Ran collected =
        token.shell(
            "signet recovery collect "
                + request
                + " --key bob-new.p12 --password-file bob.pass"
                + " --new-password-file bob.pass -o back.p12");
    assertEquals(0, collected.status(), collected.out());
  }

  /** Bob has new keys, and asks for the former one. */
  private static String lostKey(SoftToken token) throws Exception {
    token.done(token.shell("signet user add bob@example.com --name Bob"));
    String vouched = " bob@example.com --vouched-by=anna@example.com --password-file bob.pass";
    token.done(token.shell("signet enrol new -o bob.p12" + vouched));
    token.done(token.shell("signet enrol replace -o bob-new.p12" + vouched));
    SoftToken.Ran asked =
        token.shell(
            "signet recovery request --key bob-new.p12 --password-file bob.pass --reason lost");
    token.done(asked);
    Matcher request = CASE.matcher(asked.out());
    assertTrue(request.find(), asked.out());
    return request.group();
  }
}
