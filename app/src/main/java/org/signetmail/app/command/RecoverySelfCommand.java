package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.app.organization.SelfRecoveryDesk;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An owner helps himself, where policy allows it. */
final class RecoverySelfCommand {
  private RecoverySelfCommand() {}

  @Command(
      name = "code",
      header = {"Example: signet recovery code --key bob.p12", ""},
      description = {
        "Sets a new recovery code for the keys in the owner's file, and shows it once: with it and"
            + " a valid certificate the owner alone gets them back. It takes the place of the one"
            + " before. Nobody keeps it but you."
      })
  static final class Code implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open();
          RecoveryCode code = RecoveryCode.random(organization.random())) {
        int set = new SelfRecoveryDesk(organization).set(keys.signer(), keys.readers(), code);
        show(code, set);
      }
      return ExitCode.DONE.number();
    }
  }

  /** Once, and nowhere else. */
  static void show(RecoveryCode code, int keys) {
    char[] shown = code.shown();
    System.out.print("Recovery code for " + keys + (keys == 1 ? " key: " : " keys: "));
    System.out.println(shown);
    System.out.println("Write it down now, on paper; it is shown once and kept nowhere.");
    Arrays.fill(shown, '\0');
  }

  @Command(
      name = "self",
      header = {
        "Example: signet recovery self --key new.p12 --code-file code.txt -o history.p12",
        ""
      },
      description = {
        "The owner's own keys, by recovery code and the certificate of today. Every attempt is"
            + " logged, and the owner is told of it."
      })
  static final class Self implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Keys keys = new Keys();
    @Mixin private RecoveryCollectCommand.History history = new RecoveryCollectCommand.History();

    @Option(
        names = "--code-file",
        paramLabel = "FILE",
        description = "Its first line is the recovery code; else a prompt.")
    private @Nullable Path codeFile;

    @Option(names = "--reason", defaultValue = "new device", description = "Kept in the record.")
    private String reason = "new device";

    @Override
    public Integer call() throws Exception {
      history.requireOne(null);
      char[] typed =
          codeFile == null
              ? Password.typed("the recovery code")
              : Password.firstLine(Input.smallFile(codeFile, "a recovery code"));
      try (Organization organization = home.open();
          RecoveryCode code = code(typed)) {
        SelfRecoveryDesk.Back back =
            new SelfRecoveryDesk(organization)
                .recover(keys.signer(), keys.readers().getFirst(), code, reason);
        history.write(keys, back.keys());
        Mailbox owner = RecoveryDesk.mailbox(keys.signer().certificate());
        history.follow(organization, owner, back.keys());
        System.out.println("The release is log entry " + back.logIndex());
      } finally {
        Arrays.fill(typed, '\0');
      }
      return ExitCode.DONE.number();
    }

    private static RecoveryCode code(char[] typed) {
      try {
        return RecoveryCode.of(typed);
      } catch (IllegalArgumentException e) {
        throw Failure.refused(e);
      }
    }
  }
}
