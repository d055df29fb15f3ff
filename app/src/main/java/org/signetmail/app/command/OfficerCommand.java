package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Officer;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet officer}: the recovery officers. */
@Command(
    name = "officer",
    header = {"Example: signet officer enrol --name Olivia -o olivia.p12 olivia@example.com", ""},
    description = "Recovery officers: enrol, list.",
    subcommands = {OfficerCommand.Enrol.class, OfficerCommand.ListThem.class})
final class OfficerCommand extends CommandGroup {
  @Command(
      name = "enrol",
      description = "Makes an officer's own keys and gives them a place in the archive.")
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

    @Override
    public Integer call() throws Exception {
      char[] secret = password.obtain(output.toString());
      try (Organization organization = home.open()) {
        OfficerCeremony.Keys keys =
            new OfficerCeremony(organization).enrol(Mailbox.of(address), name);
        PrivateFiles.write(output, keys.file(secret));
        int enrolled = organization.officers().list().size();
        int wanted = organization.quorum().officers();
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
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "list", description = "Lists the officers in the order of their shares.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Table table = new Table("officer", "address", "shares are sealed to", "until");
        for (Officer officer : organization.officers().list()) {
          table.row(
              officer.name(),
              officer.mailbox().toString(),
              officer.encryption().keyId().hex().substring(0, 16),
              officer.encryption().notAfter().toString());
        }
        table.print(System.out, "no officer yet; enrol the first with 'signet officer enrol'");
      }
      return ExitCode.DONE.number();
    }
  }
}
