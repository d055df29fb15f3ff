package org.signetmail.app.command;

import java.util.Arrays;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Person;
import org.signetmail.gateway.SubmissionPasswords;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet user password}: what a person's mail program logs in with to send mail. */
@Command(
    name = "password",
    header = {"Example: signet user password alice@example.com", ""},
    description = {
      "Makes a password with which a person's mail program sends mail, shown once; it takes the",
      "place of a former one. It opens nothing else."
    })
final class UserPasswordCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
  private String address = "";

  @Option(names = "--remove", description = "Takes the password away; no other is made.")
  private boolean remove;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      Mailbox mailbox = organization.ourMailbox(address);
      return remove ? remove(organization, mailbox) : set(organization, mailbox);
    }
  }

  private static Integer set(Organization organization, Mailbox mailbox) {
    Person person =
        organization
            .store()
            .people()
            .find(mailbox)
            .orElseThrow(() ->
                new Failure(
                    ExitCode.FAILED, mailbox + ": is nobody here; 'signet user add' adds them"));
    char[] password = organization.mailing().submissionPasswords().set(mailbox);
    try {
      System.out.println(password);
    } finally {
      Arrays.fill(password, '\0');
    }
    System.err.println(
        "For the mail program of "
            + mailbox
            + ": this name, this password, TLS. It is not shown"
            + " again.");
    if (person.state() != Person.State.ACTIVE) {
      System.err.println(
          "It works once they are active; now they are "
              + person.state().name().toLowerCase(java.util.Locale.ROOT)
              + ".");
    }
    return ExitCode.DONE.number();
  }

  private static Integer remove(Organization organization, Mailbox mailbox) {
    SubmissionPasswords passwords = organization.mailing().submissionPasswords();
    if (!passwords.remove(mailbox)) {
      throw new Failure(
          ExitCode.FAILED,
          mailbox + ": has no password to send with; 'signet user password' makes one");
    }
    System.out.println(mailbox + " has no password to send with any more");
    return ExitCode.DONE.number();
  }
}
