package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.doctor.Check;
import org.signetmail.app.doctor.Doctor;
import org.signetmail.app.organization.Organization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet doctor}: what is wrong with a system, and what to do. */
@Command(
    name = "doctor",
    header = {"Example: signet doctor --home /var/lib/signet", ""},
    description = {
      "Checks configuration, secret files, disk, store, policy, clock, certificates, revocation"
          + " lists, officers, backups, notices, the next hop and DNS, and says what to do.",
      "It changes nothing. 0: nothing is wrong, warnings aside. 1: something is. 6: no store."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "One JSON document.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Check.Done> all;
    try (Organization organization = home.open()) {
      all =
          Doctor.of(organization)
              .examine(done -> {
                if (!json) {
                  tell(done);
                }
              });
    }
    long errors = all.stream().filter(done -> done.state() == Check.State.ERROR).count();
    if (json) {
      Json.print(
          System.out,
          out -> {
            out.writeStartObject();
            out.writeStringProperty("result", errors == 0 ? "passed" : "failed");
            out.writeArrayPropertyStart("checks");
            for (Check.Done done : all) {
              out.writeStartObject();
              out.writeStringProperty("check", done.name());
              out.writeStringProperty("state", Words.of(done.state()));
              out.writeStringProperty("seen", done.result().seen());
              out.writeArrayPropertyStart("findings");
              done.result().findings().forEach(finding -> Report.writeFinding(out, finding));
              out.writeEndArray();
              out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
          });
    } else {
      System.out.println(
          errors == 0
              ? "Nothing is wrong that would stop it."
              : errors + " of " + all.size() + " checks found something wrong.");
    }
    return (errors == 0 ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  private static void tell(Check.Done done) {
    String mark =
        switch (done.state()) {
          case OK -> "●";
          case WARNING -> "○";
          case ERROR -> "✗";
        };
    System.out.printf(
        "%s %-8s %-22s %s%n",
        mark, Words.of(done.state()), done.name(), Report.printable(done.result().seen()));
    done.result()
        .findings()
        .forEach(finding -> System.out.println("    " + Report.printable(finding.line())));
  }
}
