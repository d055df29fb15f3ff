package org.signetmail.app.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code signet enrol code}: a code for a person's device, as EST's password or SCEP's challenge.
 */
@Command(
    name = "code",
    header = {"Example: signet enrol code alice@example.com -o alice.code", ""},
    description = {
      "A new code of use once, within a day, for one certificate of somebody who was added.",
      "Whoever has the file can enrol as that person; codes of before are of no more use."
    })
final class EnrolCodeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox; see 'signet user add'.")
  private String address = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The code, in a file that only its owner can read.")
  private Path output = Path.of("");

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      Mailbox mailbox = organization.ourMailbox(address);
      Person person =
          organization
              .store()
              .people()
              .find(mailbox)
              .orElseThrow(() ->
                  Failure.usage(mailbox + ": is nobody here; add them with 'signet user add'"));
      Invitation invitation =
          organization.enrolling().enrolment().invite(mailbox, person.name(), person.groups());
      PrivateFiles.write(output, (invitation.code() + "\n").getBytes(StandardCharsets.US_ASCII));
      System.out.println(mailbox + " has a code in " + output + " until " + invitation.expires());
    }
    return ExitCode.DONE.number();
  }
}
