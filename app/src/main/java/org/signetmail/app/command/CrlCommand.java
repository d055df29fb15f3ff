package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet crl}: the lists of what was revoked. */
@Command(
    name = "crl",
    header = {"Example: signet crl publish", ""},
    description = "Revocation lists: publish, list.",
    subcommands = {CrlCommand.Publish.class, CrlCommand.ListThem.class})
final class CrlCommand extends CommandGroup {
  @Command(
      name = "publish",
      header = {"Example: signet crl publish", ""},
      description = {
        "Makes and publishes all lists of all issuing authorities now, complete and delta.",
        "A running system does so by itself after a revocation and before a list ends."
      })
  static final class Publish implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        List<CrlStore.Crl> made = organization.authority().publishCrls();
        System.out.println(made.size() + " lists published; 'signet crl list' shows them");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "list",
      header = {"Example: signet crl list", ""},
      description = "Lists what is published, and until when it counts.")
  static final class ListThem implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Table table = new Table("list", "number", "made", "next at the latest", "issuer");
        for (Certificate issuer : organization.authorities()) {
          for (CrlStore.CrlHead head : organization.store().crls().heads(issuer.keyId())) {
            table.row(
                Publication.name(issuer.keyId()) + Publication.crlSuffix(head.key()),
                head.number().toString(),
                head.thisUpdate().toString(),
                head.nextUpdate().toString(),
                issuer.displayName());
          }
        }
        table.print(System.out, "nothing is published yet; 'signet crl publish' does it");
      }
      return ExitCode.DONE.number();
    }
  }
}
