package org.signetmail.app.command;

import static java.util.regex.Matcher.quoteReplacement;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.StatusClient;
import org.signetmail.app.organization.TimeStampClient;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.LongTermCheck;
import org.signetmail.smime.LongTermMaker;
import org.signetmail.smime.LongTermReading;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.LongTermSignature;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Spool;
import org.signetmail.smime.StatusSource;
import org.signetmail.smime.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet evidence}: signatures that can still be judged when everything in them ended. */
@Command(
    name = "evidence",
    header = {
      "Example: signet evidence make --tsa http://tsa.example/ --trust root.pem -o mail.evidence"
          + " mail.eml",
      "         signet evidence verify --trust root.pem mail.evidence",
      ""
    },
    description = "Signatures kept as evidence (CAdES, ETSI EN 319 122-1): make, renew, verify.",
    subcommands = {
      EvidenceCommand.Make.class,
      EvidenceCommand.Renew.class,
      EvidenceCommand.Verify.class,
      EvidenceCommand.Extract.class
    })
final class EvidenceCommand extends CommandGroup {

  /** What making and renewing share. */
  static final class Workshop {
    @Mixin private EvidenceTrust trust = new EvidenceTrust();

    @Option(
        names = "--tsa",
        required = true,
        paramLabel = "URL",
        description = "The time stamping authority.")
    private URI tsa = URI.create("");

    @Option(
        names = "--fetch",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true",
        description = "Ask for status where certificates say, if it is not given; the default.")
    private boolean fetch = true;

    LongTermMaker maker() throws IOException {
      return new LongTermMaker(
          trust.signers(),
          trust.authorities(),
          trust.life(),
          new TimeStampClient(tsa),
          fetch ? new StatusClient() : StatusSource.NONE,
          new SecureRandom());
    }

    Integer write(LongTermMaker.Outcome outcome, Output output, String name) throws IOException {
      return switch (outcome) {
        case LongTermMaker.Outcome.Made made -> {
          try (LongTermSignature signature = made.signature()) {
            output.write(signature::writeTo);
          }
          yield ExitCode.DONE.number();
        }
        case LongTermMaker.Outcome.Refused refused -> throw refusal(refused.verdict(), name);
      };
    }

    private static Failure refusal(Verdict verdict, String name) {
      String why =
          verdict.findings().stream()
              .filter(Finding::isError)
              .findFirst()
              .map(Finding::line)
              .orElse("nothing to keep; give a message that 'signet verify' passes");
      return new Failure(Report.exitCodeOfVerify(verdict), name + ": " + why);
    }
  }

  @Command(
      name = "make",
      header = {
        "Example: signet evidence make --tsa http://tsa.example/ --trust"
            + " root.pem -o mail.evidence mail.eml",
        ""
      },
      description = {
        "Makes a signed message into evidence: one file that holds the signature around its"
            + " content, certificates, revocation status and time stamps.",
        "Exit code 1 when the signature does not hold, 3 when something is missing, 6 when the"
            + " authority or a responder does not answer."
      },
      sortOptions = false)
  static final class Make implements Callable<Integer> {
    @Mixin private Workshop workshop = new Workshop();

    @Option(
        names = "--level",
        defaultValue = "LTA",
        paramLabel = "LEVEL",
        description = "LTA (default), or LT: without a time stamp over the whole.")
    private String level = "LTA";

    @Mixin private Output output = new Output();
    @Mixin private Input input = new Input();

    @Override
    public Integer call() throws Exception {
      Level wanted =
          switch (level) {
            case "LT" -> Level.LT;
            case "LTA" -> Level.LTA;
            default -> throw Failure.usage("--level " + level + ": one of LT, LTA");
          };
      LongTermMaker maker = workshop.maker();
      Spool spool = Spool.standard();
      return input.workInPlace(
          spool,
          message ->
              workshop.write(
                  maker.make(message, wanted, spool, workshop.trust.trust().at()),
                  output,
                  input.name()));
    }
  }

  @Command(
      name = "renew",
      header = {
        "Example: signet evidence renew --tsa http://tsa.example/ --trust root.pem -o"
            + " mail.evidence mail.evidence",
        ""
      },
      description = {
        "Puts a time stamp over the whole, before what is relied on now ends.",
        "The file stays as it is without --output naming it."
      },
      sortOptions = false)
  static final class Renew implements Callable<Integer> {
    @Mixin private Workshop workshop = new Workshop();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "Evidence.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      LongTermMaker maker = workshop.maker();
      try (LongTermSignature signature = read(file)) {
        return workshop.write(
            maker.renew(signature, workshop.trust.trust().at()), output, file.toString());
      }
    }
  }

  @Command(
      name = "verify",
      header = {"Example: signet evidence verify --trust root.pem mail.evidence", ""},
      description = {
        "Judges evidence without any network, each part at the time that is proven for it.",
        "Exit code 0 passed, 1 failed, 3 cannot say."
      },
      sortOptions = false)
  static final class Verify implements Callable<Integer> {
    @Mixin private EvidenceTrust trust = new EvidenceTrust();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "Evidence.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      LongTermCheck check = new LongTermCheck(trust.signers(), trust.authorities(), trust.life());
      try (LongTermSignature signature = read(file)) {
        LongTermReading reading = check.check(signature, trust.trust().at());
        new EvidenceReport(reading).print(System.out, json ? Report.Form.JSON : Report.Form.PEOPLE);
        return Report.exitCodeOfVerify(reading.verdict()).number();
      }
    }
  }

  @Command(
      name = "extract",
      header = {"Example: signet evidence extract -o mail.eml mail.evidence", ""},
      description = {
        "Writes what was signed, octet for octet: header fields that are protected, and body.",
        "Nothing is checked: 'signet evidence verify' does that."
      },
      sortOptions = false)
  static final class Extract implements Callable<Integer> {
    @Option(
        names = "--message",
        description = "A signed message for mail programs instead, with the header it had.")
    private boolean message;

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "Evidence.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      try (LongTermSignature signature = read(file)) {
        if (message) {
          output.write(signature::writeMessage);
        } else {
          output.write(signature.content()::writeTo);
        }
        return ExitCode.DONE.number();
      }
    }
  }

  private static LongTermSignature read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Input.openFile(file, "evidence"), 1 << 16)) {
      return LongTermSignature.read(in, Spool.standard());
    } catch (MalformedMessage e) {
      String line = String.valueOf(e.getMessage());
      throw Failure.unreadable(
          line.replaceFirst("^evidence(?=: )", quoteReplacement(file.toString())), e);
    }
  }
}
