package org.signetmail.web.console;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.CaseRegister;
import org.signetmail.web.page.Words;

/** {@code /console/recoveries}: who asked for whose keys, and what became of it. */
final class RecoveryPages {
  private static final String ALL = "/console/recoveries";
  private static final String ONE = "/console/recoveries/one";

  private final CaseRegister register;

  RecoveryPages(CaseRegister register) {
    this.register = register;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, this::all);
    console.page(routing, ONE, this::one);
  }

  private Screen all(Actor actor, ServerRequest request) {
    return new Screen(
        "Recoveries",
        "signet recovery list",
        List.of(
            new Part.Prose(
                "Officers decide with their own keys, which are on no server: signet recovery"
                    + " approve CASE --key you.p12."),
            Grid.sorted(
                request,
                "case",
                "",
                List.of("Case", "Asked", "Whose keys", "By whom", "For whom", "State"),
                register.newest(actor).stream()
                    .map(one ->
                        List.of(
                            Cell.of(one.id()).to(ONE + "?id=" + one.id()),
                            Cell.minute(one.requestedAt()),
                            Cell.of(one.owner()),
                            Cell.of(one.requester()),
                            Cell.of(one.receiver().word()),
                            state(one)))
                    .toList(),
                "Nobody ever asked. 'signet recovery request' opens the first case.")));
  }

  private Screen one(Actor actor, ServerRequest request) {
    String id = request.query().first("id").orElse("");
    CaseRegister.Traced traced =
        register
            .find(actor, id)
            .orElseThrow(() -> new Console.NothingThere("There is no case of this name."));
    RecoveryCase one = traced.recovery();
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(
        List.of(
            Cell.of(Words.minute(one.requestedAt())),
            Cell.of("asked by " + one.requester()),
            leaf(traced, 0)));
    for (int i = 0; i < one.steps().size(); i++) {
      Step step = one.steps().get(i);
      rows.add(List.of(Cell.of(Words.minute(step.at())), Cell.of(step(step)), leaf(traced, i + 1)));
    }
    return new Screen(
        "Case " + one.id(),
        "signet recovery show " + one.id(),
        List.of(
            new Part.Facts(
                "",
                List.of(
                    new Part.Fact("State", state(one)),
                    new Part.Fact("Whose keys", Cell.of(one.owner())),
                    new Part.Fact("How many", Cell.number(one.keys().size())),
                    new Part.Fact("By whom", Cell.of(one.requester())),
                    new Part.Fact("Why", Cell.of(one.reason())),
                    new Part.Fact(
                        "Reference",
                        Cell.of(one.legalReference().isEmpty() ? "none" : one.legalReference())),
                    new Part.Fact("For whom", Cell.of(receiver(one.receiver()))))),
            new Grid("What happened", List.of("When", "What", "Leaf"), rows, "", "")));
  }

  private static Cell leaf(CaseRegister.Traced traced, int place) {
    return place < traced.leaves().size() ? Cell.code(traced.leaves().get(place)) : Cell.of("none");
  }

  private static String receiver(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Owner _ -> "the owner, under a new certificate";
      case Receiver.OwnerWithCode _ -> "the owner, with a recovery code";
      case Receiver.Station station ->
          "an investigation: "
              + station.certificate().displayName()
              + ", which opens messages in scope and gives out no key";
    };
  }

  private static Cell state(RecoveryCase one) {
    if (one.steps().isEmpty()) {
      return Cell.of("waits for the officers").marked("open");
    }
    Step last =
        one.steps().stream()
            .filter(step -> !(step instanceof Step.Told))
            .reduce((before, after) -> after)
            .orElse(one.steps().getLast());
    return switch (last) {
      case Step.Released _ -> Cell.of("released").marked("filled");
      case Step.Denied _, Step.Rejected _ -> Cell.of("refused").marked("broken");
      case Step.Withdrawn _, Step.Expired _ -> Cell.of("ended").marked("empty");
      case Step.Approved _, Step.Refused _, Step.Told _ -> Cell.of("in progress").marked("open");
    };
  }

  private static String step(Step step) {
    return switch (step) {
      case Step.Approved approved ->
          "approved by officer " + Words.grouped(approved.officer().hex().substring(0, 16));
      case Step.Rejected rejected -> "refused at once: " + rejected.why();
      case Step.Denied denied ->
          "denied by officer "
              + Words.grouped(denied.officer().hex().substring(0, 16))
              + ": "
              + denied.why();
      case Step.Withdrawn withdrawn -> "withdrawn by " + withdrawn.by();
      case Step.Refused refused -> "a try of " + refused.to() + " was refused: " + refused.why();
      case Step.Released released -> "released to " + released.to();
      case Step.Expired _ -> "ended, nobody collected";
      case Step.Told _ -> "the owner was told";
    };
  }
}
