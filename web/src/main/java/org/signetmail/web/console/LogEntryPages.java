package org.signetmail.web.console;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.LogRegister;
import org.signetmail.enrolment.staff.LogRegister.Leaf;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.Verification;
import org.signetmail.web.page.Words;

/** {@code /console/log}: every act, newest first, and the proof of each. */
final class LogEntryPages {
  private static final String ALL = "/console/log";
  private static final String ONE = "/console/log/one";

  private final LogRegister register;

  LogEntryPages(LogRegister register) {
    this.register = register;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, this::all);
    console.page(routing, ONE, this::one);
  }

  private Screen all(Actor actor, ServerRequest request) {
    List<Leaf> page = register.page(actor, number(request, "before", Long.MAX_VALUE));
    return new Screen(
        "Log",
        "signet log report --month YYYY-MM",
        List.of(
            new Part.Ask(
                "",
                "",
                "get",
                ONE,
                Map.of(),
                List.of(Part.Field.line("index", "Entry number", "")),
                "Show with proof",
                ""),
            new Grid(
                "",
                List.of("Entry", "When", "Act", "What is known of it"),
                page.stream().map(LogEntryPages::row).toList(),
                "None is older.",
                page.isEmpty() || page.getLast().index() == 0
                    ? ""
                    : ALL + "?before=" + page.getLast().index(),
                Sorting.NONE,
                reader -> everything(actor, reader))));
  }

  private void everything(Actor actor, Consumer<List<Cell>> reader) {
    List<Leaf> page = register.page(actor, Long.MAX_VALUE);
    while (!page.isEmpty()) {
      page.forEach(leaf -> reader.accept(row(leaf)));
      page = register.page(actor, page.getLast().index());
    }
  }

  private static List<Cell> row(Leaf leaf) {
    return List.of(
        Cell.of(leaf.index()).to(ONE + "?index=" + leaf.index()),
        Cell.minute(leaf.entry().time()),
        Cell.of(leaf.entry().type().dotted()),
        Cell.of(
            leaf.entry().fields().keySet().stream()
                .map(name -> name + " " + value(leaf.entry(), name))
                .collect(Collectors.joining(", "))));
  }

  private Screen one(Actor actor, ServerRequest request) {
    long index = number(request, "index", -1);
    LogRegister.Proven proven =
        register
            .find(actor, index)
            .orElseThrow(() -> new Console.NothingThere("The log has no entry of this number."));
    LogEntry entry = proven.leaf().entry();
    List<Part.Fact> facts = new ArrayList<>();
    facts.add(new Part.Fact("Act", Cell.of(entry.type().dotted())));
    facts.add(new Part.Fact("When", Cell.of(entry.time())));
    entry
        .fields()
        .keySet()
        .forEach(name -> facts.add(new Part.Fact(name, Cell.of(value(entry, name)))));
    facts.add(new Part.Fact("Leaf hash", Cell.code(Words.grouped(entry.leafHash().hex()))));
    facts.add(new Part.Fact("Proof", holds(proven)));
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Facts("", facts));
    parts.add(
        new Part.Verbatim(
            "The leaf, as the public sees it", new String(entry.leaf(), StandardCharsets.UTF_8)));
    proven
        .proof()
        .ifPresent(proof ->
            parts.add(
                new Part.Verbatim(
                    "The proof, to keep and hand on (C2SP tlog-proof)",
                    new String(proof.format(), StandardCharsets.UTF_8))));
    return new Screen("Entry " + index, "signet log prove " + index, parts);
  }

  private static Cell holds(LogRegister.Proven proven) {
    if (proven.holds().isEmpty()) {
      return Cell.of("comes with the next checkpoint").marked("open");
    }
    return switch (proven.holds().get()) {
      case Verification.Verified<?> _ ->
          Cell.of("holds against the latest checkpoint").marked("filled");
      case Verification.Refused<?>(String reason) ->
          Cell.of("does not hold: " + reason).marked("broken");
    };
  }

  private static String value(LogEntry entry, String name) {
    return entry.value(name).orElse("");
  }

  private static long number(ServerRequest request, String name, long otherwise) {
    try {
      return Long.parseLong(
          request.query().first(name).map(String::strip).orElse(Long.toString(otherwise)));
    } catch (NumberFormatException e) {
      throw noNumber();
    }
  }

  private static Console.NothingThere noNumber() {
    return new Console.NothingThere("That is no number of an entry.");
  }
}
