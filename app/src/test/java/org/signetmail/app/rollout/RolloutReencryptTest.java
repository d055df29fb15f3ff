package org.signetmail.app.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.organization.PersonCeremony;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;

/** {@code signet rollout reencrypt}: a mailbox under an old key. */
class RolloutReencryptTest {
  private static final Path OLD =
      Fixtures.repository().resolve("app/src/test/resources/org/signetmail/app/badinput");

  @TempDir private Path folder;

  @Test
  void aMailboxIsEncryptedAgainAndGoneOnWith() throws Exception {
    try (Company company = new Company(folder)) {
      Path password = Files.writeString(folder.resolve("password"), "x\n");
      Path key = folder.resolve("new.p12");
      Path certificate = enrolled(company, key);
      Path secret = Files.writeString(folder.resolve("secret.eml"), letter("The plan"));
      Path mbox = folder.resolve("old.mbox");
      Files.writeString(
          mbox,
          "From a Mon Nov 23 12:00:00 2026\n"
              + encrypted(company, OLD.resolve("alice.pem"), secret)
              + "\nFrom a Mon Nov 23 12:00:00 2026\n"
              + letter("Open")
              + "\nFrom a Mon Nov 23 12:00:00 2026\n"
              + encrypted(company, certificate, secret)
              + "\n");
      String[] command = {
        "rollout",
        "reencrypt",
        "--key=" + OLD.resolve("alice.p12"),
        "--password-file=" + password,
        "--to=" + certificate,
        "-o=" + folder.resolve("again"),
        mbox.toString()
      };

      CommandRun run = company.run(command);

      assertEquals(1, run.status(), run.errors());
      for (String outcome : List.of("encrypted-again", "not-encrypted", "not-for-us")) {
        assertTrue(run.text().contains(outcome), run.text());
      }
      CommandRun opened =
          company.run(
              "decrypt",
              "--key=" + key,
              "--password-file=" + password,
              folder.resolve("again/old.mbox-1.eml").toString());
      assertEquals(0, opened.status(), opened.errors());
      assertTrue(opened.text().contains("Text of The plan"), opened.text());
      assertTrue(Files.readString(folder.resolve("again/old.mbox-2.eml")).contains("Text of Open"));

      Path manifest = folder.resolve("again/manifest.tsv");
      String whole = Files.readString(manifest);
      assertEquals(3, whole.lines().count());
      Files.writeString(manifest, whole.substring(0, whole.length() - 9)); // cut off in a line
      CommandRun again = company.run(command);
      assertTrue(again.text().contains("2 were done before"), again.text());
      assertTrue(company.run(command).text().contains("nothing was left to do"));
    }
  }

  private static Path enrolled(Company company, Path key) throws Exception {
    company.officers();
    company.add("bob", "sales");
    Mailbox bob = Company.mailbox("bob");
    PersonalKeys keys =
        new PersonCeremony(company.organization)
            .enrol(
                bob,
                "bob",
                new Proof.AdministratorVouches(Company.mailbox("admin")),
                new PersonCeremony.Occasion.First());
    Files.write(
        key, KeyFile.writeDecryption(List.of(keys.decryption()), List.of(), "x".toCharArray()));
    return Files.writeString(key.resolveSibling("new.pem"), keys.decryption().certificate().pem());
  }

  private static String encrypted(Company company, Path to, Path letter) {
    CommandRun run = company.run("encrypt", "--to=" + to, letter.toString());
    assertEquals(0, run.status(), run.errors());
    return new String(run.out(), StandardCharsets.US_ASCII);
  }

  private static String letter(String subject) {
    return "From: carol@example.test\nTo: bob@example.test\nSubject: %s\n\nText of %s\n"
        .formatted(subject, subject);
  }
}
