package org.signetmail.web.console;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.PeopleDesk;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Mailbox;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Words;

/** {@code /console/people}: search, page by page, one person; inviting and suspending. */
final class PeoplePages {
  private static final String ALL = "/console/people";
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
            one(actor, mailbox(request.query().first("mailbox").orElse("")), done(request)));
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
              "A letter with a link and a code goes to the mailbox; the code is good for a day.",
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

  private Screen one(Actor actor, Mailbox mailbox, List<Part> first) {
    PeopleDesk.Whole whole =
        desk.find(actor, mailbox)
            .orElseThrow(() ->
                new Console.NothingThere(mailbox + " is nobody here; look among the people."));
    Person person = whole.person();
    Instant now = clock.instant();
    List<Part> parts = new ArrayList<>(first);
    parts.add(
        new Part.Facts(
            "",
            List.of(
                new Part.Fact("Name", Cell.of(person.name())),
                new Part.Fact(
                    "State",
                    Cell.of(word(person.state()) + " since " + Words.minute(person.since()))
                        .marked(shape(person.state()))),
                new Part.Fact(
                    "Groups",
                    Cell.of(
                        person.groups().stream().sorted().collect(Collectors.joining(", ")))))));
    parts.add(
        new Grid(
            "Certificates",
            List.of("Serial number", "For", "Until", "State"),
            whole.certificates().stream().map(record -> row(record, now)).toList(),
            "None yet; they come when the person follows the invitation.",
            ""));
    parts.add(
        new Grid(
            "Keys in the archive",
            List.of("Key", "Kept since", "Comes back by"),
            whole.keys().stream()
                .map(receipt ->
                    List.of(
                        Cell.code(Words.grouped(receipt.keyId().hex().substring(0, 16))),
                        Cell.minute(receipt.archivedAt()),
                        Cell.of(receipt.quorum() + " of " + receipt.shares() + " officers")))
                .toList(),
            "None; every encryption key is archived before its certificate is issued.",
            ""));
    if (actor.may(Right.CHANGE_PEOPLE)) {
      parts.addAll(acts(person));
    }
    return new Screen(mailbox.toString(), "signet user show " + mailbox, parts);
  }

  private static List<Part> acts(Person person) {
    Map<String, String> who = Map.of("mailbox", person.mailbox().toString());
    Part.Ask invite =
        new Part.Ask(
            "Invite again",
            "For somebody who lost the letter, or lost their keys. Certificates of now stay until"
                + " new ones take their place. From a shell: signet enrol invite "
                + person.mailbox(),
            "post",
            ALL + "/invite",
            Map.of(
                "mailbox",
                person.mailbox().toString(),
                "name",
                person.name(),
                "groups",
                String.join(",", person.groups())),
            List.of(),
            "Send an invitation",
            "");
    return switch (person.state()) {
      case SUSPENDED ->
          List.of(
              new Part.Ask(
                  "Take the suspension back",
                  "Certificates that are on hold count again. From a shell: signet user resume "
                      + person.mailbox(),
                  "post",
                  ALL + "/resume",
                  who,
                  List.of(),
                  "Take it back",
                  ""));
      case LEFT -> List.of(invite);
      case INVITED, ACTIVE ->
          List.of(
              invite,
              new Part.Ask(
                  "Suspend",
                  "Puts every certificate on hold at once; it can be taken back. signet user"
                      + " suspend "
                      + person.mailbox(),
                  "post",
                  ALL + "/suspend",
                  who,
                  List.of(Part.Field.line("confirm", "Type the address to go on", "")),
                  "Suspend",
                  "danger"));
    };
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
          one(
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

  /** One certificate of somebody, in a row. */
  static List<Cell> row(CertificateRecord record, Instant now) {
    return List.of(
        Cell.code(Words.grouped(record.certificate().serialHex()))
            .to("/console/certificates/one?serial=" + record.certificate().serialHex()),
        Cell.of(CertificatePages.kind(record)),
        Cell.day(record.certificate().notAfter()),
        CertificatePages.state(record, now));
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
