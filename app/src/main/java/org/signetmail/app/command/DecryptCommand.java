package org.signetmail.app.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Budget;
import org.signetmail.smime.EncryptedAttachment;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet decrypt}: opens the outermost encryption and gives out what is inside. */
@Command(
    name = "decrypt",
    header = {"Example: signet decrypt --key bob.p12 -o plain.eml secret.eml", ""},
    description = {
      "Decrypts a message without judging its signature. Exit code 4: not for these keys.",
      "With --password-file and no key: what came under a password, as the mail with the"
          + " attachment",
      "smime.p7m or as that file alone."
    },
    sortOptions = false)
final class DecryptCommand implements Callable<Integer> {
  @Mixin private Openers openers = new Openers();
  @Mixin private Profile profile = new Profile();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Override
  public Integer call() throws Exception {
    Spool spool = Spool.standard();
    PathValidator.Context nobody =
        new PathValidator.Context(
            List.of(),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PathValidator.PolicyInputs.ANY);
    MessageReader reader =
        new MessageReader(
                openers.identities(),
                nobody,
                spool,
                new MessageReader.Options(profile.get(), Budget.STANDARD))
            .opening(openers.passwords());
    return input.workInPlace(
        spool,
        message -> {
          Optional<Octets> attached =
              openers.opensByPassword()
                  ? EncryptedAttachment.of(message, Budget.STANDARD)
                  : Optional.empty();
          try (Reading reading = reader.read(attached.orElse(message), Instant.now())) {
            output.write(opened(reading).content()::writeTo);
            return ExitCode.DONE.number();
          }
        });
  }

  private Opening.Opened opened(Reading reading) {
    return switch (reading.opening().orElse(null)) {
      case null ->
          throw new Failure(
              ExitCode.UNREADABLE,
              input.name()
                  + ": is not encrypted (RFC 8551 §3.3); read it as it is, or see 'signet"
                  + " inspect'");
      case Opening.Opened opened -> opened;
      case Opening.NotForUs notForUs ->
          throw new Failure(
              ExitCode.NOT_FOR_US,
              input.name()
                  + ": none of the given keys is among its recipients, "
                  + notForUs.recipients()
                  + " in all (RFC 5652 §6.2); give the key it was encrypted to, an older one"
                  + " perhaps");
      case Opening.Refused refused ->
          throw new Failure(ExitCode.FAILED, input.name() + ": " + why(refused.findings()));
    };
  }

  private static String why(List<Finding> findings) {
    return findings.stream()
        .filter(Finding::isError)
        .map(f -> f.detail() + " (" + f.code().clause() + "); " + f.code().advice())
        .findFirst()
        .orElse("could not be opened; ask the sender to send it again");
  }
}
