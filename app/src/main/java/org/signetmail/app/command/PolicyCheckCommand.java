package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet policy check}: whether a policy can be used, and everything that is in the way. */
@Command(
    name = "check",
    header = {"Example: signet policy check policy.yaml", ""},
    description = {
      "Reads a policy as a running system would: every condition is compiled and type-checked.",
      "Everything that is wrong is named with file, line, column and what to do."
    })
final class PolicyCheckCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "POLICY.yaml",
      description = "The policy; the home's own when left out.")
  private @Nullable Path file;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path path = file == null ? PolicySetting.policyOf(home.locate()) : file;
    String text = new String(Input.smallFile(path, "a policy"), StandardCharsets.UTF_8);
    List<YamlProblem> problems =
        Policy.problems(text, path.toString(), Set.copyOf(Gateway.profiles()));
    if (json) {
      Json.print(System.out, out -> write(out, problems));
    } else if (problems.isEmpty()) {
      System.out.println(path + ": can be used; SHA-256 " + Policy.fingerprint(text));
    } else {
      problems.forEach(
          problem -> System.out.println(Report.printable(String.valueOf(problem.getMessage()))));
    }
    return (problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  private static void write(JsonGenerator out, List<YamlProblem> problems) {
    out.writeStartObject();
    out.writeBooleanProperty("usable", problems.isEmpty());
    out.writeArrayPropertyStart("problems");
    for (YamlProblem problem : problems) {
      out.writeStartObject();
      out.writeStringProperty("file", problem.place().file());
      out.writeNumberProperty("line", problem.place().line());
      out.writeNumberProperty("column", problem.place().column());
      out.writeStringProperty("what", problem.what());
      out.writeStringProperty("hint", problem.hint());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
