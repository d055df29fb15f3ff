package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Upload;
import org.signetmail.web.page.Words;

/** {@code /console/policy}: the text, whether it can be used, and what it would do. */
final class PolicyPages {
  private static final String ALL = "/console/policy";
  private static final int TEXTS = 1 << 20; // octets of a policy and of what is around fields
  private static final String EXAMPLE =
      "From: alice@example.com\nTo: bob@example.com\nSubject: confidential\n\nHello Bob\n";

  private final PolicyDesk desk;

  PolicyPages(PolicyDesk desk) {
    this.desk = desk;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, (actor, request) -> policy(actor));
    console.act(routing, ALL + "/explain", this::explain);
    console.filed(routing, ALL + "/simulate", PolicyDesk.LARGEST_SAMPLE + TEXTS, this::simulate);
  }

  private Screen policy(Actor actor) {
    PolicyDesk.InForce policy = desk.inForce(actor);
    List<Part> parts = new ArrayList<>();
    if (policy.problems().isEmpty()) {
      parts.add(
          new Part.Facts(
              "",
              List.of(
                  new Part.Fact("File", Cell.of("can be used").marked("filled")),
                  new Part.Fact("SHA-256", Cell.code(Words.grouped(policy.fingerprint()))))));
    } else {
      policy.problems().forEach(problem -> parts.add(new Part.Problem(problem)));
      parts.add(new Part.Prose("The policy of before stays in force until the file is mended."));
    }
    parts.add(ask("", "", EXAMPLE));
    parts.add(sample(""));
    parts.add(new Part.Verbatim("The policy", policy.text()));
    return new Screen("Policy", "signet policy check", parts);
  }

  private static Part ask(String from, String to, String message) {
    return new Part.Ask(
        "What would happen to a message",
        "Nothing is sent and nothing is kept.",
        "post",
        ALL + "/explain",
        Map.of(),
        List.of(
            Part.Field.optional("from", "Envelope sender; empty: as the header says", from),
            Part.Field.optional(
                "to", "Recipients, with commas between; empty: as the header says", to),
            Part.Field.lines("message", "The message", message)),
        "Explain",
        "");
  }

  private static Part sample(String other) {
    return new Part.Ask(
        "What would happen to many messages",
        "A sample of mail: an mbox, one message, or one report of a journal, 8 MB at most. Of the"
            + " mail nothing is sent and nothing is kept; that a policy was tried on it is what a"
            + " wave of the rollout asks for. Larger samples: signet policy simulate --against"
            + " new.yaml archive.mbox",
        "post",
        ALL + "/simulate",
        Map.of(),
        List.of(
            Part.Field.file("mail", "The sample"),
            Part.Field.optionalLines(
                "other", "Another policy, to see what it would change; empty: none", other)),
        "Simulate",
        "");
  }

  private Console.Done simulate(Actor actor, Upload upload) {
    List<Part> parts = new ArrayList<>();
    Status status = Status.OK_200;
    String other = upload.get("other");
    try {
      PolicyDesk.Simulated simulated = desk.simulate(actor, other, upload.octets("mail"));
      parts.add(new Part.Notice(simulated.summary()));
      if (!other.isBlank()) {
        parts.add(
            new Grid(
                "What would change",
                List.of("Direction", "Now", "Then", "Messages", "Recipients", "Such as"),
                simulated.changes().stream().map(row -> row(row, true)).toList(),
                "The other policy would change nothing.",
                ""));
      }
      parts.add(
          new Grid(
              "What the policy in force does",
              List.of("Direction", "Rule and outcome", "Messages", "Recipients", "Such as"),
              simulated.now().stream().map(row -> row(row, false)).toList(),
              "No message with a recipient is in the sample.",
              ""));
    } catch (IllegalArgumentException e) {
      status = Status.BAD_REQUEST_400;
      parts.add(new Part.Problem(String.valueOf(e.getMessage())));
    }
    parts.add(sample(other));
    return new Console.Done.Show(
        status,
        new Screen(
            "Policy: simulated", "signet policy simulate --against new.yaml archive.mbox", parts));
  }

  private static List<Cell> row(PolicyDesk.Row row, boolean isChange) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(row.direction()));
    cells.add(Cell.of(row.now()));
    if (isChange) {
      cells.add(Cell.of(row.then()));
    }
    cells.add(Cell.number(row.messages()));
    cells.add(Cell.number(row.recipients()));
    cells.add(Cell.of(row.example()));
    return cells;
  }

  private Console.Done explain(Actor actor, Form form) {
    List<Part> parts = new ArrayList<>();
    Status status = Status.OK_200;
    try {
      for (PolicyDesk.Explained one :
          desk.explain(actor, form.get("from"), form.get("to"), form.get("message"))) {
        parts.add(
            new Part.Verbatim(
                one.recipient() + ": " + one.outcome(), String.join("\n", one.lines())));
      }
    } catch (IllegalArgumentException e) {
      status = Status.BAD_REQUEST_400;
      parts.add(new Part.Problem(String.valueOf(e.getMessage())));
    }
    parts.add(ask(form.get("from"), form.get("to"), form.get("message")));
    return new Console.Done.Show(
        status, new Screen("Policy: explained", "signet policy explain message.eml", parts));
  }
}
