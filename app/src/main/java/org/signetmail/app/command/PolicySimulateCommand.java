package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.mail.Simulation;
import org.signetmail.app.organization.ExplainedDecision;
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
              opened.policy(),
              opened.mail(),
              against == null
                  ? Optional.empty()
                  : Optional.of(opened.within(PolicySetting.read(against))),
              Instant.now());
      Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, LARGEST);
      new Messages(mail, spool)
          .each(
              "simulate",
              (name, message) ->
                  simulation
                      .add(name, message)
                      .ifPresent(trouble -> System.err.println("signet: " + trouble)));
      opened.keep(simulation.records());
      if (json) {
        Json.print(System.out, simulation::write);
      } else {
        print(simulation);
      }
      return ExitCode.DONE.number();
    }
  }

  private static void print(Simulation simulation) {
    Table table = new Table("direction", "rule", "outcome", "messages", "recipients", "such as");
    for (Simulation.Row row : simulation.outcomes()) {
      table.row(
          row.now().direction(),
          row.now().rule(),
          row.now().outcome(),
          String.valueOf(row.messages()),
          String.valueOf(row.recipients()),
          row.example());
    }
    table.print(System.out, "no message with a recipient");
    System.out.println(simulation.summary());
    simulation
        .closed()
        .forEach((why, count) ->
            System.out.println(
                count + " of these stayed closed here: " + ExplainedDecision.because(why)));
    if (simulation.compares()) {
      System.out.println();
      printChanges(simulation);
    }
  }

  private static void printChanges(Simulation simulation) {
    Table table = new Table("direction", "now", "then", "messages", "recipients", "such as");
    for (Simulation.Row row : simulation.changes()) {
      table.row(
          row.now().direction(),
          row.now().rule() + ": " + row.now().outcome(),
          row.then().rule() + ": " + row.then().outcome(),
          String.valueOf(row.messages()),
          String.valueOf(row.recipients()),
          row.example());
    }
    table.print(System.out, "the other policy would change nothing");
  }
}
