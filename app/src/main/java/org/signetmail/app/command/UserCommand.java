package org.signetmail.app.command;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Departure;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.Resumption;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet user}: the people of the organisation. */
@Command(
    name = "user",
    header = {"Example: signet user add alice@example.com --name \"Alice Example\"", ""},
    description = "People: add, import, list, show, password, passkey, suspend, resume, leave.",
    subcommands = {
      UserCommand.Add.class,
      UserImportCommand.class,
      UserCommand.ListThem.class,
      UserCommand.Show.class,
      UserPasswordCommand.class,
      UserPasskeyCommand.class,
      UserCommand.Suspend.class,
      UserCommand.Resume.class,
      UserCommand.Leave.class
    })
final class UserCommand extends CommandGroup {
  private static final int PAGE = 500;

  @Command(
      name = "add",
      header = {"Example: signet user add alice@example.com --name \"Alice Example\"", ""},
      description = "Adds somebody, with an invitation code for their mailbox.")
  static final class Add implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Option(names = "--name", required = true, description = "As it stands in certificates.")
    private String name = "";

    @Option(names = "--group", description = "A group for policy and rollout; repeatable.")
    private Set<String> groups = new HashSet<>();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        Invitation invitation = organization.enrolling().enrolment().invite(mailbox, name, groups);
        System.out.println(mailbox + " is invited until " + invitation.expires());
        System.out.println(
            "Next, on the person's side: signet enrol new " + mailbox + " -o KEYS.p12");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet user list", ""},
      description = "Lists everybody, in order of address.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        if (json) {
          Json.print(
              System.out,
              out -> {
                out.writeStartArray();
                each(
                    organization,
                    person -> {
                      out.writeStartObject();
                      out.writeStringProperty("mailbox", person.mailbox().toString());
                      out.writeStringProperty("name", person.name());
                      out.writeStringProperty("state", word(person));
                      out.writeEndObject();
                    });
                out.writeEndArray();
              });
        } else {
          Table table = new Table("address", "name", "state", "since");
          each(
              organization,
              person ->
                  table.row(
                      person.mailbox().toString(),
                      person.name(),
                      word(person),
                      person.since().toString()));
          table.print(System.out, "nobody yet; add the first with 'signet user add'");
        }
      }
      return ExitCode.DONE.number();
    }

    private static void each(
        Organization organization, java.util.function.Consumer<Person> consumer) {
      List<Person> page = organization.store().people().page("", PAGE);
      while (!page.isEmpty()) {
        page.forEach(consumer);
        page = organization.store().people().page(page.getLast().mailbox().key(), PAGE);
      }
    }
  }

  @Command(
      name = "show",
      header = {"Example: signet user show alice@example.com", ""},
      description = "Shows a person and all certificates, newest first.")
  static final class Show implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        Person person =
            organization.store().people().find(mailbox).orElseThrow(() -> nobody(mailbox));
        System.out.println(person.name() + " <" + mailbox + ">, " + word(person));
        Table table = new Table("certificate", "serial", "until", "state");
        for (CertificateRecord record : organization.store().certificates().ofOwner(mailbox)) {
          table.row(
              record.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
              record.certificate().serialHex(),
              record.certificate().notAfter().toString(),
              record.revocation().map(r -> "revoked " + r.at()).orElse("valid"));
        }
        table.print(
            System.out, "no certificate yet; 'signet enrol new " + mailbox + "' makes them");
        System.out.println(
            organization.store().archive().ofOwner(mailbox).size() + " archived encryption keys");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "suspend",
      header = {"Example: signet user suspend alice@example.com", ""},
      description = "Puts all certificates of a person on hold.")
  static final class Suspend implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        return report(mailbox, organization.enrolling().enrolment().suspend(mailbox));
      }
    }
  }

  @Command(
      name = "resume",
      header = {"Example: signet user resume alice@example.com", ""},
      description = "Takes a suspension back: certificates count again.")
  static final class Resume implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        Resumption back =
            organization
                .enrolling()
                .enrolment()
                .resume(mailbox)
                .orElseThrow(() ->
                    new Failure(
                        ExitCode.FAILED,
                        mailbox + ": is not suspended; 'signet user show' says what they are"));
        System.out.println(
            mailbox
                + " is "
                + word(back.person())
                + "; "
                + back.released().size()
                + " certificates count again");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "leave",
      header = {"Example: signet user leave alice@example.com", ""},
      description = "Ends everything of a person; archived keys stay.")
  static final class Leave implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        return report(mailbox, organization.enrolling().enrolment().leave(mailbox));
      }
    }
  }

  private static Integer report(Mailbox mailbox, Optional<Departure> departure) {
    Departure done = departure.orElseThrow(() -> nobody(mailbox));
    System.out.println(
        mailbox
            + " is "
            + word(done.person())
            + "; "
            + done.ended().size()
            + " certificates ended");
    done.findings().forEach(finding -> System.out.println("  " + finding.line()));
    return ExitCode.DONE.number();
  }

  private static Failure nobody(Mailbox mailbox) {
    return new Failure(
        ExitCode.FAILED, mailbox + ": is nobody here; 'signet user list' shows everybody");
  }

  private static String word(Person person) {
    return person.state().name().toLowerCase(java.util.Locale.ROOT);
  }
}
