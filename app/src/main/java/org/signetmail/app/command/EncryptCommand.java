package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet encrypt}: encrypts a message so that only the named recipients read it. */
@Command(
    name = "encrypt",
    header = {"Example: signet encrypt --to bob.pem --to carol.pem -o secret.eml mail.eml", ""},
    description = "Encrypts a message to certificates or passwords (S/MIME 4.0, RFC 8551 §3.3).",
    sortOptions = false)
final class EncryptCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "CERT",
      description = "A recipient's certificate, PEM or DER; may be repeated.")
  private List<Path> to = new ArrayList<>();

  @Mixin private MessagePasswords passwords = new MessagePasswords();

  @Mixin private Profile profile = new Profile();
  @Mixin private Headers headers = new Headers();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Override
  public Integer call() throws Exception {
    if (to.isEmpty() && passwords.isEmpty()) {
      throw Failure.usage(
          "Missing required option: '--to=CERT'; name a recipient, or --with-password FILE");
    }
    MessageEncrypter encrypter = encrypter(recipients(Instant.now()), passwords.toMake());
    return input.workInPlace(
        Spool.standard(),
        message -> {
          output.write(out -> encrypter.encrypt(message, new SecureRandom(), out));
          return ExitCode.DONE.number();
        });
  }

  private List<Certificate> recipients(Instant now) throws IOException {
    List<Certificate> recipients = new ArrayList<>();
    for (Path file : to) {
      // The first certificate of a file is the recipient's; what follows is its path.
      Certificate recipient =
          Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).getFirst();
      if (now.isAfter(recipient.notAfter())) {
        throw new Failure(
            ExitCode.FAILED,
            file
                + ": expired at "
                + recipient.notAfter()
                + " (RFC 5280 §4.1.2.5); ask the person for the new certificate");
      }
      recipients.add(recipient);
    }
    return recipients;
  }

  private MessageEncrypter encrypter(
      List<Certificate> recipients, List<MessagePassword> passwords) {
    try {
      return new MessageEncrypter(
          recipients,
          passwords,
          new MessageEncrypter.Options(headers.get(), profile.get()),
          Evidence.NONE);
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
  }
}
