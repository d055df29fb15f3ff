package org.signetmail.app.command;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Portal;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet enrol invite}: a mail with a link and a code, so that a browser makes the keys. */
@Command(
    name = "invite",
    header = {"Example: signet enrol invite alice@example.com --name \"Alice Example\"", ""},
    description = "Invites somebody to the portal by mail; who is enrolled can make new keys.")
final class EnrolInviteCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
  private String address = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "As it stands in certificates; of who is known already it stays.")
  private @Nullable String name;

  @Option(names = "--group", description = "A group for policy and rollout; repeatable.")
  private Set<String> groups = new HashSet<>();

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
      Mailbox mailbox = organization.ourMailbox(address);
      Optional<Person> known = organization.store().people().find(mailbox);
      String called = called(mailbox, known);
      Invitation invitation =
          organization
              .enrolment()
              .invite(
                  mailbox,
                  called,
                  groups.isEmpty() ? known.map(Person::groups).orElse(Set.of()) : groups);
      new Portal(organization)
          .send(
              invitation,
              called,
              portal == null ? Portal.address(organization.configuration()) : checked(portal));
      System.out.println(mailbox + " is invited until " + invitation.expires());
      System.out.println("The invitation goes out by mail while 'signet up' runs");
    }
    return ExitCode.DONE.number();
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
