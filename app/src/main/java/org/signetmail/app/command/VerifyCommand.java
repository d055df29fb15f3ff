package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.smime.Budget;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet verify}: says whether a message is what its signer sent. */
@Command(
    name = "verify",
    header = {"Example: signet verify --trust root.pem mail.eml", ""},
    description =
        "Verifies a signed message. Exit code 0 passed, 1 failed or unsigned, 3 cannot say.",
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private Trust trust = new Trust();
  @Mixin private Profile profile = new Profile();
  @Mixin private Input input = new Input();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Option(
      names = "--batch",
      paramLabel = "PATH",
      description = "Every message of a folder, a Maildir or an mbox; one JSON line each.")
  private @Nullable Path batch;

  @Override
  public Integer call() throws Exception {
    Spool spool = Spool.standard();
    MessageReader reader =
        new MessageReader(
            List.of(),
            trust.context(),
            spool,
            new MessageReader.Options(profile.get(), Budget.STANDARD));
    if (batch != null) {
      return new Batch(batch, spool).verify(reader, trust.at()).number();
    }
    Report.Form form = json ? Report.Form.JSON : Report.Form.PEOPLE;
    return input.workInPlace(
        spool,
        message -> {
          try (Reading reading = reader.read(message, trust.at())) {
            new Report(reading).print(System.out, form);
            return Report.exitCodeOfVerify(reading.verdict()).number();
          }
        });
  }
}
