package org.signetmail.app.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerDecision;
import org.signetmail.archive.OfficerDesk;
import org.signetmail.archive.ShareBundle;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A decision on the officer's own machine: three commands with files between them. */
final class RecoveryOfficerCommand {
  private RecoveryOfficerCommand() {}

  @Command(
      name = "bundle",
      header = {
        "Example: signet recovery bundle R-7K3Q-M2 --officer olga@b.com -o olga.bundle",
        ""
      },
      description = "What an officer needs to decide, as a file for the officer's own machine.")
  static final class Bundle implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Option(names = "--officer", required = true, paramLabel = "ADDRESS", description = "For whom.")
    private String officer = "";

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = Mailbox.of(officer);
        Officer found =
            organization.archiving().officers().list().stream()
                .filter(one -> one.mailbox().equals(mailbox))
                .findFirst()
                .orElseThrow(
                    () -> Failure.usage(mailbox + ": is no officer; see 'signet officer list'"));
        ShareBundle bundle = new RecoveryDesk(organization).bundle(CaseId.of(id), found.id());
        output.write(out -> out.write(bundle.encoded()));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "decide",
      header = {
        "Example: signet recovery decide olga.bundle --key olga.p12 --trust root.pem -o olga.yes",
        ""
      },
      description = {
        "On the officer's own machine, without server or network: shows what is asked, and with"
            + " --approve or --deny writes the signed decision. Without either it only shows."
      })
  static final class Decide implements Callable<Integer> {
    @Mixin private Keys keys = new Keys();
    @Mixin private Trust trust = new Trust();

    @Parameters(paramLabel = "BUNDLE", description = "From 'recovery bundle'.")
    private Path bundle = Path.of("");

    @Option(names = "--approve", description = "Opens the own share for the receiver.")
    private boolean approve;

    @Option(names = "--deny", paramLabel = "WHY", description = "Kept, and told to the owner.")
    private @Nullable String why;

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws Exception {
      OfficerDesk desk =
          new OfficerDesk(keys.readers(), keys.signer(), trust.context(), new SecureRandom());
      OfficerDesk.Question question =
          RecoveryDesk.question(
              desk, ShareBundle.of(Input.smallFile(bundle, "a bundle")), trust.at());
      RecoveryWords.print(output.isFile() ? System.out : System.err, question);
      if (approve == (why != null)) {
        return approve
            ? refuse("give one of --approve and --deny WHY, not both")
            : ExitCode.DONE.number();
      }
      byte[] decision =
          why == null
              ? RecoveryDesk.approved(desk.approve(question, trust.at()))
              : desk.deny(question, why, trust.at());
      output.write(out -> out.write(decision));
      return ExitCode.DONE.number();
    }

    private static int refuse(String what) {
      throw Failure.usage("recovery decide: " + what);
    }
  }

  @Command(
      name = "record",
      header = {"Example: signet recovery record R-7K3Q-M2 olga.yes", ""},
      description = "Hands in the decision that an officer signed elsewhere.")
  static final class HandIn implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "CASE", description = "As 'recovery list' shows it.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "DECISION", description = "From 'recovery decide'.")
    private Path decision = Path.of("");

    @Override
    public Integer call() throws Exception {
      byte[] document = Input.smallFile(decision, "a decision");
      try (Organization organization = home.open()) {
        RecoveryDesk desk = new RecoveryDesk(organization);
        CaseId caseId = CaseId.of(id);
        boolean denial =
            new String(document, java.nio.charset.StandardCharsets.ISO_8859_1)
                .startsWith(OfficerDecision.Denial.TITLE + "\n");
        RecoveryCommand.say(
            denial ? desk.denied(caseId, document) : desk.approve(caseId, document));
      }
      return ExitCode.DONE.number();
    }
  }
}
