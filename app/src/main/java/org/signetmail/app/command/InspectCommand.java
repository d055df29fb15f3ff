package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.smime.Budget;
import org.signetmail.smime.Inspection;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet inspect}: the structure of a message, without any key. */
@Command(
    name = "inspect",
    header = {"Example: signet inspect mail.eml", ""},
    description = "Shows layers, algorithms, recipients and certificates of a message.",
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  @Mixin private Input input = new Input();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Inspection inspection =
        input.work(Spool.standard(), message -> Inspection.of(message, Budget.STANDARD));
    if (json) {
      printJson(inspection);
    } else {
      printForPeople(inspection);
    }
    return ExitCode.DONE.number();
  }

  private static void printForPeople(Inspection inspection) {
    for (Inspection.Layer layer : inspection.layers()) {
      String indent = "  ".repeat(layer.depth());
      System.out.println(indent + layer.kind());
      for (Inspection.Fact fact : layer.facts()) {
        System.out.printf("%s  %-22s %s%n", indent, fact.name(), Report.printable(fact.value()));
      }
    }
  }

  private static void printJson(Inspection inspection) {
    Json.print(
        System.out,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("layers");
          for (Inspection.Layer layer : inspection.layers()) {
            json.writeStartObject();
            json.writeNumberProperty("depth", layer.depth());
            json.writeStringProperty("kind", layer.kind());
            json.writeArrayPropertyStart("facts");
            for (Inspection.Fact fact : layer.facts()) {
              json.writeStartObject();
              json.writeStringProperty("name", fact.name());
              json.writeStringProperty("value", fact.value());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
