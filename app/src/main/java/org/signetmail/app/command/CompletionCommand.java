package org.signetmail.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signet completion}: what shells and {@code man} know of the commands. */
@Command(
    name = "completion",
    header = {"Example: source <(signet completion)", ""},
    description = {
      "Prints what bash and zsh need to complete commands and options.",
      "For every shell: signet completion > /etc/bash_completion.d/signet"
    })
final class CompletionCommand implements Callable<Integer> {
  @Option(
      names = "--man",
      paramLabel = "FOLDER",
      description = "Writes a manual page of each command into a folder instead.")
  private @Nullable Path man;

  @Override
  public Integer call() throws Exception {
    if (man == null) {
      System.out.print(AutoComplete.bash("signet", Commands.tree()));
      return ExitCode.DONE.number();
    }
    Files.createDirectories(man);
    for (Map.Entry<String, String> page : ManualPage.all(Commands.tree()).entrySet()) {
      Files.writeString(man.resolve(page.getKey()), page.getValue());
    }
    return ExitCode.DONE.number();
  }
}
