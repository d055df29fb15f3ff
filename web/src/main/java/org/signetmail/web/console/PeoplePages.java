package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.PeopleDesk;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Mailbox;
import org.signetmail.web.page.Form;

/** {@code /console/people}: search, page by page; inviting and suspending. */
final class PeoplePages {
  static final String ALL = "/console/people";
  private static final String ONE = "/console/people/one";
  private static final int LONGEST = 200;

  private final PeopleDesk desk;
  private final InvitationPost post;
  private final InstantSource clock;

  PeoplePages(PeopleDesk desk, InvitationPost post, InstantSource clock) {
    this.desk = desk;
    this.post = post;
    this.clock = clock;
  }

  void route(Console console, HttpRouting.Builder routing) {
    console.page(routing, ALL, this::all);
    console.page(
        routing,
        ONE,
        (actor, request) ->
            new PersonScreen(desk, clock)
                .screen(
                    actor, mailbox(request.query().first("mailbox").orElse("")), done(request)));
    console.act(routing, ALL + "/invite", this::invite);
    console.act(routing, ALL + "/suspend", this::suspend);
    console.act(routing, ALL + "/resume", this::resume);
  }

  private Screen all(Actor actor, ServerRequest request) {
    String text = shortened(request.query().first("q").orElse("").strip());
    Grid people =
        text.isEmpty()
            ? new PeopleTable(desk).page(actor, request)
            : PeopleTable.found(request, desk.matching(actor, text));
    return all(actor, text, people, List.of());
  }

  private static Screen all(Actor actor, String text, Grid people, List<Part> first) {
    List<Part> parts = new ArrayList<>(first);
    parts.add(
        new Part.Ask(
            "",
            "",
            "get",
            ALL,
            Map.of(),
            List.of(Part.Field.optional("q", "Words of a name or an address begin with", text)),
            "Find",
            "quiet-find"));
    if (!text.isEmpty() && people.rows().size() == PeopleDesk.PAGE) {
      parts.add(
          new Part.Prose(
              "The first " + PeopleDesk.PAGE + " are shown; write more of the name to see fewer."));
    }
    parts.add(people);
    if (actor.may(Right.CHANGE_PEOPLE)) {
      parts.add(
          new Part.Ask(
              "Invite somebody",
              "A letter with a link and a code goes to the mailbox; the code is good for a day."
                  + " From a shell: signet enrol invite bob@example.com --name \"Bob Example\"",
              "post",
              ALL + "/invite",
              Map.of(),
              List.of(
                  Part.Field.line("mailbox", "E-mail address", ""),
                  Part.Field.line("name", "Name, as it stands in certificates", ""),
                  Part.Field.optional("groups", "Groups, with commas between", "")),
              "Send the invitation",
              ""));
    }
    return new Screen("People", "signet user list", parts);
  }

  private Console.Done invite(Actor actor, Form form) {
    Mailbox mailbox = mailbox(form.get("mailbox"));
    String name = shortened(form.get("name").strip());
    Set<String> groups =
        Stream.of(form.get("groups").split(",", -1))
            .map(String::strip)
            .filter(group -> !group.isEmpty())
            .collect(Collectors.toSet());
    Optional<Invitation> invitation =
        name.isEmpty() ? Optional.empty() : desk.invite(actor, mailbox, name, groups);
    if (invitation.isEmpty()) {
      return new Console.Done.Show(
          Status.BAD_REQUEST_400,
          all(
              actor,
              "",
              new PeopleTable(desk).first(actor),
              List.of(
                  new Part.Problem(
                      mailbox
                          + " was not invited: a name is needed, and an address in one of our"
                          + " domains (domains in signet.yaml)."))));
    }
    post.send(invitation.get(), name);
    return new Console.Done.GoTo(address(mailbox) + "&done=invited");
  }

  private Console.Done suspend(Actor actor, Form form) {
    Mailbox mailbox = mailbox(form.get("mailbox"));
    if (!form.get("confirm").strip().equalsIgnoreCase(mailbox.toString())) {
      return new Console.Done.Show(
          Status.BAD_REQUEST_400,
          new PersonScreen(desk, clock)
              .screen(
                  actor,
                  mailbox,
                  List.of(
                      new Part.Problem(
                          "What you typed is not " + mailbox + ". Nothing was changed."))));
    }
    var _ = desk.suspend(actor, mailbox).orElseThrow(() -> nobody(mailbox));
    return new Console.Done.GoTo(address(mailbox) + "&done=suspended");
  }

  private Console.Done resume(Actor actor, Form form) {
    Mailbox mailbox = mailbox(form.get("mailbox"));
    var _ = desk.resume(actor, mailbox).orElseThrow(() -> nobody(mailbox));
    return new Console.Done.GoTo(address(mailbox) + "&done=resumed");
  }

  private static List<Part> done(ServerRequest request) {
    return switch (request.query().first("done").orElse("")) {
      case "invited" -> List.of(new Part.Notice("Invited. The letter goes out in a moment."));
      case "suspended" ->
          List.of(new Part.Notice("Suspended. The revocation list says so already."));
      case "resumed" -> List.of(new Part.Notice("The suspension is taken back."));
      default -> List.of();
    };
  }

  private static Console.NothingThere nobody(Mailbox mailbox) {
    return new Console.NothingThere(mailbox + " is nobody to whom this can be done now.");
  }

  private static Mailbox mailbox(String address) {
    try {
      return Mailbox.of(address.strip());
    } catch (IllegalArgumentException e) {
      throw noAddress(address);
    }
  }

  private static Console.NothingThere noAddress(String text) {
    return new Console.NothingThere(shortened(text) + " is no e-mail address (RFC 5321).");
  }

  static String address(Mailbox mailbox) {
    return ONE + "?mailbox=" + encoded(mailbox.toString());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  static String word(Person.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static String shape(Person.State state) {
    return switch (state) {
      case INVITED -> "open";
      case ACTIVE -> "filled";
      case SUSPENDED -> "broken";
      case LEFT -> "empty";
    };
  }
}
