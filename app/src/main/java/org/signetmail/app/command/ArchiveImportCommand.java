package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Terminal;
import org.signetmail.app.migration.ImportList;
import org.signetmail.app.migration.ImportRun;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.KeyImport;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet archive import}: keys of former systems. */
@Command(
    name = "import",
    header = {"Example: signet archive import old-keys --list passwords.csv --report came.csv", ""},
    description = {
      "Archives the encryption keys of key files, with the certificates that old messages name.",
      "Keys that sign stay out. What is archived already is recognised, so an interrupted run is",
      "simply begun again. docs/operate/migration.md tells of each product that keys come from."
    },
    sortOptions = false)
final class ArchiveImportCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "PKCS#12 or PEM with key and certificates; CRMF with a key sealed to our transport",
        "certificate; a recovery blob of AD CS; a certificate over an archived key; or folders."
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--list",
      paramLabel = "LIST.csv",
      description = {
        "Passwords and owners: under the heading file,password,owner a line a file. The name may",
        "lack folder and ending; a cell may be empty."
      })
  private @Nullable Path list;

  @Option(
      names = "--owner",
      paramLabel = "ADDRESS",
      description = "Whose keys they are; else the certificates say, and name one of our people.")
  private @Nullable String owner;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "The first line opens what the list has no password for; else SIGNET_PASSWORD, else,",
        "without a list, a prompt."
      })
  private @Nullable Path passwordFile;

  @Option(
      names = "--kra-key",
      paramLabel = "KEY",
      description = {
        "Opens recovery blobs: a key recovery agent's own key. May be repeated. " + Keys.DESCRIPTION
      })
  private List<String> agents = new ArrayList<>();

  @Option(
      names = "--kra-password-file",
      paramLabel = "FILE",
      description = "The first line opens --kra-key; else SIGNET_PASSWORD, else a prompt.")
  private @Nullable Path agentPassword;

  @Option(names = "--dry-run", description = "Look at everything, keep nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "The whole report as one JSON document.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the whole report, a line a key: JSON when it ends so, else CSV.")
  private @Nullable Path report;

  @Override
  public Integer call() throws Exception {
    ImportReport came = new ImportReport();
    List<DecryptionIdentity> openers = new Keys(agents, Password.of(agentPassword)).readersIfAny();
    Optional<char[]> secret = secret();
    try (Organization organization = home.open();
        Rate rate = new Rate("import", "files")) {
      ImportRun.Terms terms =
          new ImportRun.Terms(
              list == null
                  ? ImportList.NONE
                  : ImportList.of(Input.smallFile(list, "a list"), list.toString()),
              secret,
              owner(organization),
              openers,
              dryRun ? KeyImport.Mode.LOOK : KeyImport.Mode.KEEP);
      new ImportRun(organization, terms)
          .run(ImportRun.files(files, Optional.ofNullable(list)), rate::of, came::add);
    } finally {
      secret.ifPresent(one -> Arrays.fill(one, '\0'));
    }
    if (report != null) {
      came.write(report);
    }
    if (json) {
      came.json(System.out);
    } else {
      came.table(System.out);
    }
    return came.exitCode().number();
  }

  private Optional<Mailbox> owner(Organization organization) {
    return Optional.ofNullable(owner).map(organization::ourMailbox);
  }

  private Optional<char[]> secret() throws java.io.IOException {
    Optional<char[]> given = Password.of(passwordFile).given();
    boolean mayAsk = given.isEmpty() && list == null && Terminal.console().isPresent();
    return mayAsk ? Optional.of(Password.typed("the files")) : given;
  }
}
