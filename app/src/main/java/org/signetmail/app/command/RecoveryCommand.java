package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet recovery}: archived keys come back, by a quorum of officers and under record. */
@Command(
    name = "recovery",
    header = {"Example: signet recovery request --key bob.p12 --reason \"laptop stolen\"", ""},
    description = "Brings archived keys back: request, list, approve, deny, collect.",
    subcommands = {
      RecoveryCommand.Request.class,
      RecoveryCommand.ListThem.class,
      RecoveryCommand.Approve.class,
      RecoveryCommand.Deny.class,
      RecoveryCommand.Collect.class
    })
final class RecoveryCommand extends CommandGroup {
  @Command(name = "request", description = "Asks for one's own archived keys, for a new key.")
  static final class Request implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Option(names = "--reason", required = true, description = "Kept, and shown to the officers.")
    private String reason = "";

    @Option(names = "--legal-reference", description = "Case number, order, contract.")
    private String legalReference = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        SigningIdentity requester = keys.signer();
        Mailbox owner = RecoveryDesk.mailbox(requester.certificate());
        DecryptionIdentity receiver = keys.readers().getFirst();
        CaseId id =
            new RecoveryDesk(organization)
                .request(requester, owner, receiver.certificate(), reason, legalReference);
        System.out.println("Case " + id + " is open; " + owner + " has been told.");
        System.out.println(
            "Next: "
                + organization.quorum().required()
                + " officers each: signet recovery approve "
                + id
                + " --key OFFICER.p12");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "list", description = "Lists the cases, newest first.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Recovery recovery = organization.recovery();
        Table table = new Table("case", "keys of", "asked by", "state", "since", "reason");
        for (RecoveryCase one : recovery.cases(1000)) {
          table.row(
              one.id(),
              one.owner().toString(),
              one.requester().toString(),
              recovery.state(one).name().toLowerCase(java.util.Locale.ROOT),
              one.requestedAt().toString(),
              one.reason());
        }
        table.print(System.out, "no recovery was ever asked for");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "approve", description = "An officer opens the own share for the receiver.")
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
        DecryptionIdentity officer = keys.readers().getFirst();
        byte[] approval =
            desk.decide(desk.bundle(caseId, officer.key().id()), keys.signer(), officer);
        Recovery.Outcome.Recorded recorded = desk.approve(caseId, approval);
        System.out.println(
            "Case "
                + caseId
                + " is "
                + recorded.state().name().toLowerCase(java.util.Locale.ROOT)
                + "; log entry "
                + recorded.logIndex());
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "deny", description = "An officer says no; the reason is kept.")
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
        DecryptionIdentity officer = keys.readers().getFirst();
        Recovery.Outcome.Recorded recorded =
            desk.deny(desk.bundle(caseId, officer.key().id()), keys.signer(), officer, why);
        System.out.println(
            "Case "
                + caseId
                + " is "
                + recorded.state().name().toLowerCase(java.util.Locale.ROOT)
                + "; log entry "
                + recorded.logIndex());
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "collect",
      description = "The receiver takes the keys, which nobody else can open.")
  static final class Collect implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "KEYS.p12",
        description = "New and old keys together, under a password.")
    private Path output = Path.of("");

    @Mixin private NewPassword newPassword = new NewPassword();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        RecoveryDesk desk = new RecoveryDesk(organization);
        DecryptionIdentity receiver = keys.readers().getFirst();
        CaseId caseId = CaseId.of(id);
        Mailbox to = RecoveryDesk.mailbox(receiver.certificate());
        switch (desk.collect(caseId, to)) {
          case Recovery.Collected.Refused(List<Finding> findings) ->
              throw new Failure(ExitCode.FAILED, findings.getFirst().line());
          case Recovery.Collected.Released released -> {
            List<DecryptionIdentity> all = new ArrayList<>(keys.readers());
            List<DecryptionIdentity> back = desk.recover(released.release(), receiver);
            all.addAll(back);
            PrivateFiles.write(
                output, KeyFile.write(keys.signer(), all, newPassword.obtain(output.toString())));
            System.out.println(back.size() + " keys are back, with the present ones in " + output);
            System.out.println("The release is log entry " + released.logIndex());
          }
        }
      }
      return ExitCode.DONE.number();
    }
  }

  /** The password of a file that is written beside one that is read. */
  static final class NewPassword {
    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        description = "The first line protects the new file; else SIGNET_PASSWORD, else a prompt.")
    private @Nullable Path file;

    char[] obtain(String what) throws java.io.IOException {
      return Password.of(file).obtain(what);
    }
  }
}
