package org.signetmail.app.command;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.DecisionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code signet policy report}: what cryptography went where, for the compliance office. */
@Command(
    name = "report",
    header = {"Example: signet policy report --month 2026-11", ""},
    description = {
      "What cryptography was decided to go where in a month, by place, domain, algorithms and the",
      "version of the jurisdiction table, from the records of this node. No person is named."
    })
final class PolicyReportCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--month", required = true, paramLabel = "YYYY-MM", description = "In UTC.")
  private String month = "";

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    DecisionReport report = DecisionReport.of(home.locate(), month());
    if (json) {
      Json.print(System.out, out -> write(out, report));
    } else {
      Table table =
          new Table(
              "direction",
              "from",
              "to",
              "domain",
              "outcome",
              "sign",
              "encrypt",
              "suite",
              "table",
              "recipients");
      report
          .recipients()
          .forEach((kind, count) ->
              table.row(
                  kind.direction(),
                  kind.from(),
                  kind.to(),
                  kind.domain(),
                  kind.outcome(),
                  kind.sign(),
                  kind.encrypt(),
                  kind.profile(),
                  kind.table(),
                  Integer.toString(count)));
      table.print(System.out, "no decision under a jurisdiction table is on record in " + month);
    }
    return ExitCode.DONE.number();
  }

  private YearMonth month() {
    try {
      return YearMonth.parse(month);
    } catch (DateTimeException e) {
      throw Failure.usage("--month " + month + ": write a month such as 2026-11");
    }
  }

  private static void write(JsonGenerator out, DecisionReport report) {
    out.writeStartObject();
    out.writeStringProperty("month", report.month().toString());
    out.writeArrayPropertyStart("decisions");
    report
        .recipients()
        .forEach((kind, count) -> {
          out.writeStartObject();
          out.writeStringProperty("direction", kind.direction());
          out.writeStringProperty("from", kind.from());
          out.writeStringProperty("to", kind.to());
          out.writeStringProperty("domain", kind.domain());
          out.writeStringProperty("outcome", kind.outcome());
          out.writeStringProperty("sign", kind.sign());
          out.writeStringProperty("encrypt", kind.encrypt());
          out.writeStringProperty("suite", kind.profile());
          out.writeStringProperty("table", kind.table());
          out.writeNumberProperty("recipients", count);
          out.writeEndObject();
        });
    out.writeEndArray();
    out.writeEndObject();
  }
}
