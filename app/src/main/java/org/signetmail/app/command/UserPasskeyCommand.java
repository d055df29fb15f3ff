package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.ConsoleHouse;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.staff.StaffEntrance;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet user passkey}: the first way into the console. */
@Command(
    name = "passkey",
    header = {"Example: signet user passkey anna@example.com", ""},
    description = {
      "Makes a code with which somebody who has a role registers a passkey for the console, at",
      "/console/passkey: once, and within an hour. Roles are those of 'roles' in signet.yaml, and",
      "recovery officers with a seat."
    })
final class UserPasskeyCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
  private String address = "";

  @Option(
      names = "--remove",
      description = "Takes all passkeys of this person away; whoever came in with one is out.")
  private boolean remove;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      Mailbox mailbox = Mailbox.of(address);
      StaffEntrance entrance = new ConsoleHouse(organization).entrance();
      if (remove) {
        System.out.println(
            mailbox + " had " + entrance.removePasskeys(mailbox) + " passkeys; now none");
        return ExitCode.DONE.number();
      }
      String code =
          entrance
              .passkeyCode(mailbox)
              .orElseThrow(() ->
                  new Failure(
                      ExitCode.FAILED,
                      mailbox
                          + ": has no role here; enter it under 'roles' in "
                          + organization.home().configuration()));
      System.out.println(code);
      System.err.println(
          "For "
              + mailbox
              + ", once and within "
              + StaffEntrance.CODE_LONGEST.toMinutes()
              + " minutes, at /console/passkey. Hand it over yourself, never by mail.");
      return ExitCode.DONE.number();
    }
  }
}
