package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.Accounts;
import org.signetmail.testkit.CommandRun;

/** Runs every command of {@code docs/operate/acme-server.md}. */
class AcmeServerManualTest {
  @TempDir private static Path folder = Path.of("");

  private final Path home = folder.resolve("home");
  private final Manual manual = new Manual("acme-server.md", folder, home);
  private String account = "";

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    CommandRun init =
        manual.ran(
            new byte[0],
            List.of(
                "init",
                home.toString(),
                "--organization=Example Corp",
                "--domain=example.com",
                "--officers=3",
                "--quorum=2"));
    assertEquals(0, init.status(), init.errors());
    manual.after(
        "signet acme list",
        run -> {
          assertTrue(run.text().contains("person:alice@example.com"), run.text());
          assertTrue(run.text().contains("group:finance"), run.text());
        });
    manual.before("signet acme revoke", this::makeAccount);
    manual.means("ACCOUNT", () -> account);
    assertEquals(5, manual.follow());

    List<String> key = Files.readAllLines(folder.resolve("alice.key"));
    assertTrue(key.get(0).matches("kid [\\w-]{24}"), key.get(0));
    assertTrue(key.get(1).matches("hmac-key [\\w-]{43}"));
    String json = manual.done("acme", "list", "--json").text();
    assertTrue(json.contains("\"revoked\""), json);
    assertEquals(1, manual.ran(new byte[0], List.of("acme", "revoke", account)).status());
    assertEquals(2, manual.ran(new byte[0], List.of("acme", "key")).status());
    assertEquals(1, manual.ran(new byte[0], List.of("acme", "key", "bob@example.com")).status());
    assertEquals(
        2,
        manual
            .ran(new byte[0], List.of("acme", "key", "--group=finance", "--valid=P91D"))
            .status());
  }

  /** As an ACME client would, with the key of the page. */
  private void makeAccount() throws Exception {
    String kid = Files.readAllLines(folder.resolve("alice.key")).getFirst().substring(4);
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      Accounts.Registered made =
          organization
              .enrolling()
              .acmeAccounts()
              .register(
                  new AccountKey("{}", "thumbprint"),
                  List.of(),
                  Optional.of(organization.enrolling().acmeKeys().find(kid).orElseThrow()));
      account = made.account().id();
      assertTrue(
          organization.enrolling().acmeKeys().open(10).size() == 1,
          "the group's, at " + Instant.now());
    }
  }
}
