package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.rollout.ProgressReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet rollout report}: where the rollout stands, for those who pay for it. */
@Command(
    name = "report",
    header = {"Example: signet rollout report -o rollout.pdf", ""},
    description = "Writes where the rollout stands, as Markdown, HTML or PDF by the file's ending.")
final class RolloutReportCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "rollout.pdf",
      description = "Where to: .md, .html or .pdf; rollout.pdf when left out.")
  private Path output = Path.of("");

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      byte[] report = new ProgressReport(organization).as(output.toString());
      Files.write(output, report);
      System.out.println("The report is in " + output);
    }
    return ExitCode.DONE.number();
  }
}
