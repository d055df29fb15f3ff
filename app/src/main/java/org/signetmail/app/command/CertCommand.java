package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Revocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet cert}: certificates, ours and anybody's. */
@Command(
    name = "cert",
    header = {"Example: signet cert lint alice.pem", ""},
    description = "Certificates: list, show, find, export, revoke, lint.",
    subcommands = {
      CertListCommand.class,
      CertShowCommand.class,
      CertFindCommand.class,
      CertExportCommand.class,
      CertCommand.Revoke.class,
      CertLintCommand.class
    })
final class CertCommand extends CommandGroup {
  @Command(
      name = "revoke",
      header = {"Example: signet cert revoke 1f2e3d… --reason key-compromise", ""},
      description = "Ends a certificate for ever, and publishes it in a new CRL.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "SERIAL", description = "Hexadecimal, as 'signet cert list' shows it.")
    private String serial = "";

    @Option(
        names = "--reason",
        required = true,
        description =
            "unspecified, key-compromise, affiliation-changed, superseded,"
                + " cessation-of-operation or privilege-withdrawn (RFC 5280 §5.3.1).")
    private String reason = "";

    @Override
    public Integer call() throws Exception {
      Revocation.Reason why = reason();
      try (Organization organization = home.open()) {
        Listed listed = OwnCertificate.bySerial(organization, serial);
        Certificate certificate = listed.record().certificate();
        if (!organization.authority().answersFor(listed.record().issuer())) {
          throw new Failure(
              ExitCode.FAILED,
              certificate.displayName()
                  + ": was signed by another authority of ours than the one at work"
                  + " (RFC 5280 §5); revoke it with that authority's key");
        }
        switch (organization
            .authority()
            .revoke(listed.record().issuer(), certificate.serial(), why)) {
          case CertificateStore.Revoked.Done(long index) -> {
            organization.authority().publishDue();
            System.out.println(
                certificate.displayName()
                    + ", serial "
                    + certificate.serialHex()
                    + ", is revoked ("
                    + reason
                    + "); log index "
                    + index
                    + "; a new CRL is published");
          }
          case CertificateStore.Revoked.Before(Revocation earlier) ->
              throw new Failure(
                  ExitCode.FAILED,
                  certificate.serialHex()
                      + ": was revoked at "
                      + earlier.at()
                      + " ("
                      + Words.of(earlier.reason())
                      + ") (RFC 5280 §5.3.1); nothing is left to do");
          case CertificateStore.Revoked.Unknown() -> throw OwnCertificate.unknown(serial);
        }
      }
      return ExitCode.DONE.number();
    }

    /** Only reasons that end a certificate of a subscriber. */
    private Revocation.Reason reason() {
      List<Revocation.Reason> allowed =
          List.of(
              Revocation.Reason.UNSPECIFIED,
              Revocation.Reason.KEY_COMPROMISE,
              Revocation.Reason.AFFILIATION_CHANGED,
              Revocation.Reason.SUPERSEDED,
              Revocation.Reason.CESSATION_OF_OPERATION,
              Revocation.Reason.PRIVILEGE_WITHDRAWN);
      return allowed.stream()
          .filter(one -> Words.of(one).equals(reason))
          .findFirst()
          .orElseThrow(() ->
              Failure.usage(
                  "--reason "
                      + reason
                      + ": is no reason that ends a certificate (RFC 5280 §5.3.1); one of "
                      + String.join(", ", allowed.stream().map(Words::of).toList())));
    }
  }
}
