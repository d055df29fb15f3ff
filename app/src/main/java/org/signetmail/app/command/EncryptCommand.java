package org.signetmail.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.MessageProtector;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet encrypt}: encrypts a message so that only the named recipients read it. */
@Command(
    name = "encrypt",
    header = {
      "Example: signet encrypt --to bob.pem --to carol.pem -o secret.eml mail.eml",
      "Signed too: signet encrypt --key alice.p12 --to bob.pem -o secret.eml mail.eml",
      ""
    },
    description = "Encrypts a message to certificates or passwords (S/MIME 4.0, RFC 8551 §3.3).",
    sortOptions = false)
final class EncryptCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "CERT",
      description = "A recipient's certificate, PEM or DER; may be repeated.")
  private List<Path> to = new ArrayList<>();

  @Mixin private MessagePasswords passwords = new MessagePasswords();

  @Option(
      names = "--bcc",
      paramLabel = "CERT",
      description = {
        "A hidden recipient's certificate; may be repeated. Each gets a copy alone, OUT.bcc-1,",
        "OUT.bcc-2 and so on, and no copy tells of another (RFC 5322 §3.6.3). Needs -o."
      })
  private List<Path> bcc = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "PKCS#12, PEM or pkcs11: address; sign with it first, inside the encryption (RFC 8551"
              + " §3.7).")
  private List<String> keys = new ArrayList<>();

  @Mixin private Password password = new Password();

  @Option(
      names = "--triple-wrap",
      description = "Sign once more outside the encryption (RFC 2634 §1.1). Needs --key.")
  private boolean tripleWrap;

  @Option(
      names = "--compress",
      description = {
        "Compress the text first, where that makes it smaller (RFC 8551 §3.6). Not for text that",
        "others can choose a part of: its size tells of the rest."
      })
  private boolean compress;

  @Mixin private Profile profile = new Profile();
  @Mixin private Headers headers = new Headers();
  @Mixin private Services services = new Services();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Override
  public Integer call() throws Exception {
    if (to.isEmpty() && passwords.isEmpty()) {
      throw Failure.usage(
          "Missing required option: '--to=CERT'; name a recipient, or --with-password FILE");
    }
    if (tripleWrap && keys.isEmpty()) {
      throw Failure.usage("--triple-wrap: signs; give --key FILE with your signing key");
    }
    if (!bcc.isEmpty() && !output.isFile()) {
      throw Failure.usage("--bcc: makes several messages; give -o OUT, the copies stand beside it");
    }
    List<MessageEncrypter> copies = copies(Instant.now(), passwords.toMake());
    Optional<MessageSigner> signer = signer();
    return input.workInPlace(
        Spool.standard(),
        message -> {
          output.write(out -> protect(message, signer, copies.getFirst(), out));
          for (int i = 1; i < copies.size(); i++) {
            Path file = Path.of(output.file().orElseThrow() + ".bcc-" + i);
            MessageEncrypter copy = copies.get(i);
            Output.writeFile(file, out -> protect(message, signer, copy, out));
          }
          return ExitCode.DONE.number();
        });
  }

  private void protect(
      Octets message, Optional<MessageSigner> signer, MessageEncrypter encrypter, OutputStream out)
      throws IOException {
    SecureRandom random = new SecureRandom();
    if (signer.isEmpty()) {
      encrypter.encrypt(message, random, out);
      return;
    }
    MessageProtector protector = new MessageProtector(signer.get(), encrypter);
    if (tripleWrap) {
      protector.wrap(message, signer.get(), Instant.now(), random, out);
    } else {
      protector.protect(message, Instant.now(), random, out);
    }
  }

  private Optional<MessageSigner> signer() throws IOException {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    MessageSigner.Options options =
        new MessageSigner.Options(
            MessageSigner.Form.MULTIPART_SIGNED, headers.get(), profile.get());
    try {
      SigningIdentity identity = new Keys(keys, password).signer();
      MessageSigner signer = new MessageSigner(identity, options);
      return Optional.of(services.on(signer, identity.certificate()));
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
  }

  /** The copy of those named first, then one for each hidden recipient. */
  private List<MessageEncrypter> copies(Instant now, List<MessagePassword> known)
      throws IOException {
    List<Certificate> named = certificates(to, now);
    List<Certificate> hidden = certificates(bcc, now);
    MessageEncrypter.Options options = new MessageEncrypter.Options(headers.get(), profile.get());
    try {
      List<MessageEncrypter> copies =
          hidden.isEmpty()
              ? List.of(new MessageEncrypter(named, known, options, Evidence.NONE))
              : MessageEncrypter.copies(named, known, hidden, options, Evidence.NONE);
      return compress ? copies.stream().map(MessageEncrypter::compressing).toList() : copies;
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
  }

  private static List<Certificate> certificates(List<Path> files, Instant now) throws IOException {
    List<Certificate> recipients = new ArrayList<>();
    for (Path file : files) {
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
}
