package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.tlog.ProofFile;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code signet log}: the transparency log. */
@Command(
    name = "log",
    header = {"Example: signet log verify --home signet-home", ""},
    description = "The transparency log: checkpoint, prove, verify, report.",
    subcommands = {
      LogCommand.Checkpoint.class,
      LogCommand.Prove.class,
      LogVerifyCommand.class,
      LogReportCommand.class
    })
final class LogCommand extends CommandGroup {
  @Command(
      name = "checkpoint",
      header = {"Example: signet log checkpoint > checkpoint.note", ""},
      description = "Signs and prints a checkpoint; keep it where the system cannot reach it.")
  static final class Checkpoint implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        System.out.print(published(organization).note().format());
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "prove",
      header = {"Example: signet log prove 17 -o entry-17.proof", ""},
      description = "A proof, as a file, that an entry is in the log.")
  static final class Prove implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "INDEX", description = "The entry's number.")
    private long index;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        published(organization);
        ProofFile proof =
            organization
                .log()
                .prove(index)
                .orElseThrow(() -> Failure.usage("log: has no entry " + index + "; count from 0"));
        output.write(out -> out.write(proof.format()));
      }
      return ExitCode.DONE.number();
    }
  }

  private static PublishedCheckpoint published(Organization organization) {
    return switch (organization.log().publish(organization.now())) {
      case Verification.Verified<PublishedCheckpoint>(PublishedCheckpoint published) -> published;
      case Verification.Refused<PublishedCheckpoint>(String reason) ->
          throw new Failure(
              ExitCode.FAILED,
              "log: " + reason + " (C2SP tlog-checkpoint); run 'signet log verify'");
    };
  }
}
