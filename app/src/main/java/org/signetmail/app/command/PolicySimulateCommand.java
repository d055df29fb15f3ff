package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet policy simulate}: what would happen to the mail that is kept somewhere. */
@Command(
    name = "simulate",
    header = {
      "Example: signet policy simulate --home signet-home --against new-policy.yaml archive.mbox",
      ""
    },
    description = {
      "Counts what would happen to many messages by rule and outcome; nothing is sent. Senders and",
      "recipients are those of the headers, or of the report where a message is one of Exchange's",
      "journal. Mail from outside that is encrypted is opened with the home's key ring to find"
          + " out,",
      "and nothing of it is shown or kept; how much stays closed is counted."
    })
final class PolicySimulateCommand implements Callable<Integer> {
  private static final long LARGEST = 1L << 30;

  @Mixin private PolicySetting setting = new PolicySetting();

  @Parameters(
      paramLabel = "MAIL",
      description = "An mbox, a Maildir, or a folder of messages or of a journal.")
  private Path mail = Path.of("");

  @Option(
      names = "--against",
      paramLabel = "POLICY.yaml",
      description = "Another policy: says what it would change.")
  private @Nullable Path against;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (PolicySetting.Opened opened = setting.open()) {
      Simulation simulation =
          new Simulation(
              opened,
              against == null
                  ? Optional.empty()
                  : Optional.of(opened.within(PolicySetting.read(against))));
      Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, LARGEST);
      new Messages(mail, spool).each("simulate", simulation::add);
      opened.keep(simulation.records());
      if (json) {
        Json.print(System.out, simulation::write);
      } else {
        simulation.print(System.out);
      }
      return ExitCode.DONE.number();
    }
  }
}
