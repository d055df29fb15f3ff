package org.signetmail.app.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Budget;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.ReceiptAsked;
import org.signetmail.smime.ReceiptCheck;
import org.signetmail.smime.ReceiptMaker;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet receipt}: signed receipts, made only when a person says so. */
@Command(
    name = "receipt",
    header = {
      "Example: signet receipt make --key bob.p12 --trust root.pem -o receipt.eml mail.eml",
      "         signet receipt verify --sent mail.eml --trust root.pem receipt.eml",
      ""
    },
    description = "Signed receipts (RFC 2634 §2): make one that a message asks for, verify one.",
    subcommands = {ReceiptCommand.Make.class, ReceiptCommand.Verify.class})
final class ReceiptCommand extends CommandGroup {
  @Command(
      name = "make",
      header = {
        "Example: signet receipt make --key bob.p12 --trust root.pem -o" + " receipt.eml mail.eml",
        ""
      },
      description = "Makes the receipt that a message asks for. Nothing is sent.",
      sortOptions = false)
  static final class Make implements Callable<Integer> {
    @Mixin private Keys keys = new Keys();
    @Mixin private Trust trust = new Trust();
    @Mixin private Profile profile = new Profile();
    @Mixin private Output output = new Output();
    @Mixin private Input input = new Input();

    @Override
    public Integer call() throws Exception {
      Spool spool = Spool.standard();
      SigningIdentity identity = keys.signer();
      MessageReader reader =
          new MessageReader(
              keys.readersIfAny(),
              trust.context(),
              spool,
              new MessageReader.Options(profile.get(), Budget.STANDARD));
      return input.work(
          spool,
          message -> {
            try (Reading reading = reader.read(message, trust.at())) {
              make(identity, asked(reading));
              return ExitCode.DONE.number();
            }
          });
    }

    private ReceiptAsked asked(Reading reading) {
      if (!(reading.verdict() instanceof Verdict.Passed)) {
        throw new Failure(
            ExitCode.FAILED,
            input.name()
                + ": its signature is not proven, "
                + reading.verdict().word()
                + " (RFC 2634 §2.3); see 'signet open'");
      }
      return reading
          .receiptAsked()
          .orElseThrow(() ->
              new Failure(
                  ExitCode.FAILED,
                  input.name() + ": asks for no receipt (RFC 2634 §2.3); there is none to make"));
    }

    private void make(SigningIdentity identity, ReceiptAsked asked) throws IOException {
      switch (asked.decision(identity.certificate().mailboxes())) {
        case ReceiptAsked.Decision.NotDue not ->
            throw new Failure(
                ExitCode.FAILED, input.name() + ": wants no receipt of you: " + not.reason());
        case ReceiptAsked.Decision.Due due -> {
          try {
            MessageSigner.Options options =
                new MessageSigner.Options(
                    MessageSigner.Form.OPAQUE, MessageSigner.HeaderProtection.OFF, profile.get());
            ReceiptMaker maker = new ReceiptMaker(new MessageSigner(identity, options));
            output.write(out -> maker.make(asked, due, Instant.now(), new SecureRandom(), out));
          } catch (IllegalArgumentException e) {
            throw Failure.refused(e);
          }
        }
      }
    }
  }

  @Command(
      name = "verify",
      header = {
        "Example: signet receipt verify --sent mail.eml --trust root.pem" + " receipt.eml",
        ""
      },
      description =
          "Holds a receipt against the message as it was sent. Exit code 0 passed, 1 failed, 3"
              + " cannot say.",
      sortOptions = false)
  static final class Verify implements Callable<Integer> {
    @Option(
        names = "--sent",
        required = true,
        paramLabel = "FILE",
        description = "The message that asked for the receipt, as it was sent.")
    private Path sent = Path.of("");

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "Opens the message or the receipt where it is encrypted; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Mixin private Password password = new Password();
    @Mixin private Trust trust = new Trust();
    @Mixin private Profile profile = new Profile();
    @Mixin private Input input = new Input();

    @Override
    public Integer call() throws Exception {
      List<DecryptionIdentity> readers = new Keys(keys, password).readersIfAny();
      MessageReader.Options options = new MessageReader.Options(profile.get(), Budget.STANDARD);
      ReceiptCheck check = new ReceiptCheck(readers, trust.context(), options);
      Spool spool = Spool.standard();
      byte[] original = Input.smallFile(sent, "a message");
      return input.work(
          spool,
          receipt -> {
            try (Octets message = spool.keep(new ByteArrayInputStream(original))) {
              return report(check.check(message, receipt, trust.at())).number();
            }
          });
    }

    private static ExitCode report(Verdict verdict) {
      if (verdict instanceof Verdict.Passed passed) {
        System.out.println(
            "● Received, unchanged, by "
                + Report.printable(passed.signer().certificate().displayName())
                + " (passed)");
      } else {
        System.out.println("✗ Proves nothing (" + verdict.word() + ")");
      }
      Report.printFindings(System.out, verdict.findings());
      return Report.exitCodeOfVerify(verdict);
    }
  }
}
