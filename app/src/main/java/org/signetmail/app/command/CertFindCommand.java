package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.directory.Lookup;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet cert find}: what the gateway would encrypt to, and where it comes from. */
@Command(
    name = "find",
    header = {"Example: signet cert find bob@partner.example", ""},
    description = "Looks everywhere the gateway would, and says where each answer came from.")
final class CertFindCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ADDRESS", description = "Whose certificates.")
  private String address = "";

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Mailbox mailbox = Mailbox.of(address);
    try (Organization organization = home.open()) {
      Lookup lookup = organization.directory().survey(mailbox);
      List<Lookup.Ranked> ranked =
          lookup instanceof Lookup.Found found ? found.ranked() : List.of();
      if (json) {
        Json.print(System.out, out -> write(out, ranked, lookup.findings()));
      } else {
        print(ranked, lookup.findings());
      }
      return switch (lookup) {
        case Lookup.Found _ -> ExitCode.DONE.number();
        case Lookup.NotFound _ -> ExitCode.FAILED.number();
        case Lookup.Unreachable _ -> ExitCode.UNREACHABLE.number();
      };
    }
  }

  private static void print(List<Lookup.Ranked> ranked, List<Finding> findings) {
    Table table = new Table("found in", "serial", "until", "why");
    ranked.forEach(one ->
        table.row(
            one.source(),
            one.certificate().serialHex(),
            one.certificate().notAfter().toString(),
            one.why()));
    table.print(System.out, "no certificate that can be encrypted to");
    findings.forEach(finding -> System.out.println("  " + Report.printable(finding.line())));
  }

  private static void write(JsonGenerator out, List<Lookup.Ranked> ranked, List<Finding> findings) {
    out.writeStartObject();
    out.writeArrayPropertyStart("certificates");
    for (Lookup.Ranked one : ranked) {
      out.writeStartObject();
      out.writeStringProperty("source", one.source());
      out.writeStringProperty("why", one.why());
      out.writeStringProperty("serial", one.certificate().serialHex());
      out.writeStringProperty("issuer", one.certificate().issuer());
      out.writeStringProperty("notAfter", one.certificate().notAfter().toString());
      out.writeStringProperty("pem", one.certificate().pem());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("findings");
    findings.forEach(finding -> Report.writeFinding(out, finding));
    out.writeEndArray();
    out.writeEndObject();
  }
}
