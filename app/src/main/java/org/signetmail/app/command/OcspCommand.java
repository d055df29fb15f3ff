package org.signetmail.app.command;

import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateStore.Standing;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Revocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code signet ocsp}: what the responder says. */
@Command(
    name = "ocsp",
    header = {"Example: signet ocsp status 3f2a…", ""},
    description = "Certificate status: status.",
    subcommands = OcspCommand.Status.class)
final class OcspCommand extends CommandGroup {
  @Command(
      name = "status",
      header = {"Example: signet ocsp status 3f2a1b", ""},
      description = {
        "What /ocsp answers for a serial number of any of our authorities.",
        "Exit code 0 good, 1 revoked or on hold, 3 never issued here."
      })
  static final class Status implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "SERIAL", description = "In hexadecimal, as certificates show it.")
    private String serial = "";

    @Override
    public Integer call() throws Exception {
      BigInteger number = number();
      try (Organization organization = home.open()) {
        for (Certificate issuer : organization.authorities()) {
          Optional<Standing> standing =
              organization.store().certificates().standing(issuer.keyId(), number);
          if (standing.isPresent()) {
            return report(issuer, standing.get().revocation());
          }
        }
      }
      System.out.println("unknown: nobody here has issued it");
      return ExitCode.INDETERMINATE.number();
    }

    private static Integer report(Certificate issuer, Optional<Revocation> revocation) {
      if (revocation.isEmpty()) {
        System.out.println("good: issued by " + issuer.displayName());
        return ExitCode.DONE.number();
      }
      String reason =
          revocation.get().reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      System.out.println(
          "revoked: since "
              + revocation.get().at()
              + " ("
              + reason
              + "), issued by "
              + issuer.displayName());
      return ExitCode.FAILED.number();
    }

    private BigInteger number() {
      String digits = serial.replace(":", "");
      if (!digits.matches("[0-9A-Fa-f]{1,40}")) {
        throw Failure.usage(
            "serial '" + serial + "': is not hexadecimal of at most 20 octets (RFC 5280 §4.1.2.2)");
      }
      return new BigInteger(digits, 16);
    }
  }
}
