package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.RequestDecisions;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.RequestDesk;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Words;

/** {@code /console/requests}: what waits for a word, and the word. */
final class RequestPages {
  private static final String ALL = "/console/requests";
  private static final int SHOWN = 16; // characters of a key's name, as the command shows it

  private final RequestDesk desk;

  RequestPages(RequestDesk desk) {
    this.desk = desk;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(
        routing,
        ALL,
        (actor, request) ->
            all(
                actor,
                request,
                switch (request.query().first("done").orElse("")) {
                  case "approved" ->
                      List.of(
                          new Part.Notice("Approved. The certificate comes with the next ask."));
                  case "denied" -> List.of(new Part.Notice("Denied."));
                  default -> List.of();
                }));
    console.page(routing, ALL + "/one", this::one);
    console.act(routing, ALL + "/decide", this::decide);
  }

  private Screen all(Actor actor, ServerRequest request, List<Part> first) {
    List<Part> parts = new ArrayList<>(first);
    parts.add(
        Grid.sorted(
            request,
            "request",
            "",
            List.of("Request", "Address", "For", "Since"),
            desk.waiting(actor).stream()
                .map(waits ->
                    List.of(
                        Cell.code(waits.key().hex().substring(0, SHOWN)).to(address(waits)),
                        Cell.of(waits.mailbox()),
                        Cell.of(kind(waits)),
                        Cell.minute(waits.asked())))
                .toList(),
            "None waits. Requests by EST and SCEP come here where 'approval: administrator' stands"
                + " under enrolment in signet.yaml."));
    return new Screen("Requests", "signet enrol requests", parts);
  }

  private Screen one(Actor actor, ServerRequest request) {
    PendingRequest waits =
        find(
            actor,
            request.query().first("key").orElse(""),
            request.query().first("kind").orElse(""));
    return one(waits, List.of());
  }

  private static Screen one(PendingRequest waits, List<Part> first) {
    String name = waits.key().hex().substring(0, SHOWN);
    List<Part> parts = new ArrayList<>(first);
    parts.add(
        new Part.Facts(
            "",
            List.of(
                new Part.Fact("Address", Cell.of(waits.mailbox())),
                new Part.Fact("For", Cell.of(kind(waits))),
                new Part.Fact("Since", Cell.minute(waits.asked())),
                new Part.Fact("Key", Cell.code(Words.grouped(waits.key().hex()))))));
    Map<String, String> hidden =
        Map.of("key", waits.key().hex(), "kind", waits.kind().name(), "word", "approved");
    parts.add(
        new Part.Ask(
            "Approve",
            "You know that this key is "
                + waits.mailbox()
                + "'s: compare its name with the person by telephone.",
            "post",
            ALL + "/decide",
            hidden,
            List.of(),
            "Approve",
            ""));
    Map<String, String> denied = new java.util.HashMap<>(hidden);
    denied.put("word", "denied");
    parts.add(
        new Part.Ask(
            "Deny",
            "The program that asked hears it when it asks again. From a shell: signet enrol deny "
                + name
                + " --by you@…",
            "post",
            ALL + "/decide",
            denied,
            List.of(),
            "Deny",
            "danger"));
    return new Screen("Request " + name, "signet enrol approve " + name + " --by you@…", parts);
  }

  private Console.Done decide(Actor actor, Form form) {
    PendingRequest waits = find(actor, form.get("key"), form.get("kind"));
    PendingRequest.State state =
        form.get("word").equals("approved")
            ? PendingRequest.State.APPROVED
            : PendingRequest.State.DENIED;
    return switch (desk.decide(actor, waits, state)) {
      case RequestDecisions.Outcome.Decided _ ->
          new Console.Done.GoTo(ALL + "?done=" + state.name().toLowerCase(Locale.ROOT));
      case RequestDecisions.Outcome.OfOneself _ ->
          new Console.Done.Show(
              Status.FORBIDDEN_403,
              one(
                  waits,
                  List.of(
                      new Part.Problem(
                          "This is your own request (S/MIME BR §3.2); let somebody else"
                              + " decide."))));
      case RequestDecisions.Outcome.Before _ -> throw gone();
    };
  }

  private PendingRequest find(Actor actor, String key, String kind) {
    return desk.find(actor, key, kind).orElseThrow(RequestPages::gone);
  }

  private static Console.NothingThere gone() {
    return new Console.NothingThere("This request does not wait any more.");
  }

  private static String address(PendingRequest waits) {
    return ALL + "/one?key=" + waits.key().hex() + "&kind=" + waits.kind().name();
  }

  private static String kind(PendingRequest waits) {
    return waits.kind().name().toLowerCase(Locale.ROOT).replace("person_", "");
  }
}
