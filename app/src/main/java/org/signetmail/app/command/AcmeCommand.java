package org.signetmail.app.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.ExternalAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet acme}: who may have an account at our ACME server. */
@Command(
    name = "acme",
    header = {"Example: signet acme key alice@example.com", ""},
    description = "Accounts at our ACME server: key, list, revoke.",
    subcommands = {AcmeKeyCommand.class, AcmeCommand.ListThem.class, AcmeCommand.Revoke.class})
final class AcmeCommand extends CommandGroup {
  private static final int PAGE = 500;

  @Command(
      name = "list",
      header = {"Example: signet acme list", ""},
      description = "Lists accounts, and keys that made none yet.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        if (json) {
          printJson(organization);
        } else {
          printTable(organization);
        }
      }
      return ExitCode.DONE.number();
    }

    private static void printTable(Organization organization) {
      Table table = new Table("account or key", "for", "state", "since");
      each(
          organization,
          account ->
              table.row(
                  account.id(),
                  account.holder().text(),
                  word(account),
                  account.created().toString()));
      for (ExternalAccount key : organization.enrolling().acmeKeys().open(PAGE)) {
        table.row(
            key.id(), key.holder().text(), "key until " + key.until(), key.created().toString());
      }
      table.print(System.out, "nobody yet; 'signet acme key' makes a key for the first");
    }

    private static void printJson(Organization organization) throws Exception {
      Json.print(
          System.out,
          out -> {
            out.writeStartArray();
            each(
                organization,
                account -> {
                  out.writeStartObject();
                  out.writeStringProperty("account", account.id());
                  out.writeStringProperty("for", account.holder().text());
                  out.writeStringProperty("state", word(account));
                  out.writeStringProperty("since", account.created().toString());
                  out.writeEndObject();
                });
            out.writeEndArray();
          });
    }

    private static void each(
        Organization organization, java.util.function.Consumer<Account> consumer) {
      List<Account> page = organization.store().acmeAccounts().page("", PAGE);
      while (!page.isEmpty()) {
        page.forEach(consumer);
        page = organization.store().acmeAccounts().page(page.getLast().id(), PAGE);
      }
    }

    private static String word(Account account) {
      return account.status().name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "revoke",
      header = {"Example: signet acme revoke 7f3kq9", ""},
      description = "Ends an account: it orders and revokes nothing more. Certificates stay.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ACCOUNT", description = "As 'signet acme list' names it.")
    private String account = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Account ended =
            organization
                .enrolling()
                .acmeAccounts()
                .revoke(account)
                .orElseThrow(() ->
                    new Failure(
                        ExitCode.FAILED,
                        account + ": is no valid account; 'signet acme list' names them"));
        System.out.println(ended.id() + " (" + ended.holder().text() + ") orders nothing more");
      }
      return ExitCode.DONE.number();
    }
  }
}
