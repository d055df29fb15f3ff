package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.client.AppleProfile;
import org.signetmail.app.client.ClientFacts;
import org.signetmail.app.client.ClientFile;
import org.signetmail.app.client.OutlookSetup;
import org.signetmail.app.client.ServedClientFiles;
import org.signetmail.app.client.ThunderbirdSetup;
import org.signetmail.app.organization.Organization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet client}: what mail programs are set up with. */
@Command(
    name = "client",
    header = {"Example: signet client thunderbird -o thunderbird/", ""},
    description = "Writes files that set mail programs up: Thunderbird, Outlook, Apple's.",
    subcommands = {
      ClientCommand.Thunderbird.class,
      ClientCommand.Outlook.class,
      ClientCommand.Apple.class
    })
final class ClientCommand extends CommandGroup {

  @Command(
      name = "thunderbird",
      header = {"Example: signet client thunderbird -o thunderbird/", ""},
      description = {
        "Writes Thunderbird's policies.json, the directory in signet.cfg, our certificates, and the"
            + " account wizard's config-v1.1.xml where signet.yaml names the mail servers.",
        "docs/clients/thunderbird.md says where each belongs."
      })
  static final class Thunderbird implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Folder folder = new Folder();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        folder.write(ThunderbirdSetup.files(ClientFacts.of(organization)));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "outlook",
      header = {"Example: signet client outlook -o outlook/", ""},
      description =
          "Writes a registry file and a Group Policy template with Outlook's S/MIME values.")
  static final class Outlook implements Callable<Integer> {
    @Mixin private Folder folder = new Folder();

    @Override
    public Integer call() throws Exception {
      folder.write(OutlookSetup.files());
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "apple",
      header = {
        "Example: signet client apple --mailbox alice@example.com --encryption alice.p12"
            + " -o alice.mobileconfig",
        ""
      },
      description = {
        "Writes a configuration profile for macOS, iOS and iPadOS: our authorities and directory,"
            + " and with --mailbox the account. It is signed with the key of our HTTPS server."
      })
  static final class Apple implements Callable<Integer> {
    private static final int LARGEST = 1 << 20;

    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Output output = new Output();

    @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "Whose account.")
    private @Nullable String mailbox;

    @Option(
        names = "--signing",
        paramLabel = "P12",
        description = "The person's signing key; the device asks for its password.")
    private @Nullable Path signing;

    @Option(
        names = "--encryption",
        paramLabel = "P12",
        description = "The person's encryption key; the device asks for its password.")
    private @Nullable Path encryption;

    @Override
    public Integer call() throws Exception {
      if (mailbox == null && (signing != null || encryption != null)) {
        throw Failure.usage("--signing, --encryption: keys are a person's; add --mailbox");
      }
      try (Organization organization = home.open()) {
        byte[] profile = profile(organization);
        output.write(out -> ServedClientFiles.sign(organization, profile, out));
      }
      return ExitCode.DONE.number();
    }

    private byte[] profile(Organization organization) throws IOException {
      ClientFacts facts = ClientFacts.of(organization);
      if (mailbox == null) {
        return AppleProfile.plain(facts);
      }
      try {
        return AppleProfile.of(
            facts,
            organization.ourMailbox(mailbox),
            new AppleProfile.Identities(read(signing), read(encryption)));
      } catch (IllegalArgumentException e) {
        throw Failure.usage(String.valueOf(e.getMessage()));
      }
    }

    private static Optional<byte[]> read(@Nullable Path file) throws IOException {
      if (file == null) {
        return Optional.empty();
      }
      if (Files.size(file) > LARGEST) {
        throw new Failure(
            ExitCode.UNREADABLE, file + ": is larger than 1 MiB, so no key file; name another");
      }
      return Optional.of(Files.readAllBytes(file));
    }
  }

  /** Where several files go. */
  static final class Folder {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FOLDER",
        required = true,
        description = "Write the files here; the folder is made.")
    private Path folder = Path.of("");

    void write(List<ClientFile> files) throws IOException {
      for (ClientFile file : files) {
        Path target = folder.resolve(file.name());
        Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
        Output.writeFile(target, out -> out.write(file.content()));
        System.out.println(target);
      }
    }
  }
}
