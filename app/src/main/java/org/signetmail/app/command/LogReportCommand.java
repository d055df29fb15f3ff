package org.signetmail.app.command;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.LogReport;
import org.signetmail.app.organization.Organization;
import org.signetmail.tlog.Audit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code signet log report}: a month, for auditors. */
@Command(
    name = "report",
    header = {"Example: signet log report --month 2026-11", ""},
    description = {
      "What an auditor reviews of a month: whether the log is whole, how many acts of each kind,"
          + " every recovery, change of officers, backup and restore with its leaf, and each"
          + " release with all that led to it. Exit code 1 when the log is not whole."
    })
final class LogReportCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--month", required = true, paramLabel = "YYYY-MM", description = "In UTC.")
  private String month = "";

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      LogReport report = LogReport.of(organization, month(month));
      if (json) {
        Json.print(System.out, out -> write(out, report));
      } else {
        print(report);
      }
      return (report.isWhole() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw Failure.usage("--month " + text + ": write a month such as 2026-11");
    }
  }

  private static void print(LogReport report) {
    System.out.println("Log of " + report.month() + ": " + whole(report.audit()));
    Table counts = new Table("act", "times");
    report.counts().forEach((type, count) -> counts.row(type, Long.toString(count)));
    counts.print(System.out, "nothing was done in this month");
    System.out.println();
    Table acts = new Table("leaf", "when", "act", "what is known of it");
    for (LogReport.Leaf leaf : report.acts()) {
      acts.row(
          Long.toString(leaf.index()),
          leaf.entry().time().toString(),
          leaf.entry().type().dotted(),
          known(leaf));
    }
    acts.print(System.out, "no act of power in this month");
    for (LogReport.Release release : report.releases()) {
      System.out.println();
      System.out.println("Release of case " + release.caseId() + ", leaf " + release.index());
      Report.row(System.out, "when", release.at().toString());
      Report.row(System.out, "who got it", release.to() + " (" + release.asked("for") + ")");
      Report.row(System.out, "keys of", release.asked("owner"));
      Report.row(System.out, "keys", release.asked("keys"));
      Report.row(System.out, "why", release.asked("reason"));
      Report.row(System.out, "reference", release.asked("legal-reference"));
      Report.row(System.out, "asked by", release.asked("requester"));
      Report.row(System.out, "approved", String.join(", ", release.approvedBy()));
      Report.row(
          System.out,
          "leaves",
          release.leaves().stream()
              .map(leaf -> Long.toString(leaf.index()))
              .collect(Collectors.joining(" ")));
    }
  }

  private static String known(LogReport.Leaf leaf) {
    return LogReport.values(leaf.entry()).entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String whole(Audit audit) {
    return switch (audit) {
      case Audit.Consistent(long size, var root) ->
          "whole, " + size + " entries without a gap under " + root.base64();
      case Audit.Broken(String what, long index) -> "NOT WHOLE at entry " + index + ": " + what;
    };
  }

  private static void write(JsonGenerator out, LogReport report) {
    out.writeStartObject();
    out.writeStringProperty("month", report.month().toString());
    out.writeBooleanProperty("whole", report.isWhole());
    out.writeStringProperty("audit", whole(report.audit()));
    out.writeNumberProperty("size", report.size());
    out.writeObjectPropertyStart("counts");
    report.counts().forEach((type, count) -> out.writeNumberProperty(type, count));
    out.writeEndObject();
    out.writeArrayPropertyStart("acts");
    report.acts().forEach(leaf -> writeLeaf(out, leaf));
    out.writeEndArray();
    out.writeArrayPropertyStart("releases");
    for (LogReport.Release release : report.releases()) {
      out.writeStartObject();
      out.writeNumberProperty("leaf", release.index());
      out.writeStringProperty("at", release.at().toString());
      out.writeStringProperty("case", release.caseId());
      out.writeStringProperty("to", release.to());
      out.writeArrayPropertyStart("approvedBy");
      release.approvedBy().forEach(out::writeString);
      out.writeEndArray();
      out.writeArrayPropertyStart("leaves");
      release.leaves().forEach(leaf -> writeLeaf(out, leaf));
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeLeaf(JsonGenerator out, LogReport.Leaf leaf) {
    out.writeStartObject();
    out.writeNumberProperty("leaf", leaf.index());
    out.writeStringProperty("at", leaf.entry().time().toString());
    out.writeStringProperty("type", leaf.entry().type().dotted());
    out.writeObjectPropertyStart("values");
    LogReport.values(leaf.entry()).forEach(out::writeStringProperty);
    out.writeEndObject();
    out.writeEndObject();
  }
}
