package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code signet enrol load}: certificates that were issued again, beside the keys they are over.
 */
@Command(
    name = "load",
    header = {"Example: signet enrol load --key bob.p12 -o bob-2.p12 bob@example.com.pem", ""},
    description = {
      "Puts certificates that were issued again ('signet ca reissue') beside one's own keys. The",
      "former ones stay for decryption: old messages name them. Needs no system."
    })
final class EnrolLoadCommand implements Callable<Integer> {
  @Option(names = "--key", required = true, paramLabel = "KEY.p12", description = "One's keys.")
  private Path key = Path.of("");

  @Mixin private Password password = new Password();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "NEW.p12",
      description = "A new PKCS#12, under the same password.")
  private Path output = Path.of("");

  @Parameters(paramLabel = "FILE.pem", description = "The certificates, and their path.")
  private Path certificates = Path.of("");

  @Override
  public Integer call() throws Exception {
    if (Files.exists(output)) {
      throw Failure.usage(output + ": is there already; name a new file");
    }
    List<Certificate> given =
        Certificates.read(Input.smallFile(certificates, "certificates"), certificates.toString());
    char[] secret = password.obtain(key.toString());
    KeyFile file = KeyFile.read(Input.smallFile(key, "a key"), secret, key.toString());
    SigningIdentity signing =
        file.signing().stream()
            .findFirst()
            .orElseThrow(() -> new Failure(ExitCode.UNREADABLE, key + ": holds no key that signs"));
    Optional<Certificate> signs = over(given, signing.key().id());
    List<DecryptionIdentity> opens = new ArrayList<>();
    for (DecryptionIdentity identity : file.decryption()) {
      over(given, identity.certificate().keyId())
          .map(one -> new DecryptionIdentity(identity.key(), one))
          .ifPresent(opens::add);
    }
    int loaded = opens.size() + (signs.isPresent() ? 1 : 0);
    if (loaded == 0) {
      throw new Failure(
          ExitCode.FAILED,
          certificates + ": has no certificate over a key in " + key + "; give the person's own");
    }
    file.decryption().stream().filter(identity -> !opens.contains(identity)).forEach(opens::add);
    SigningIdentity next =
        signs.map(one -> new SigningIdentity(signing.key(), path(one, given))).orElse(signing);
    PrivateFiles.write(output, KeyFile.write(next, opens, secret));
    System.out.println(loaded + " certificates are beside their keys in " + output);
    return ExitCode.DONE.number();
  }

  private static Optional<Certificate> over(List<Certificate> given, KeyId key) {
    return given.stream().filter(one -> one.keyId().equals(key)).findFirst();
  }

  private static List<Certificate> path(Certificate first, List<Certificate> given) {
    List<Certificate> path = new ArrayList<>(List.of(first));
    given.stream().filter(Certificate::isAuthority).forEach(path::add);
    return path;
  }
}
