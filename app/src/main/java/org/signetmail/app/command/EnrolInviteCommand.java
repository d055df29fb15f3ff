package org.signetmail.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Portal;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet enrol invite}: a mail with a link and a code, so that a browser makes the keys. */
@Command(
    name = "invite",
    header = {"Example: signet enrol invite alice@example.com --name \"Alice Example\"", ""},
    description = {
      "Invites somebody to the portal by mail; who is enrolled can make new keys. Without ADDRESS,"
          + " a",
      "wave: those of --group, or of all, who were added and have no certificates yet."
    })
final class EnrolInviteCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "The person's mailbox.")
  private @Nullable String address;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "As it stands in certificates; of who is known already it stays.")
  private @Nullable String name;

  @Option(
      names = "--group",
      description = "With ADDRESS, a group for the person; without, whom to invite; repeatable.")
  private Set<String> groups = new HashSet<>();

  @Option(names = "--everybody", description = "A wave of all groups.")
  private boolean everybody;

  @Option(names = "--at-most", paramLabel = "N", description = "So many in this wave.")
  private int most = Integer.MAX_VALUE;

  @Option(
      names = "--after",
      paramLabel = "ADDRESS",
      description = "Goes on after the last one of a wave; waves are in order of address.")
  private @Nullable String after;

  @Option(
      names = "--portal",
      paramLabel = "URL",
      description =
          "Where browsers find the portal, such as https://mail.example.com; else portal.address,"
              + " or the host of public-url and the port of listen.https.")
  private @Nullable String portal;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      String where =
          portal == null ? Portal.address(organization.configuration()) : checked(portal);
      if (address != null) {
        one(organization, organization.ourMailbox(address), where);
      } else {
        wave(organization, where);
      }
      System.out.println("Invitations go out by mail while 'signet up' runs");
    }
    return ExitCode.DONE.number();
  }

  private void one(Organization organization, Mailbox mailbox, String where) throws IOException {
    Optional<Person> known = organization.store().people().find(mailbox);
    String called = called(mailbox, known);
    Set<String> inGroups = groups.isEmpty() ? known.map(Person::groups).orElse(Set.of()) : groups;
    Invitation invitation = organization.enrolling().enrolment().invite(mailbox, called, inGroups);
    new Portal(organization).send(invitation, called, where);
    System.out.println(mailbox + " is invited until " + invitation.expires());
  }

  private void wave(Organization organization, String where) throws IOException {
    if (groups.isEmpty() == !everybody || most < 1) {
      throw Failure.usage(
          "enrol invite: needs ADDRESS, or --group GROUP, or --everybody; and --at-most 1 or more");
    }
    Enrolment enrolment = organization.enrolling().enrolment();
    Portal letters = new Portal(organization);
    PersonStore people = organization.store().people();
    Instant first = organization.now();
    String last = after == null ? "" : Mailbox.of(after).key();
    long looked = 0;
    int sent = 0;
    try (Rate rate = new Rate("invite", "people")) {
      long all = people.count();
      List<Person> page = people.page(last, PAGE);
      while (!page.isEmpty() && sent < most) {
        for (Person person : page) {
          if (sent == most) {
            break;
          }
          if (isOfWave(person)) {
            letters.send(
                enrolment.invite(person.mailbox(), person.name(), person.groups()),
                person.name(),
                where);
            sent++;
          }
          last = person.mailbox().key();
          rate.of(++looked, Math.max(0, all - looked));
        }
        page = people.page(last, PAGE);
      }
      System.out.println(
          sent
              + " are invited, their codes good for a day from "
              + first
              + (page.isEmpty() ? "" : "; go on with --after " + last));
    }
  }

  private boolean isOfWave(Person person) {
    return person.state() == Person.State.INVITED
        && (everybody || !Collections.disjoint(groups, person.groups()));
  }

  private String called(Mailbox mailbox, Optional<Person> known) {
    if (name != null) {
      return name;
    }
    return known
        .map(Person::name)
        .orElseThrow(() ->
            Failure.usage(
                mailbox
                    + ": is nobody here yet; give --name as it shall stand in"
                    + " certificates"));
  }

  private static String checked(String url) {
    if (!url.matches("https://[^/?#\\s]+(/[^?#\\s]*[^/?#\\s])?")) {
      throw Failure.usage(
          "--portal "
              + url
              + ": is no https address without a slash at its end; write"
              + " https://mail.example.com");
    }
    return url;
  }
}
