package org.signetmail.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Terminal;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.rollout.DeviceList;
import org.signetmail.app.rollout.MailSample;
import org.signetmail.app.rollout.PeopleList;
import org.signetmail.app.rollout.PlanBasis;
import org.signetmail.app.rollout.PlanChanges;
import org.signetmail.app.rollout.PlanFiles;
import org.signetmail.app.rollout.PlanJson;
import org.signetmail.app.rollout.RolloutAnswersFile;
import org.signetmail.app.rollout.ServerInventory;
import org.signetmail.rollout.DeploymentPlan;
import org.signetmail.rollout.DeploymentPlanner;
import org.signetmail.rollout.Inventory;
import org.signetmail.rollout.ListedMember;
import org.signetmail.rollout.MailPrograms;
import org.signetmail.rollout.MailTally;
import org.signetmail.rollout.PlanSection;
import org.signetmail.rollout.RolloutAnswers;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet rollout plan}: what there is, and the plan that follows. */
@Command(
    name = "plan",
    header = {"Example: signet rollout plan --sample archive.mbox --people people.csv", ""},
    description = {
      "Looks at people, mail, certificates and servers, reads rollout.yaml, and writes the"
          + " deployment",
      "plan into the home's folder rollout/: JSON, Markdown, HTML and PDF. Run again, it says what",
      "changed. Mail of a sample is read and not kept; nothing leaves the machine."
    })
final class RolloutPlanCommand implements Callable<Integer> {
  private static final long LARGEST = 1L << 30;

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--sample",
      paramLabel = "MAIL",
      description = "An mbox, a Maildir or a folder of messages; repeatable.")
  private List<Path> samples = new ArrayList<>();

  @Option(
      names = "--people",
      paramLabel = "FILE",
      description = "People besides those here: LDIF, or a table mailbox,group; repeatable.")
  private List<Path> lists = new ArrayList<>();

  @Option(
      names = "--directory",
      description =
          "People and groups of the directory that people sign in at, besides those here.")
  private boolean directory;

  @Option(
      names = "--devices",
      paramLabel = "FILE",
      description = "A device management's table mailbox,program,version; repeatable.")
  private List<Path> devices = new ArrayList<>();

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "What the organisation says; rollout.yaml of the home when left out.")
  private @Nullable Path answers;

  @Option(names = "--no-servers", description = "Do not ask our mail servers and DNS.")
  private boolean noServers;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      RolloutAnswersFile file =
          answers == null
              ? RolloutAnswersFile.of(organization.home())
              : RolloutAnswersFile.of(answers);
      Optional<Console> person = json ? Optional.empty() : Terminal.console();
      if (person.isPresent()) {
        file =
            file.asking(text -> Optional.ofNullable(person.get().readLine("%s ", text)).orElse(""));
      }
      DeploymentPlan plan = plan(organization, file.answers());
      PlanChanges changes = new PlanFiles(organization.home().rollout()).write(plan);
      organization.store().waves().plan(plan.waves(), organization.now());
      if (json) {
        Json.print(System.out, out -> PlanJson.write(out, plan, changes));
      } else {
        print(plan, changes, organization.home().rollout());
      }
    }
    return ExitCode.DONE.number();
  }

  private DeploymentPlan plan(Organization organization, RolloutAnswers said) throws IOException {
    PlanBasis basis = new PlanBasis(organization);
    MailTally tally = basis.tally(MailPrograms.standard());
    MailSample sample = new MailSample(tally);
    Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, LARGEST);
    for (Path mail : samples) {
      new Messages(mail, spool).each("sample", (name, message) -> sample.add(message));
    }
    for (Path list : devices) {
      DeviceList.count(Input.smallFile(list, "a list of devices"), list.toString(), tally);
    }
    List<ListedMember> listed = new ArrayList<>();
    if (directory) {
      listed.addAll(PeopleList.ofDirectory(organization));
    }
    for (Path list : lists) {
      listed.addAll(PeopleList.read(Input.smallFile(list, "a list of people"), list.toString()));
    }
    Inventory inventory =
        tally.inventory(
            organization.now(),
            basis.members(listed),
            noServers ? List.of() : new ServerInventory(organization).take());
    return new DeploymentPlanner(inventory, said, basis.facts()).plan();
  }

  private static void print(DeploymentPlan plan, PlanChanges changes, Path folder) {
    Table table = new Table("topic", "what", "plan", "finding");
    for (PlanSection section : plan.sections()) {
      section
          .claims()
          .forEach(claim ->
              table.row(
                  section.topic().title(),
                  claim.finding().subject(),
                  claim.finding().detail(),
                  claim.finding().code().code()));
    }
    table.print(System.out, "nothing to plan");
    changes
        .since()
        .ifPresent(since -> {
          System.out.println();
          System.out.println("Since the plan of " + since + ":");
          changes
              .lines()
              .forEach(line -> System.out.println("  " + line.kind() + " " + line.text()));
          if (changes.lines().isEmpty()) {
            System.out.println("  nothing changed");
          }
        });
    System.out.println();
    System.out.println("The plan is in " + folder + ": plan.pdf, plan.html, plan.md, plan.json");
  }
}
