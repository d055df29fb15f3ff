package org.signetmail.app.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.Budget;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code signet open}: decrypts, then verifies, as a reader would. What failed verification is
 * described and its content kept back: nothing unproven reaches a reader.
 */
@Command(
    name = "open",
    header = {"Example: signet open --key bob.p12 --trust root.pem -o plain.eml mail.eml", ""},
    description =
        "Decrypts a message, then verifies it. Exit code 0, 1 failed, 3 cannot say, 4 not for us.",
    sortOptions = false)
final class OpenCommand implements Callable<Integer> {
  @Mixin private Openers openers = new Openers();
  @Mixin private Trust trust = new Trust();
  @Mixin private Profile profile = new Profile();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Spool spool = Spool.standard();
    MessageReader reader =
        new MessageReader(
                openers.identities(),
                trust.context(),
                spool,
                new MessageReader.Options(profile.get(), Budget.STANDARD))
            .opening(openers.passwords());
    Report.Form form = json ? Report.Form.JSON : Report.Form.PEOPLE;
    return input.work(
        spool,
        message -> {
          try (Reading reading = reader.read(message, trust.at())) {
            ExitCode code = exitCode(reading);
            new Report(reading).print(System.out, form);
            if (code != ExitCode.FAILED) {
              deliver(reading);
            }
            return code.number();
          }
        });
  }

  private void deliver(Reading reading) throws IOException {
    Optional<Octets> content = reading.content();
    if (content.isEmpty()) {
      return;
    }
    if (output.isFile()) {
      output.write(content.get()::writeTo);
    } else if (!json) {
      System.out.println();
      output.write(content.get()::writeTo);
    }
  }

  private static ExitCode exitCode(Reading reading) {
    return switch (reading.opening().orElse(null)) {
      case Opening.NotForUs notForUs -> ExitCode.NOT_FOR_US;
      case Opening.Refused refused -> ExitCode.FAILED;
      case Opening.Opened opened -> exitCode(reading.verdict());
      case null -> exitCode(reading.verdict());
    };
  }

  private static ExitCode exitCode(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed passed -> ExitCode.DONE;
      case Verdict.Unsigned unsigned ->
          unsigned.findings().stream().anyMatch(Finding::isError) ? ExitCode.FAILED : ExitCode.DONE;
      case Verdict.Failed failed -> ExitCode.FAILED;
      case Verdict.Indeterminate indeterminate -> ExitCode.INDETERMINATE;
    };
  }
}
