package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.gateway.FormPassword;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet password}: under which mail goes to those who have no certificate. */
@Command(
    name = "password",
    header = {"Example: signet password set dora@elsewhere.example --password-file FILE", ""},
    description =
        "The passwords under which mail goes to those who have no certificate (policy:"
            + " 'no-certificate: password-form'). None is ever shown.",
    subcommands = {
      FormPasswordCommand.SetIt.class,
      FormPasswordCommand.ListThem.class,
      FormPasswordCommand.End.class
    })
final class FormPasswordCommand extends CommandGroup {
  @Command(
      name = "set",
      header = {
        "Example: signet password set dora@elsewhere.example --password-file" + " dora.pass",
        ""
      },
      description = {
        "Keeps a password that was agreed with somebody, in place of a former one.",
        "16 characters at least: words that nobody guesses."
      })
  static final class SetIt implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "Whose mail it opens.")
    private String address = "";

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "Its first line is the password; else SIGNET_PASSWORD, else a prompt.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
      Mailbox recipient = mailbox(address);
      char[] password = agreed(recipient);
      try (Organization organization = home.open()) {
        organization.mailing().formPasswords().agree(recipient, password);
      } catch (IllegalArgumentException e) {
        throw Failure.usage(String.valueOf(e.getMessage()));
      } finally {
        Arrays.fill(password, '\0');
      }
      System.out.println(recipient + ": mail goes under the password that was agreed, from now on");
      return ExitCode.DONE.number();
    }

    /** What is typed is asked for twice. */
    private char[] agreed(Mailbox recipient) throws java.io.IOException {
      var given = Password.of(file).given();
      if (given.isPresent()) {
        return given.get();
      }
      char[] typed = Password.typed("mail to " + recipient);
      char[] again = Password.typed("mail to " + recipient + ", again");
      boolean same = Arrays.equals(typed, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw Failure.usage(recipient + ": the two are not the same; type it again");
      }
      return typed;
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet password list", ""},
      description = "Lists whose there are, since when, and who passed it on.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<FormPassword> all = organization.mailing().formPasswords().all();
        if (json) {
          Json.print(
              System.out,
              out -> {
                out.writeStartArray();
                for (FormPassword one : all) {
                  out.writeStartObject();
                  out.writeStringProperty("recipient", one.recipient().toString());
                  out.writeStringProperty("origin", origin(one));
                  out.writeStringProperty("since", one.since().toString());
                  one.told().ifPresent(told -> out.writeStringProperty("told", told.toString()));
                  out.writeEndObject();
                }
                out.writeEndArray();
              });
          return ExitCode.DONE.number();
        }
        Table table = new Table("opens mail to", "origin", "since", "told to");
        for (FormPassword one : all) {
          table.row(
              one.recipient().toString(),
              origin(one),
              one.since().toString(),
              one.told().map(Mailbox::toString).orElse("-"));
        }
        table.print(
            System.out,
            "no password: none was agreed, and none was made yet by 'no-certificate:"
                + " password-form'");
      }
      return ExitCode.DONE.number();
    }

    private static String origin(FormPassword one) {
      return one.origin().name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "end",
      header = {"Example: signet password end dora@elsewhere.example", ""},
      description = {
        "Ends somebody's password. The next message to them has a new one, and its sender is told;",
        "what was sent before still opens with the former one."
      })
  static final class End implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ADDRESS", description = "Whose password it is.")
    private String address = "";

    @Override
    public Integer call() throws Exception {
      Mailbox recipient = mailbox(address);
      try (Organization organization = home.open()) {
        if (!organization.mailing().formPasswords().end(recipient)) {
          throw new Failure(
              ExitCode.FAILED,
              recipient + ": has no password here; 'signet password list' shows who has");
        }
      }
      System.out.println(recipient + ": the password has ended");
      return ExitCode.DONE.number();
    }
  }

  private static Mailbox mailbox(String address) {
    try {
      return Mailbox.of(address);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
