package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CrossCertification;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet ca}: our authorities, and standing under another one. */
@Command(
    name = "ca",
    header = {"Example: signet ca request -o issuing.csr", ""},
    description = "Our authorities: show, request, import, rollover, root-list, reissue, revoke.",
    subcommands = {
      AuthorityCommand.Show.class,
      AuthorityCommand.Request.class,
      AuthorityCommand.Import.class,
      GenerationCommand.Rollovers.class,
      GenerationCommand.RootList.class,
      GenerationCommand.Reissues.class,
      GenerationCommand.Revokes.class
    })
final class AuthorityCommand extends CommandGroup {
  @Command(
      name = "show",
      header = {"Example: signet ca show", ""},
      description = "Shows root and issuing authority, and who certified them.")
  static final class Show implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Table table = new Table("authority", "certified by", "until", "sha256");
        List<Certificate> all = new ArrayList<>(organization.authorities());
        all.addAll(organization.certifying().certifiedByOthers());
        for (Certificate one : all) {
          table.row(
              one.displayName(),
              one.isSelfIssued() ? "itself" : one.issuer(),
              one.notAfter().toString(),
              one.fingerprint());
        }
        table.print(System.out, "no authority");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "request",
      header = {"Example: signet ca request -o issuing.csr", ""},
      description = {
        "Makes a request (PKCS#10) to another authority for our issuing authority's key. The",
        "other authority must keep its subject and its subject key identifier."
      })
  static final class Request implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where it goes; standard output when left out.")
    private @Nullable Path output;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        String pem = organization.certifying().authorityRequest().pem();
        if (output == null) {
          System.out.print(pem);
        } else {
          Files.write(output, pem.getBytes(StandardCharsets.US_ASCII));
          System.out.println(
              "The request for " + organization.issuing().displayName() + " is in " + output);
          System.out.println("Next: signet ca import CERTIFICATE.pem --root ROOT.pem");
        }
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "import",
      header = {"Example: signet ca import --root their-root.pem issuing.pem", ""},
      description = {
        "Takes the certificate that another authority made for our request, with its chain:",
        "checked, logged, and from then on sent along with what our people sign."
      })
  static final class Import implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "The certificate, and those between it and the root.")
    private List<Path> files = new ArrayList<>();

    @Option(
        names = "--root",
        required = true,
        paramLabel = "FILE",
        description = "The other authority's root.")
    private List<Path> roots = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      List<Certificate> delivered = read(files);
      List<Certificate> anchors = read(roots);
      try (Organization organization = home.open()) {
        switch (CrossCertification.check(
            organization.issuing(), delivered, anchors, organization.now())) {
          case CrossCertification.Refused(List<Finding> findings) -> {
            Finding first = findings.stream().filter(Finding::isError).findFirst().orElseThrow();
            throw new Failure(ExitCode.FAILED, first.line());
          }
          case CrossCertification.Accepted accepted -> {
            long index = organization.certifying().certifiedBy(accepted);
            System.out.println(
                organization.issuing().displayName()
                    + " is certified by "
                    + accepted.certificate().issuer()
                    + " until "
                    + accepted.certificate().notAfter()
                    + "; log index "
                    + index);
            accepted.findings().forEach(one -> System.out.println("  note: " + one.line()));
            System.out.println("Restart 'signet up', so that it goes along with new signatures.");
          }
        }
      }
      return ExitCode.DONE.number();
    }

    private static List<Certificate> read(List<Path> files) throws IOException {
      List<Certificate> all = new ArrayList<>();
      for (Path file : files) {
        all.addAll(Certificates.read(Input.smallFile(file, "a certificate"), file.toString()));
      }
      return all;
    }
  }
}
