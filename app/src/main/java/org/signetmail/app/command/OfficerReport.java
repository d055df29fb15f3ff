package org.signetmail.app.command;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.pkix.KeyAlgorithm;
import tools.jackson.core.JsonGenerator;

/**
 * Who the recovery officers are, what their shares are sealed to, and how much.
 *
 * @param records how many records are sealed to a set
 */
record OfficerReport(List<OfficerSet> sets, List<Officer> waiting, IntToLongFunction records) {

  void table(PrintStream out) {
    Table table = new Table("officer", "address", "set", "share", "sealed to", "key", "until");
    for (OfficerSet set : sets) {
      int index = 0;
      for (Officer officer : set.officers()) {
        row(table, officer, Integer.toString(set.generation()), Integer.toString(++index));
      }
    }
    waiting.forEach(officer -> row(table, officer, "waits", "-"));
    table.print(out, "no officer yet; enrol the first with 'signet officer enrol'");
    for (OfficerSet set : sets) {
      out.println(
          "set "
              + set.generation()
              + ": "
              + set.quorum()
              + " act together, "
              + records.applyAsLong(set.generation())
              + " records");
    }
    if (sets.size() > 1) {
      out.println("a replacement is under way; go on with 'signet officer replace --key …'");
    }
    if (sets.stream().flatMap(s -> s.officers().stream()).anyMatch(o -> !o.isHybrid())) {
      out.println("an officer has no ML-KEM key; enrol the officer again, then 'officer replace'");
    }
  }

  void json(PrintStream out) {
    Json.print(
        out,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("sets");
          for (OfficerSet set : sets) {
            json.writeStartObject();
            json.writeNumberProperty("set", set.generation());
            json.writeNumberProperty("quorum", set.quorum().required());
            json.writeNumberProperty("seats", set.quorum().officers());
            json.writeNumberProperty("records", records.applyAsLong(set.generation()));
            officers(json, "officers", set.officers());
            json.writeEndObject();
          }
          json.writeEndArray();
          officers(json, "waiting", waiting);
          json.writeEndObject();
        });
  }

  private static void officers(JsonGenerator json, String name, List<Officer> officers) {
    json.writeArrayPropertyStart(name);
    for (Officer officer : officers) {
      json.writeStartObject();
      json.writeStringProperty("name", officer.name());
      json.writeStringProperty("mailbox", officer.mailbox().toString());
      json.writeStringProperty("key", officer.id().hex());
      json.writeStringProperty("algorithms", algorithms(officer));
      json.writeBooleanProperty("hybrid", officer.isHybrid());
      json.writeStringProperty("until", until(officer));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void row(Table table, Officer officer, String set, String share) {
    table.row(
        officer.name(),
        officer.mailbox().toString(),
        set,
        share,
        algorithms(officer),
        officer.id().hex().substring(0, 16),
        until(officer));
  }

  private static String algorithms(Officer officer) {
    return officer.seals().stream()
        .map(one -> one.keyAlgorithm().map(KeyAlgorithm::word).orElse("unknown"))
        .collect(Collectors.joining(" + "));
  }

  private static String until(Officer officer) {
    return officer.seals().stream()
        .map(one -> one.notAfter())
        .sorted()
        .findFirst()
        .orElseThrow()
        .toString();
  }
}
