package org.signetmail.app.command;

import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.rollout.ProgressJson;
import org.signetmail.rollout.Coverage;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.WaveProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet rollout status}: coverage by group and wave. */
@Command(
    name = "status",
    header = {"Example: signet rollout status --json", ""},
    description = "How many people of each group and wave have come how far.")
final class RolloutStatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      RolloutProgress rollout = organization.enrolling().rollout();
      if (json) {
        Json.print(System.out, out -> ProgressJson.write(out, rollout));
      } else {
        groups(rollout);
        System.out.println();
        waves(rollout);
      }
    }
    return ExitCode.DONE.number();
  }

  private static void groups(RolloutProgress rollout) {
    Table table = new Table("group", "people", "enrolled", "sign", "read");
    rollout.status().byGroup().forEach((group, coverage) -> row(table, group, coverage));
    row(table, "all", rollout.status().coverage());
    table.print(System.out, "nobody yet");
  }

  private static void row(Table table, String name, Coverage coverage) {
    table.row(
        name,
        String.valueOf(coverage.people()),
        String.valueOf(coverage.enrolled()),
        String.valueOf(coverage.signing()),
        String.valueOf(coverage.reading()));
  }

  private static void waves(RolloutProgress rollout) {
    Table table =
        new Table(
            "wave", "state", "since", "people", "invited", "enrolled", "signs", "reads", "after");
    for (WaveProgress wave : rollout.waves()) {
      long invited = wave.journeys().stream().filter(j -> j.invitation().isPresent()).count();
      table.row(
          wave.record().wave().name(),
          wave.record().wave().state().word(),
          wave.record().changed().toString(),
          String.valueOf(wave.journeys().size()),
          String.valueOf(invited),
          String.valueOf(wave.coverage().enrolled()),
          String.valueOf(reached(wave, Journey.Stage.SIGNS)),
          String.valueOf(reached(wave, Journey.Stage.READS)),
          String.join(", ", wave.record().wave().after()));
    }
    table.print(System.out, "no waves yet; make a plan with 'signet rollout plan'");
  }

  private static long reached(WaveProgress wave, Journey.Stage stage) {
    return wave.journeys().stream().filter(one -> one.stage().compareTo(stage) >= 0).count();
  }
}
