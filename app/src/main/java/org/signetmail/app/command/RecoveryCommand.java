package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.OfficerDesk;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.ShareBundle;
import org.signetmail.pkix.DecryptionIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet recovery}: archived keys come back, by a quorum of officers and under record. */
@Command(
    name = "recovery",
    header = {"Example: signet recovery request --key bob.p12 --reason \"laptop stolen\"", ""},
    description =
        "Brings archived keys back: request, list, show, approve, deny, withdraw, collect; bundle,"
            + " decide and record for officers on machines of their own; code and self for owners;"
            + " station and messages for investigations.",
    subcommands = {
      RecoveryRequestCommand.class,
      RecoveryListCommand.class,
      RecoveryShowCommand.class,
      RecoveryCommand.Approve.class,
      RecoveryCommand.Deny.class,
      RecoveryCommand.Withdraw.class,
      RecoveryCollectCommand.class,
      RecoveryOfficerCommand.Bundle.class,
      RecoveryOfficerCommand.Decide.class,
      RecoveryOfficerCommand.HandIn.class,
      RecoverySelfCommand.Code.class,
      RecoverySelfCommand.Self.class,
      RecoveryStationCommand.class,
      RecoveryMessagesCommand.class
    })
final class RecoveryCommand extends CommandGroup {
  @Command(
      name = "approve",
      header = {"Example: signet recovery approve R-7K3Q-M2 --key olivia.p12", ""},
      description = "An officer opens the own share for the receiver.")
  static final class Approve implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RecoveryDesk desk = new RecoveryDesk(organization);
        CaseId caseId = CaseId.of(id);
        List<DecryptionIdentity> own = keys.readers();
        ShareBundle bundle = desk.bundle(caseId, desk.officer(own));
        OfficerDesk officersDesk = desk.desk(keys.signer(), own);
        RecoveryWords.print(System.out, RecoveryDesk.question(officersDesk, bundle, desk.now()));
        say(desk.approve(caseId, desk.decide(bundle, keys.signer(), own)));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "deny",
      header = {
        "Example: signet recovery deny R-7K3Q-M2 --key olivia.p12 --why \"never"
            + " asked for it\"",
        ""
      },
      description = "An officer says no; the reason is kept.")
  static final class Deny implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Option(names = "--why", required = true, description = "Kept, and told to the owner.")
    private String why = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RecoveryDesk desk = new RecoveryDesk(organization);
        CaseId caseId = CaseId.of(id);
        List<DecryptionIdentity> own = keys.readers();
        say(desk.deny(desk.bundle(caseId, desk.officer(own)), keys.signer(), own, why));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "withdraw",
      header = {"Example: signet recovery withdraw R-7K3Q-M2 --key bob.p12", ""},
      description = "The requester closes the own case.")
  static final class Withdraw implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RecoveryDesk desk = new RecoveryDesk(organization);
        say(desk.withdraw(CaseId.of(id), RecoveryDesk.mailbox(keys.signer().certificate())));
      }
      return ExitCode.DONE.number();
    }
  }

  /** What a step came to. */
  static void say(Recovery.Outcome.Recorded recorded) {
    System.out.println(
        "Case "
            + recorded.recovery().id()
            + " is "
            + Words.of(recorded.state())
            + "; log entry "
            + recorded.logIndex());
  }
}
