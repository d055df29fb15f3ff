package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.mail.Mbox;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Investigation;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.Scope;
import org.signetmail.archive.StationFile;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code signet recovery messages}: on the two-person station, without server or network. The keys
 * are in memory, as long as it runs.
 */
@Command(
    name = "messages",
    header = {
      "Example: signet recovery messages --case R-7K3Q-M2 --release case.sealed \\",
      "  --station station.key --certificate station.pem --custodian-key ann.p12"
          + " --custodian-key ben.p12 \\",
      "  --scope 2026-01-01,2026-03-31,eve@b.com --archive receipts.pem --trust root.pem"
          + " --out found < mbox",
      ""
    },
    description = {
      "Opens the messages in scope with the keys of a released case, and gives out the messages"
          + " with a manifest that both custodians sign; never a key.",
      "Standard input is an mbox. The scope must lie within the one that officers approved."
    },
    sortOptions = false)
final class RecoveryMessagesCommand implements Callable<Integer> {
  @Option(names = "--case", required = true, description = "The case that is meant.")
  private String id = "";

  @Option(
      names = "--release",
      required = true,
      paramLabel = "FILE",
      description = "What 'recovery collect --sealed' wrote.")
  private Path release = Path.of("");

  @Option(
      names = "--station",
      required = true,
      paramLabel = "STATION.key",
      description = "The station's key, from 'recovery station make'.")
  private Path station = Path.of("");

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "STATION.pem",
      description = "The station's certificate.")
  private Path certificate = Path.of("");

  @Option(
      names = "--custodian-key",
      required = true,
      paramLabel = "KEY.p12",
      description = "The keys of both custodians: they open the station, and sign the manifest.")
  private List<Path> custodians = new ArrayList<>();

  @Option(
      names = "--custodian-password-file",
      paramLabel = "FILE",
      description = "Their passwords, in the same order; prompts without.")
  private List<Path> passwords = new ArrayList<>();

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "FROM,TO,MAILBOX…",
      description = "First and last day, and who must be among From, To, Cc.")
  private String scope = "";

  @Option(
      names = "--archive",
      required = true,
      paramLabel = "RECEIPTS.pem",
      description = "The archive's certificate: its receipts say whose key each one is.")
  private Path archive = Path.of("");

  @Mixin private Trust trust = new Trust();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "A new folder for the messages and the manifest.")
  private Path folder = Path.of("");

  @Option(
      names = "--largest",
      paramLabel = "MB",
      defaultValue = "200",
      description = "Larger messages are left out; 200 when left out.")
  private int largest = 200;

  @Override
  public Integer call() throws Exception {
    KeyRelease sealed = KeyRelease.of(Input.smallFile(release, "a release"));
    Scope wanted = within(sealed);
    List<KeyFile> two = custodians();
    Instant at = trust.at();
    Spool spool = Spool.standard();
    Investigation investigation =
        new Investigation(wanted, keys(sealed, two), trust.context(), spool, at);
    try (InvestigationFolder out =
        InvestigationFolder.begin(folder, sealed, wanted, certificate(certificate), at)) {
      examine(investigation, spool, out);
      List<SigningIdentity> signers = two.stream().map(file -> file.signing().getFirst()).toList();
      System.out.println(out.finish(signers));
    }
    return ExitCode.DONE.number();
  }

  private void examine(Investigation investigation, Spool spool, InvestigationFolder out)
      throws IOException {
    Mbox mbox = new Mbox(System.in, spool, largest * 1_000_000L);
    try (ProgressBar bar = Messages.progress("messages", -1)) {
      for (var next = mbox.next(); next.isPresent(); next = mbox.next()) {
        try (Mbox.Message message = next.get()) {
          if (message.octets().isEmpty()) {
            out.passedOver(message.number());
          } else {
            Octets original = message.octets().get();
            try (Investigation.Examined examined = investigation.examine(original)) {
              out.add(message.number(), original, examined);
            }
          }
        }
        bar.step();
      }
    }
  }

  private Scope within(KeyRelease sealed) throws IOException {
    CaseId caseId = CaseId.of(id);
    if (!sealed.caseId().equals(caseId)) {
      throw new Failure(
          ExitCode.FAILED, release + ": is of case " + sealed.caseId() + ", not " + caseId);
    }
    RecoveryRequest request = RecoveryRequest.of(sealed.request());
    Scope wanted;
    try {
      wanted = Scope.of(scope);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--" + e.getMessage());
    }
    if (!(request.receiver() instanceof Receiver.Station approved)
        || !approved.scope().contains(wanted)) {
      throw new Failure(
          ExitCode.FAILED,
          caseId
              + ": what is asked for is not within what was approved"
              + (request.receiver() instanceof Receiver.Station one
                  ? " (" + one.scope() + ")"
                  : ", keys for their owner")
              + "; ask for less, or open another case");
    }
    return wanted;
  }

  /**
   * The recovered keys. That the request in the release, and so its scope, is the one that officers
   * approved, is proven here: their shares are bound to it.
   */
  private List<DecryptionIdentity> keys(KeyRelease sealed, List<KeyFile> two) throws IOException {
    StationFile file = StationFile.of(Input.smallFile(station, "a station's key"));
    List<DecryptionIdentity> theirs =
        two.stream().flatMap(one -> one.decryption().stream()).toList();
    DecryptionIdentity opened =
        switch (file.open(theirs, certificate(certificate))) {
          case StationFile.Outcome.Opened(DecryptionIdentity identity) -> identity;
          case StationFile.Outcome.Refused(List<Finding> findings) ->
              throw new Failure(ExitCode.FAILED, findings.getFirst().line());
        };
    return switch (sealed.recover(opened, certificate(archive))) {
      case KeyRelease.Outcome.Recovered(List<EncryptionKey> keys, List<Finding> falseShares) -> {
        falseShares.forEach(share -> System.err.println(share.line()));
        yield RecoveryDesk.identities(keys, sealed.certificates());
      }
      case KeyRelease.Outcome.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }

  private List<KeyFile> custodians() throws IOException {
    if (custodians.size() != 2 || (!passwords.isEmpty() && passwords.size() != 2)) {
      throw Failure.usage(
          "recovery messages: needs the keys of two custodians, and a password each");
    }
    List<KeyFile> files = new ArrayList<>();
    for (int i = 0; i < custodians.size(); i++) {
      String name = custodians.get(i).toString();
      char[] password =
          passwords.isEmpty()
              ? Password.typed(name)
              : Password.firstLine(Input.smallFile(passwords.get(i), "a password"));
      KeyFile file = KeyFile.read(Input.smallFile(custodians.get(i), "a key"), password, name);
      if (file.signing().isEmpty() || file.decryption().isEmpty()) {
        throw new Failure(
            ExitCode.UNREADABLE,
            name + ": holds not both kinds of key; give the custodian's whole PKCS#12");
      }
      files.add(file);
    }
    return files;
  }

  private static Certificate certificate(Path file) throws IOException {
    return Trust.certificates(List.of(file)).getFirst();
  }
}
