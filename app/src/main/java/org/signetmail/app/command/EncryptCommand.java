package org.signetmail.app.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet encrypt}: encrypts a message so that only the named recipients read it. */
@Command(
    name = "encrypt",
    header = {"Example: signet encrypt --to bob.pem --to carol.pem -o secret.eml mail.eml", ""},
    description = "Encrypts a message to certificates (S/MIME 4.0, RFC 8551 §3.3).",
    sortOptions = false)
final class EncryptCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "CERT",
      description = "A recipient's certificate, PEM or DER; may be repeated.")
  private List<Path> to = new ArrayList<>();

  @Mixin private Profile profile = new Profile();
  @Mixin private Headers headers = new Headers();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Override
  public Integer call() throws Exception {
    List<Certificate> recipients = new ArrayList<>();
    for (Path file : to) {
      // The first certificate of a file is the recipient's; what follows is its path.
      recipients.add(
          Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).getFirst());
    }
    MessageEncrypter encrypter =
        new MessageEncrypter(
            recipients, new MessageEncrypter.Options(headers.get(), profile.get()));
    try (Octets message = input.read(Spool.standard())) {
      output.write(out -> encrypter.encrypt(message, new SecureRandom(), out));
    }
    return ExitCode.DONE.number();
  }
}
