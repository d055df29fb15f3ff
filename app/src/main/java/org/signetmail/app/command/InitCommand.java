package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.AcmeSettings;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Foundation;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.policy.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet init}: makes an organisation's system in a new folder. */
@Command(
    name = "init",
    header = {
      "Example: signet init --organization \"Example Corp\" --domain example.com"
          + " --officers 3 --quorum 2",
      ""
    },
    description = "Makes authorities, key archive, seal, log and store in a new folder.",
    sortOptions = false)
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "HOME",
      description = "The new folder; else SIGNET_HOME, else ./signet-home.")
  private @Nullable Path folder;

  @Option(names = "--organization", required = true, description = "Its name, for certificates.")
  private String organization = "";

  @Option(
      names = "--domain",
      required = true,
      description = "Whose mailboxes are ours; repeatable.")
  private List<String> domains = new ArrayList<>();

  @Option(names = "--officers", required = true, description = "How many recovery officers.")
  private int officers;

  @Option(names = "--quorum", required = true, description = "How many must act together.")
  private int quorum;

  @Option(
      names = "--next-hop",
      defaultValue = "127.0.0.1:25",
      description = "The mail server that takes what we have treated; ${DEFAULT-VALUE}.")
  private String nextHop = "127.0.0.1:25";

  @Option(
      names = "--public-url",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where the world fetches CRLs: plain HTTP; ${DEFAULT-VALUE}.")
  private String publicUrl = "";

  @Option(
      names = "--store",
      defaultValue = "jdbc:sqlite:signet.db",
      description = "${DEFAULT-VALUE}, or jdbc:postgresql://host/database.")
  private String store = "";

  @Option(
      names = "--profile",
      defaultValue = "private",
      description =
          "Rules of people's certificates: private, or of the S/MIME Baseline Requirements such as"
              + " mailbox-strict or sponsor-multipurpose; ${DEFAULT-VALUE}.")
  private String profile = "private";

  @Option(
      names = "--organization-identifier",
      description = "The organisation's registration, such as NTRGB-12345678.")
  private @Nullable String organizationIdentifier;

  @Option(
      names = "--ca-key",
      paramLabel = "PKCS11-URI",
      description = {
        "Makes the issuing authority's key in a token, where it stays:",
        "pkcs11:token=LABEL;object=NAME?module-path=LIBRARY&pin-source=FILE (RFC 7512).",
        "Without pin-source the PIN is SIGNET_PIN, or asked for."
      })
  private @Nullable String authorityKey;

  @Option(names = "--country", description = "Two capital letters of ISO 3166-1.")
  private @Nullable String country;

  @Option(
      names = "--root-key-kind",
      defaultValue = "p-384",
      description = "p-384, rsa-4096, ed25519, ml-dsa-87 …; ${DEFAULT-VALUE}.")
  private String rootKind = "p-384";

  @Option(
      names = "--issuing-key-kind",
      defaultValue = "p-256",
      description = "p-256, p-384, rsa-3072, rsa-4096, ed25519, ml-dsa-65; ${DEFAULT-VALUE}.")
  private String issuingKind = "p-256";

  @Option(
      names = "--offline",
      paramLabel = "FOLDER",
      description = "Where the root's key and the backups' key go, instead of HOME/offline.")
  private @Nullable Path offline;

  @Override
  public Integer call() throws Exception {
    Home home = Home.locate(folder);
    Foundation.AuthorityAlgorithms keys =
        new Foundation.AuthorityAlgorithms(
            KeyKind.of("--root-key-kind", rootKind), KeyKind.of("--issuing-key-kind", issuingKind));
    new Foundation(configuration(), keys, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    if (offline != null) {
      carryAway(home, offline);
    }
    System.out.println("Made the system of " + organization + " in " + home);
    System.out.println();
    System.out.println("Carry away, and keep apart from each other and from this machine:");
    System.out.println("  " + kept(home, KeyName.ROOT) + "    the root's key");
    System.out.println("  " + kept(home, KeyName.BACKUP) + "  opens backups");
    System.out.println("Their passphrase is in " + home.folder().resolve("passphrase"));
    System.out.println();
    System.out.println("Next: enrol " + officers + " recovery officers, each with own keys:");
    System.out.println(
        "  signet officer enrol --home "
            + home
            + " --name NAME -o officer.p12 officer@"
            + domains.getFirst());
    System.out.println("then: signet up --home " + home);
    return ExitCode.DONE.number();
  }

  private Path kept(Home home, KeyName name) throws IOException {
    Path file = home.vault().path(name);
    return offline == null ? file : offline.resolve(file.getFileName());
  }

  /** Copies first, and deletes what is in the home only when the copies are on the disk. */
  private static void carryAway(Home home, Path to) throws IOException {
    for (KeyName name : List.of(KeyName.ROOT, KeyName.BACKUP)) {
      Path file = home.vault().path(name);
      Path copy = to.resolve(file.getFileName());
      if (Files.exists(copy)) {
        throw Failure.usage(
            copy + ": is there already; name another folder, the key is in " + file);
      }
      PrivateFiles.write(copy, Files.readAllBytes(file));
    }
    for (KeyName name : List.of(KeyName.ROOT, KeyName.BACKUP)) {
      Files.delete(home.vault().path(name));
    }
    Files.deleteIfExists(home.folder().resolve("offline"));
  }

  private Configuration configuration() throws IOException {
    if (quorum < 2 || quorum > officers || officers > 255) {
      throw Failure.usage(
          "init: quorum "
              + quorum
              + " of "
              + officers
              + " officers cannot keep the promise; at least 2 must act together, of at least as"
              + " many and at most 255");
    }
    Configuration asked =
        new Configuration(
                organization,
                domains,
                store,
                new Configuration.Archive(officers, quorum),
                publicUrl,
                new Configuration.Listen(
                    Endpoint.of("127.0.0.1:8443"),
                    Endpoint.of("127.0.0.1:8080"),
                    Endpoint.of("127.0.0.1:2525"),
                    Endpoint.of("127.0.0.1:2526")),
                new MailSettings(Endpoint.of(nextHop), 50_000_000),
                "policy.yaml",
                new Configuration.Log(domains.getFirst() + "/signet", List.of()),
                new Configuration.Certificates(
                    baseline(),
                    Optional.ofNullable(organizationIdentifier),
                    Optional.ofNullable(country),
                    Optional.ofNullable(authorityKey)),
                Configuration.Status.STANDARD,
                BackupSettings.STANDARD)
            .with(AcmeSettings.of(Mailbox.of("acme@" + domains.getFirst())));
    return ConfigurationFile.checked(asked, "signet init");
  }

  private Optional<SmimeBaseline> baseline() {
    if (profile.equals("private")) {
      return Optional.empty();
    }
    return Optional.of(
        SmimeBaseline.ofWord(profile)
            .orElseThrow(() ->
                Failure.usage(
                    "--profile "
                        + profile
                        + ": is no profile; write private, mailbox-strict, sponsor-multipurpose"
                        + " …")));
  }
}
