package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet officer}: the recovery officers. */
@Command(
    name = "officer",
    header = {"Example: signet officer enrol --name Olivia -o olivia.p12 olivia@example.com", ""},
    description = "Recovery officers: enrol, list, replace.",
    subcommands = {
      OfficerCommand.Enrol.class,
      OfficerCommand.ListThem.class,
      OfficerReplaceCommand.class
    })
final class OfficerCommand extends CommandGroup {
  @Command(
      name = "enrol",
      header = {
        "Example: signet officer enrol --name Olivia -o olivia.p12" + " olivia@example.com",
        ""
      },
      description = {
        "Makes an officer's own keys and gives them a place in the archive.",
        "Who comes when all seats are taken waits for 'signet officer replace'.",
        "The keys are on disk before the place is given: cut off in between, the same command goes"
            + " on."
      })
  static final class Enrol implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();
    @Mixin private Password password = new Password();

    @Parameters(paramLabel = "ADDRESS", description = "The officer's mailbox.")
    private String address = "";

    @Option(names = "--name", required = true, description = "As it stands in the certificate.")
    private String name = "";

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "KEYS.p12",
        description = "The officer's PKCS#12, the officer's alone to keep.")
    private Path output = Path.of("");

    @Option(
        names = "--token-key",
        paramLabel = "PUBLIC.pem",
        description = {
          "The officer's encryption key is in a token, and this is its public key;",
          "the ML-KEM key and the signing key go into KEYS.p12."
        })
    private @Nullable Path tokenKey;

    @Option(
        names = "--token-certificate",
        paramLabel = "OUT.pem",
        description = "Where the certificate over the token's key goes; load it into the token.")
    private @Nullable Path tokenCertificate;

    @Override
    public Integer call() throws Exception {
      char[] secret = password.obtain(output.toString());
      try (Organization organization = home.open()) {
        Mailbox mailbox = Mailbox.of(address);
        OfficerCeremony ceremony = new OfficerCeremony(organization);
        if (Files.exists(output)) {
          goOn(ceremony, mailbox, secret);
        } else {
          OfficerCeremony.Keys keys = keys(ceremony, mailbox);
          PrivateFiles.write(output, keys.file(secret));
          ceremony.enrol(mailbox, name, keys);
        }
        tell(organization, mailbox);
      }
      return ExitCode.DONE.number();
    }

    /** With the keys that a ceremony left which was cut off before its end. */
    private void goOn(OfficerCeremony ceremony, Mailbox mailbox, char[] secret) throws IOException {
      KeyFile file;
      try {
        file = KeyFile.read(Input.smallFile(output, "a key"), secret, output.toString());
      } catch (KeyFile.Unreadable e) {
        throw Failure.usage(output + ": is there already, and does not open; name a new file");
      }
      Optional<Certificate> token =
          tokenCertificate == null
              ? Optional.empty()
              : Optional.of(Trust.certificates(List.of(tokenCertificate)).getFirst());
      OfficerCeremony.Keys keys =
          OfficerCeremony.Keys.of(file, token)
              .orElseThrow(() ->
                  Failure.usage(
                      output + ": is there already, and has other keys; name a new file"));
      ceremony.enrol(mailbox, name, keys);
    }

    private OfficerCeremony.Keys keys(OfficerCeremony ceremony, Mailbox mailbox)
        throws IOException {
      if (tokenKey == null) {
        return ceremony.make(mailbox, name);
      }
      if (tokenCertificate == null) {
        throw Failure.usage(
            "--token-key: needs a place for the certificate; add --token-certificate OUT.pem");
      }
      PublicKey key = PublicKeyFile.read(tokenKey);
      OfficerCeremony.Keys keys = ceremony.make(mailbox, name, key);
      Files.write(tokenCertificate, keys.classical().pem().getBytes(StandardCharsets.US_ASCII));
      return keys;
    }

    private void tell(Organization organization, Mailbox mailbox) {
      OfficerSet set = organization.archiving().officers().sets().getLast();
      if (organization.archiving().officers().waiting().stream()
          .anyMatch(o -> o.mailbox().equals(mailbox))) {
        System.out.println(name + " is enrolled and has no seat yet; keys in " + output);
        System.out.println(
            "Next, with "
                + set.quorum().required()
                + " officers present: signet officer replace --in "
                + mailbox
                + " --out ADDRESS --key OFFICER.p12 …");
        return;
      }
      int enrolled = set.officers().size();
      int wanted = set.quorum().officers();
      System.out.println(
          name + " is recovery officer " + enrolled + " of " + wanted + "; keys in " + output);
      if (enrolled < wanted) {
        System.out.println(
            "The archive takes keys when "
                + wanted
                + " officers are enrolled; enrol "
                + (wanted - enrolled)
                + " more.");
      }
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet officer list", ""},
      description = "Lists the officers in the order of their shares.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<OfficerSet> sets = organization.archiving().officers().sets();
        List<Officer> waiting = organization.archiving().officers().waiting();
        if (json) {
          new OfficerReport(sets, waiting, organization.store().reseals()::count).json(System.out);
        } else {
          new OfficerReport(sets, waiting, organization.store().reseals()::count).table(System.out);
        }
      }
      return ExitCode.DONE.number();
    }
  }
}
