package org.signetmail.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.signetmail.app.ExitCode;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.migration.ImportRow;
import org.signetmail.pkix.Mailbox;
import tools.jackson.core.JsonGenerator;

/** What of a former system came into the archive, and what could not and why. */
final class ImportReport {
  private final List<ImportRow> rows = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  void add(ImportRow row) {
    rows.add(row);
    counts.merge(row.outcome(), 1L, Long::sum);
  }

  ExitCode exitCode() {
    return rows.stream().allMatch(ImportRow::isFine) ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** How many of each, and each that could not come. */
  void table(PrintStream out) {
    Table table = new Table("file", "owner", "outcome", "why");
    rows.stream()
        .filter(row -> !row.isFine())
        .forEach(row -> table.row(row.file(), owner(row), row.outcome(), row.line()));
    if (exitCode() != ExitCode.DONE) {
      table.print(out, "");
      out.println();
    }
    if (counts.isEmpty()) {
      out.println("no file to take keys from");
    }
    counts.forEach((outcome, count) -> out.printf("%7d %s%n", count, outcome));
    rows.stream()
        .filter(row -> !row.warning().isEmpty())
        .forEach(row -> out.println(row.file() + ": " + row.warning()));
  }

  void json(PrintStream out) {
    Json.print(out, this::write);
  }

  /** All rows, as JSON or as RFC 4180, by the ending of the name. */
  void write(Path file) throws IOException {
    if (file.toString().endsWith(".json")) {
      java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
      json(new PrintStream(octets, true, StandardCharsets.UTF_8));
      PrivateFiles.write(file, octets.toByteArray());
      return;
    }
    StringBuilder text =
        new StringBuilder(ImportRow.csv("file", "key", "owner", "certificate", "outcome", "why"));
    rows.forEach(row ->
        text.append(
            ImportRow.csv(
                row.file(),
                row.key(),
                owner(row),
                row.certificate(),
                row.outcome(),
                row.isFine() ? row.warning() : row.line())));
    PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeObjectPropertyStart("counts");
    counts.forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("keys");
    for (ImportRow row : rows) {
      json.writeStartObject();
      json.writeStringProperty("file", row.file());
      json.writeStringProperty("outcome", row.outcome());
      row.owner().ifPresent(owner -> json.writeStringProperty("owner", owner.toString()));
      if (!row.key().isEmpty()) {
        json.writeStringProperty("key", row.key());
        json.writeStringProperty("certificate", row.certificate());
      }
      if (!row.isFine()) {
        json.writeStringProperty("why", row.line());
      }
      if (!row.warning().isEmpty()) {
        json.writeStringProperty("warning", row.warning());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String owner(ImportRow row) {
    return row.owner().map(Mailbox::toString).orElse("");
  }
}
