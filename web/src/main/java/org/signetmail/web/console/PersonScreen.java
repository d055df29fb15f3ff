package org.signetmail.web.console;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.PeopleDesk;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.pkix.Mailbox;
import org.signetmail.web.page.Words;

/** One person: what is known, certificates, archived keys, and what can be done. */
final class PersonScreen {
  private final PeopleDesk desk;
  private final InstantSource clock;

  PersonScreen(PeopleDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  Screen screen(Actor actor, Mailbox mailbox, List<Part> first) {
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
                    Cell.of(
                            PeoplePages.word(person.state())
                                + " since "
                                + Words.minute(person.since()))
                        .marked(PeoplePages.shape(person.state()))),
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
            PeoplePages.ALL + "/invite",
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
                  PeoplePages.ALL + "/resume",
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
                  PeoplePages.ALL + "/suspend",
                  who,
                  List.of(Part.Field.line("confirm", "Type the address to go on", "")),
                  "Suspend",
                  "danger"));
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
}
