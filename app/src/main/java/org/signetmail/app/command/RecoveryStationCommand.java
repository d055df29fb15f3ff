package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.Officer;
import org.signetmail.archive.StationFile;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet recovery station}: where two persons together open messages. */
@Command(
    name = "station",
    header = {
      "Example: signet recovery station make --custodian ann.pem --custodian ben.pem -o"
          + " station.key",
      ""
    },
    description = "A two-person station for investigations: make, certify.",
    subcommands = {RecoveryStationCommand.Make.class, RecoveryStationCommand.Certify.class})
final class RecoveryStationCommand extends CommandGroup {

  @Command(
      name = "make",
      header = {
        "Example: signet recovery station make --custodian ann.pem --custodian"
            + " ben.pem -o station.key",
        ""
      },
      description = {
        "On the station, without server or network: makes its key, under two persons' keys. The"
            + " file opens with both of these, and with neither alone."
      })
  static final class Make implements Callable<Integer> {
    @Option(
        names = "--custodian",
        required = true,
        paramLabel = "CERTIFICATE",
        description = "An encryption certificate of each of the two persons.")
    private List<Path> custodians = new ArrayList<>();

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "STATION.key",
        description = "The station's key, sealed.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
      List<Certificate> two = Trust.certificates(custodians);
      if (two.size() != 2) {
        throw Failure.usage(
            "recovery station make: has " + two.size() + " custodians; name two persons");
      }
      if (Files.exists(output)) {
        throw Failure.usage(output + ": is there already; name a new file");
      }
      SecureRandom random = new SecureRandom();
      EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_384, random);
      try {
        StationFile file = StationFile.make(key, two.getFirst(), two.getLast(), random);
        PrivateFiles.write(output, file.encoded());
      } catch (IllegalArgumentException e) {
        throw Failure.refused(e);
      }
      System.out.println(
          "The station's key is in "
              + output
              + "; it opens with the keys of "
              + two.getFirst().displayName()
              + " and "
              + two.getLast().displayName()
              + " together");
      System.out.println("Next: signet recovery station certify " + output + " --name NAME");
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "certify",
      header = {
        "Example: signet recovery station certify station.key --name \"Station"
            + " 1\" -o station.pem",
        ""
      },
      description = "The organisation's certificate for a station; the key stays sealed.")
  static final class Certify implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "STATION.key", description = "From 'recovery station make'.")
    private Path file = Path.of("");

    @Option(names = "--name", required = true, description = "As it stands in the certificate.")
    private String name = "";

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws Exception {
      StationFile station = StationFile.of(Input.smallFile(file, "a station's key"));
      try (Organization organization = home.open()) {
        requireCustodians(organization, station);
        SubjectName subject =
            new SubjectName(name, Optional.of(organization.configuration().organization()));
        Issuance issuance =
            organization
                .authority()
                .issueService(
                    ServiceKind.STATION,
                    KeyPairs.publicKey(station.subjectPublicKeyInfo()),
                    ServiceNames.ofStation(subject, station.mailboxes()));
        switch (issuance) {
          case Issuance.Refused refused ->
              throw new Failure(ExitCode.FAILED, refused.findings().getFirst().line());
          case Issuance.Issued issued ->
              output.write(out ->
                  out.write(
                      issued
                          .certificate()
                          .pem()
                          .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
      }
      return ExitCode.DONE.number();
    }

    /** Two whom this organisation knows, and who have no other part in it. */
    private static void requireCustodians(Organization organization, StationFile station) {
      List<Officer> officers =
          Stream.concat(
                  organization.archiving().officers().list().stream(),
                  organization.archiving().officers().waiting().stream())
              .toList();
      for (Certificate custodian : station.custodians()) {
        List<Finding> findings =
            PathValidator.validate(
                        custodian,
                        PathValidator.Purpose.EMAIL_ENCRYPTION,
                        organization.now(),
                        organization.trust(RevocationChecking.IF_AVAILABLE))
                    instanceof PathValidator.Outcome.Valid
                ? organization.configuration().archive().roles().objections(custodian, officers)
                : List.of(
                    ArchiveFinding.STATION_CUSTODIAN.on(
                        custodian.displayName(), "has no valid certificate of this organisation"));
        if (!findings.isEmpty()) {
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
        }
      }
    }
  }
}
