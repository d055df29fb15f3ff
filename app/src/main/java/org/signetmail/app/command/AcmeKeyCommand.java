package org.signetmail.app.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.acme.AccountHolder;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet acme key}: what binds an ACME account to somebody (RFC 8555 §7.3.4). */
@Command(
    name = "key",
    header = {"Example: signet acme key alice@example.com", ""},
    description = {
      "Makes a key for external account binding, shown once: for one person, or for a program that",
      "orders for a group, whose people each answer for themselves. It makes one account."
    })
final class AcmeKeyCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(90);

  @Mixin private HomeOption home = new HomeOption();

  @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "The person's mailbox.")
  private @Nullable String address;

  @Option(names = "--group", paramLabel = "NAME", description = "A program for this group.")
  private @Nullable String group;

  @Option(
      names = "--valid",
      paramLabel = "DURATION",
      description = "How long it can make an account; P7D when left out, P90D at most.")
  private Duration validity = Duration.ofDays(7);

  @Override
  public Integer call() throws Exception {
    if (!validity.isPositive() || validity.compareTo(LONGEST) > 0) {
      throw Failure.usage("--valid " + validity + ": is not between nothing and " + LONGEST);
    }
    try (Organization organization = home.open()) {
      ExternalAccounts.Made made =
          organization.enrolling().acmeKeys().make(holder(organization), validity);
      System.out.println("kid " + made.account().id());
      System.out.println("hmac-key " + made.macKey());
      System.err.println(
          "For the ACME client of "
              + made.account().holder().text()
              + " until "
              + made.account().until()
              + ", with HS256. It is not shown again.");
    }
    return ExitCode.DONE.number();
  }

  private AccountHolder holder(Organization organization) {
    if ((address == null) == (group == null)) {
      throw Failure.usage("key: is for one ADDRESS or for one --group; name one of the two");
    }
    if (address == null) {
      return new AccountHolder.OfGroup(String.valueOf(group));
    }
    Mailbox mailbox = organization.ourMailbox(address);
    if (organization.store().people().find(mailbox).isEmpty()) {
      throw new Failure(ExitCode.FAILED, mailbox + ": is nobody here; 'signet user add' adds them");
    }
    return new AccountHolder.OfPerson(mailbox);
  }
}
