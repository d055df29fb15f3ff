package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.rollout.Manifest;
import org.signetmail.app.rollout.Reencryption;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.Budget;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Evidence;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner.HeaderProtection;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet rollout reencrypt}: old mail, opened with old keys and encrypted to new ones. */
@Command(
    name = "reencrypt",
    header = {
      "Example: signet rollout reencrypt --key old.p12 --to bob.pem -o new-mail old-mail.mbox",
      ""
    },
    description = {
      "Opens the messages of a mailbox with old keys and encrypts them to new certificates, into a",
      "folder with a file a message and a manifest; what does not open comes along as it is. The"
          + " old",
      "mailbox is not changed. Cut off, run it again: what the manifest has is done. Exits 1 when",
      "something encrypted could not be opened."
    })
final class RolloutReencryptCommand implements Callable<Integer> {
  private static final long LARGEST = 1L << 30;

  @Mixin private Openers openers = new Openers();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CERT",
      description = "A new encryption certificate; repeatable.")
  private List<Path> to = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where to; made when it is not there.")
  private Path output = Path.of("");

  @Mixin private Profile profile = new Profile();

  @Parameters(paramLabel = "MAIL", description = "An mbox, a Maildir or a folder of messages.")
  private Path mail = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(mail)
        && output.toAbsolutePath().normalize().startsWith(mail.toAbsolutePath().normalize())) {
      throw Failure.usage("-o " + output + ": lies in the old mailbox; name a folder elsewhere");
    }
    Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, LARGEST);
    try (Manifest manifest = Manifest.in(output)) {
      Reencryption run = new Reencryption(reader(spool), encrypter(), output, manifest);
      new Messages(mail, spool).each("reencrypt", (name, message) -> run.add(named(name), message));
      Table table = new Table("outcome", "messages");
      run.outcomes().forEach((outcome, count) -> table.row(outcome.word(), String.valueOf(count)));
      table.print(System.out, "nothing was left to do");
      System.out.println(run.doneBefore() + " were done before");
      boolean closed =
          run.outcomes().containsKey(Manifest.Outcome.NOT_FOR_US)
              || run.outcomes().containsKey(Manifest.Outcome.NOT_OPENED);
      return (closed ? ExitCode.FAILED : ExitCode.DONE).number();
    }
  }

  private MessageReader reader(Spool spool) throws IOException {
    PathValidator.Context nobody =
        new PathValidator.Context(
            List.of(),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PathValidator.PolicyInputs.ANY);
    return new MessageReader(
            openers.identities(),
            nobody,
            spool,
            new MessageReader.Options(
                CryptoProfile.of(CryptoProfile.Name.LEGACY_READ), Budget.STANDARD))
        .opening(openers.passwords());
  }

  private MessageEncrypter encrypter() throws IOException {
    List<Certificate> recipients = new ArrayList<>();
    for (Path file : to) {
      Certificate recipient =
          Certificates.read(Input.smallFile(file, "a certificate"), file.toString()).getFirst();
      if (Instant.now().isAfter(recipient.notAfter())) {
        throw new Failure(
            ExitCode.FAILED,
            file
                + ": expired at "
                + recipient.notAfter()
                + " (RFC 5280 §4.1.2.5); name the new one");
      }
      recipients.add(recipient);
    }
    try {
      return new MessageEncrypter(
          recipients,
          List.of(),
          new MessageEncrypter.Options(HeaderProtection.ON, profile.get()),
          Evidence.NONE);
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
  }

  /** A file's own name; of an mbox its name and the message's number. */
  private static String named(String name) {
    int end = name.lastIndexOf('#');
    String file = String.valueOf(Path.of(end < 0 ? name : name.substring(0, end)).getFileName());
    return end < 0 ? file : file + "-" + name.substring(end + 1) + ".eml";
  }
}
