package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PersonCeremony;
import org.signetmail.app.organization.PersonCeremony.Occasion;
import org.signetmail.app.organization.SelfRecoveryDesk;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet enrol}: certificates for people. */
@Command(
    name = "enrol",
    header = {"Example: signet enrol new alice@example.com -o alice.p12", ""},
    description = "Certificates for people: invite, new, replace, load, code, requests, outside.",
    subcommands = {
      EnrolInviteCommand.class,
      EnrolCommand.New.class,
      EnrolCommand.Replace.class,
      EnrolLoadCommand.class,
      EnrolCodeCommand.class,
      EnrolDecideCommand.Requests.class,
      EnrolDecideCommand.Approve.class,
      EnrolDecideCommand.Deny.class,
      OutsideCommand.class
    })
final class EnrolCommand extends CommandGroup {
  /** What both have in common: whose keys, where they go, and who vouches. */
  static final class Common {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Password password = new Password();
    @Mixin private GatewayReads gateway = new GatewayReads();

    @Parameters(
        paramLabel = "ADDRESS",
        description = "The person's mailbox; see 'signet user add'.")
    private String address = "";

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "KEYS.p12",
        description =
            "The person's PKCS#12: both keys, under the password. Nothing else has the"
                + " signing key.")
    private Path output = Path.of("");

    @Option(names = "--code", description = "The invitation code that came to the mailbox.")
    private @Nullable String code;

    @Option(
        names = "--vouched-by",
        paramLabel = "ADDRESS",
        description = "The administrator who knows the person, instead of a code.")
    private @Nullable String administrator;

    Integer enrol(Occasion occasion) throws Exception {
      char[] secret = password.obtain(output.toString());
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        Person person =
            organization
                .store()
                .people()
                .find(mailbox)
                .orElseThrow(() ->
                    Failure.usage(mailbox + ": is nobody here; add them with 'signet user add'"));
        PersonalKeys keys =
            new PersonCeremony(organization)
                .enrol(mailbox, person.name(), proof(), occasion, gateway.consent());
        PrivateFiles.write(output, keys.keyFile(secret));
        System.out.println(mailbox + " is enrolled; keys and certificates are in " + output);
        System.out.println(
            "  signing     "
                + keys.signing().certificate().serialHex()
                + "  key made here, sent nowhere");
        System.out.println(
            "  encryption  "
                + keys.decryption().certificate().serialHex()
                + "  key archived, "
                + organization.archiving().quorum().required()
                + " of "
                + organization.archiving().quorum().officers()
                + " officers together can bring it back");
        if (organization.mailing().keyRing().opens(keys.decryption().certificate())) {
          System.out.println("  the gateway opens mail to it; the key is in its ring too");
        }
        if (organization.configuration().archive().recovery().selfRecovery()
            == RecoveryPolicy.SelfRecovery.ALLOWED) {
          try (RecoveryCode code = RecoveryCode.random(organization.random())) {
            SelfRecoveryDesk desk = new SelfRecoveryDesk(organization);
            int set = desk.set(keys.signing(), List.of(keys.decryption()), code);
            RecoverySelfCommand.show(code, set);
          }
        }
      }
      return ExitCode.DONE.number();
    }

    private Proof proof() {
      if (code != null) {
        return new Proof.MailReply(code);
      }
      if (administrator != null) {
        return new Proof.AdministratorVouches(Mailbox.of(administrator));
      }
      throw Failure.usage(
          "enrol: needs a proof; give --code from the invitation, or --vouched-by ADMINISTRATOR");
    }
  }

  @Command(
      name = "new",
      header = {
        "Example: signet enrol new --vouched-by admin@example.com -o alice.p12"
            + " alice@example.com",
        ""
      },
      description = "First certificates for somebody who was added.")
  static final class New implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.enrol(new Occasion.First());
    }
  }

  @Command(
      name = "replace",
      header = {
        "Example: signet enrol replace --vouched-by admin@example.com -o"
            + " bob-2.p12 bob@example.com",
        ""
      },
      description = "New keys and certificates in place of lost ones.")
  static final class Replace implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Option(
        names = "--reason",
        defaultValue = "superseded",
        description =
            "superseded (default), or key-compromise when somebody else may have the keys.")
    private String reason = "superseded";

    @Override
    public Integer call() throws Exception {
      Revocation.Reason why =
          switch (reason.toLowerCase(Locale.ROOT)) {
            case "superseded" -> Revocation.Reason.SUPERSEDED;
            case "key-compromise" -> Revocation.Reason.KEY_COMPROMISE;
            default ->
                throw Failure.usage("--reason " + reason + ": one of superseded, key-compromise");
          };
      return common.enrol(new Occasion.Replacement(why));
    }
  }
}
