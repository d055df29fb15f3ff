package org.signetmail.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.OutsideAnswer;
import org.signetmail.app.organization.OutsideCeremony;
import org.signetmail.app.organization.OutsideKeys;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet enrol outside}: people's certificates from somebody else's authority. */
@Command(
    name = "outside",
    header = {"Example: signet enrol outside begin alice@example.com --for signing", ""},
    description = {
      "Certificates from an authority outside that speaks ACME (RFC 8555) and proves mailboxes by",
      "a mail that is answered (RFC 8823): account once, then begin, answer, finish."
    },
    subcommands = {
      OutsideAccountCommand.class,
      OutsideCommand.Begin.class,
      OutsideCommand.Answer.class,
      OutsideCommand.Finish.class,
      OutsideCommand.Cancel.class,
      OutsideCommand.Renewal.class
    })
final class OutsideCommand extends CommandGroup {
  @Command(
      name = "begin",
      header = {"Example: signet enrol outside begin alice@example.com --for signing", ""},
      description = "Orders a certificate; the authority then sends a mail.")
  static final class Begin implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Option(
        names = "--for",
        required = true,
        paramLabel = "USE",
        description = "signing or encryption: each key has one use, so each has an order.")
    private String use = "";

    @Override
    public Integer call() throws Exception {
      boolean isForEncryption =
          switch (use) {
            case "signing" -> false;
            case "encryption" -> true;
            default -> throw Failure.usage("--for " + use + ": one of signing, encryption");
          };
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        PlacedOrder placed = new OutsideCeremony(organization).begin(mailbox, isForEncryption);
        if (placed.challenge().isEmpty()) {
          System.out.println("The authority knows the mailbox already; no mail will come");
          System.out.println("Next: signet enrol outside finish " + mailbox + " -o KEYS.p12");
        } else {
          System.out.println(
              "Ordered. A mail from " + placed.challenge().get().from() + " comes to " + mailbox);
          System.out.println(
              "Next: save it as it came, then: signet enrol outside answer CHALLENGE.eml");
        }
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "answer",
      header = {"Example: signet enrol outside answer challenge.eml", ""},
      description = "Checks the authority's mail and answers it, once.")
  static final class Answer implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Input input = new Input();

    @Option(
        names = "--reply-out",
        paramLabel = "FILE",
        description = {
          "Write the answer here instead of sending it: the person sends it, as it is, from",
          "their own mailbox, before finish."
        })
    private @Nullable Path replyOut;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        OutsideAnswer answer = new OutsideAnswer(organization);
        Mailbox mailbox = input.work(Spool.standard(), message -> answer.to(message, replyOut));
        System.out.println(
            replyOut == null
                ? "Answered for " + mailbox
                : "The answer is in " + replyOut + "; send it from " + mailbox);
        System.out.println("Next: signet enrol outside finish " + mailbox + " -o KEYS.p12");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "finish",
      header = {"Example: signet enrol outside finish alice@example.com -o alice.p12", ""},
      description = {
        "Waits for the authority, makes the key, and gets the certificate. An encryption key goes",
        "into our archive before the authority is asked."
      })
  static final class Finish implements Callable<Integer> {
    private static final int LONGEST_WAIT = 3_600;

    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Password password = new Password();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "KEYS.p12",
        description = "The person's PKCS#12, under the password.")
    private Path output = Path.of("");

    @Option(
        names = "--with",
        paramLabel = "KEYS.p12",
        description = "The person's other keys, under the same password: they come along.")
    private @Nullable Path others;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        defaultValue = "60",
        description = "How long to wait for each decision of the authority (default 60).")
    private int seconds = 60;

    @Override
    public Integer call() throws Exception {
      if (seconds < 1 || seconds > LONGEST_WAIT) {
        throw Failure.usage("--wait " + seconds + ": want 1 to " + LONGEST_WAIT + " seconds");
      }
      char[] secret = password.obtain(output.toString());
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        OutsideKeys keys = new OutsideKeys(output, secret, Optional.ofNullable(others));
        OutsideCertificates.Outcome.Taken taken =
            new OutsideCeremony(organization).finish(mailbox, keys, Duration.ofSeconds(seconds));
        Certificate certificate = taken.path().getFirst();
        System.out.println(
            mailbox
                + " has a certificate of "
                + certificate.issuer()
                + ", serial "
                + certificate.serialHex()
                + ", until "
                + certificate.notAfter());
        System.out.println("  key and certificate are in " + output);
        taken.findings().forEach(finding -> System.out.println("  note: " + finding.line()));
        System.out.println("Restart 'signet up', so that it counts for mail to this person.");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "cancel",
      header = {"Example: signet enrol outside cancel alice@example.com", ""},
      description = "Gives an order up.")
  static final class Cancel implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        new OutsideCeremony(organization).cancel(mailbox);
        System.out.println("No order waits for " + mailbox + " any more");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "renewal",
      header = {"Example: signet enrol outside renewal alice@example.com", ""},
      description = "Asks the authority when it wants a person's certificates replaced (RFC 9773).")
  static final class Renewal implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "The person's mailbox.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Mailbox mailbox = organization.ourMailbox(address);
        Table table = new Table("serial", "for", "ends", "replace from", "to");
        for (CertificateRecord record : organization.store().certificates().ofOwner(mailbox)) {
          Certificate certificate = record.certificate();
          if (organization.authority().answersFor(record.issuer())
              || certificate.notAfter().isBefore(organization.now())) {
            continue;
          }
          Optional<OutsideAuthority.RenewalWindow> window =
              new OutsideCeremony(organization).renewal(certificate);
          table.row(
              certificate.serialHex(),
              certificate.maySign() ? "signing" : "encryption",
              certificate.notAfter().toString(),
              window.map(w -> w.start().toString()).orElse("-"),
              window.map(w -> w.end().toString()).orElse("-"));
        }
        table.print(System.out, "no certificate from outside");
      }
      return ExitCode.DONE.number();
    }
  }
}
