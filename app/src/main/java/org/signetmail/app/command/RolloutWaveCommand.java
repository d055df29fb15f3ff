package org.signetmail.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.rollout.BroughtPolicy;
import org.signetmail.app.rollout.ProgressJson;
import org.signetmail.app.rollout.WaveDirector;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet rollout wave}: one wave of the plan. */
@Command(
    name = "wave",
    header = {"Example: signet rollout wave start pilot", ""},
    description = "Waves of the plan: start, pause, resume, remind, rollback, show.",
    subcommands = {
      RolloutWaveCommand.Start.class,
      RolloutWaveCommand.Pause.class,
      RolloutWaveCommand.Resume.class,
      RolloutWaveCommand.Remind.class,
      RolloutWaveCommand.Rollback.class,
      RolloutWaveCommand.Show.class
    })
final class RolloutWaveCommand extends CommandGroup {

  @Command(
      name = "start",
      header = {"Example: signet rollout wave start pilot --policy pilot.yaml", ""},
      description = {
        "Looks whether the wave's conditions hold, says of each what was seen, puts its policy in",
        "force, and invites its people."
      })
  static final class Start implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "WAVE", description = "Its name in the plan.")
    private String name = "";

    @Option(
        names = "--policy",
        paramLabel = "POLICY.yaml",
        description = "Comes with the wave; the present one stays when left out.")
    private @Nullable Path policy;

    @Option(
        names = "--despite",
        paramLabel = "CONDITION",
        description =
            "A condition that need not hold this time, such as clients-ready; repeatable.")
    private List<String> despite = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      Set<Wave.Condition> waived = waived();
      try (Organization organization = home.open()) {
        WaveDirector.Outcome outcome =
            new WaveDirector(organization).start(name, BroughtPolicy.named(policy), waived);
        print(outcome.findings());
        return switch (outcome) {
          case WaveDirector.Outcome.Started started -> {
            System.out.println(
                "wave " + name + " runs; " + started.invited() + " people are invited");
            System.out.println("The invitations go out by mail while 'signet up' runs");
            yield ExitCode.DONE.number();
          }
          case WaveDirector.Outcome.NotYet _ -> {
            System.out.println("wave " + name + " was not started");
            yield ExitCode.FAILED.number();
          }
        };
      }
    }

    private Set<Wave.Condition> waived() {
      Set<Wave.Condition> waived = EnumSet.noneOf(Wave.Condition.class);
      for (String word : despite) {
        waived.add(
            EnumSet.allOf(Wave.Condition.class).stream()
                .filter(condition -> condition.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                    Failure.usage(
                        "--despite "
                            + word
                            + ": is no condition; one of "
                            + String.join(
                                ", ",
                                EnumSet.allOf(Wave.Condition.class).stream()
                                    .map(Wave.Condition::word)
                                    .toList()))));
      }
      return waived;
    }
  }

  /** What is done with one wave, and said in one line. */
  abstract static class Act implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "WAVE", description = "Its name in the plan.")
    private String name = "";

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        System.out.println("wave " + name + " " + run(new WaveDirector(organization), name));
      }
      return ExitCode.DONE.number();
    }

    /** Does it; what the wave is then. */
    abstract String run(WaveDirector director, String wave) throws Exception;
  }

  @Command(
      name = "pause",
      header = {"Example: signet rollout wave pause pilot", ""},
      description = "Nobody is invited or reminded until it is resumed.")
  static final class Pause extends Act {
    @Override
    String run(WaveDirector director, String wave) {
      director.pause(wave);
      return "is paused; 'signet rollout wave resume' goes on";
    }
  }

  @Command(
      name = "resume",
      header = {"Example: signet rollout wave resume pilot", ""},
      description = "Goes on with a wave that was paused.")
  static final class Resume extends Act {
    @Override
    String run(WaveDirector director, String wave) throws Exception {
      return "runs again; " + director.resume(wave) + " people are written to";
    }
  }

  @Command(
      name = "remind",
      header = {"Example: signet rollout wave remind pilot", ""},
      description = {
        "Writes once more to those who were invited and did not enrol; to nobody twice a day."
      })
  static final class Remind extends Act {
    @Override
    String run(WaveDirector director, String wave) throws Exception {
      return "goes on; " + director.remind(wave) + " people are written to once more";
    }
  }

  @Command(
      name = "rollback",
      header = {"Example: signet rollout wave rollback pilot", ""},
      description = "Puts the policy of before the wave in force again; certificates stay.")
  static final class Rollback extends Act {
    @Override
    String run(WaveDirector director, String wave) throws Exception {
      director.rollBack(wave);
      return "is rolled back; certificates stay";
    }
  }

  @Command(
      name = "show",
      header = {"Example: signet rollout wave show pilot", ""},
      description = "Its conditions, its people, and who is stuck on what.")
  static final class Show implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "WAVE", description = "Its name in the plan.")
    private String name = "";

    @Option(
        names = "--policy",
        paramLabel = "POLICY.yaml",
        description = "That would come with it; the present one when left out.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        WaveDirector director = new WaveDirector(organization);
        WaveProgress wave = director.show(name);
        List<Finding> conditions = director.conditions(name, BroughtPolicy.named(policy));
        if (json) {
          Json.print(System.out, out -> ProgressJson.write(out, wave, conditions));
        } else {
          System.out.println(
              "wave "
                  + name
                  + " is "
                  + wave.record().wave().state().word()
                  + " since "
                  + wave.record().changed()
                  + ", for "
                  + String.join(", ", wave.record().wave().groups()));
          print(conditions);
          Table table = new Table("person", "stage", "next");
          wave.journeys()
              .forEach(one ->
                  table.row(
                      one.standing().person().mailbox().toString(),
                      one.stage().word(),
                      one.next().orElse("")));
          table.print(System.out, "nobody is in its groups");
        }
      }
      return ExitCode.DONE.number();
    }
  }

  private static void print(List<Finding> findings) {
    for (Finding finding : findings) {
      System.out.println(
          (finding.isError() ? "  not  " : "  ok   ")
              + finding.subject()
              + ": "
              + finding.detail());
    }
  }
}
