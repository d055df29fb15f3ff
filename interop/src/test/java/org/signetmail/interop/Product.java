package org.signetmail.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code signet} command, run in this process. */
final class Product {
  private Product() {}

  static CommandRun run(List<String> arguments) {
    String[] words = arguments.toArray(String[]::new);
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  static CommandRun run(String... arguments) {
    return run(List.of(arguments));
  }

  /** A run that must have gone well. */
  static CommandRun done(List<String> arguments) {
    CommandRun run = run(arguments);
    if (run.status() != 0) {
      throw new AssertionError(
          "signet "
              + String.join(" ", arguments)
              + "\nended with "
              + run.status()
              + "\n"
              + run.errors());
    }
    return run;
  }

  /** What {@code signet open --json} says, with the keys of Bob, Carol, Dave and Gina. */
  static Opened open(People people, Path message, Path content, String... more) {
    List<String> arguments = new ArrayList<>(List.of("open", "--json", "-o", content.toString()));
    for (String reader : List.of(People.BOB, People.CAROL, People.DAVE, People.GINA)) {
      arguments.addAll(List.of("--key", people.pkcs12(reader).toString()));
    }
    arguments.addAll(List.of("--password-file", people.passwordFile().toString()));
    arguments.addAll(List.of("--trust", people.root().toString()));
    arguments.addAll(List.of(more));
    arguments.add(message.toString());
    CommandRun run = run(arguments);
    if (run.out().length == 0) {
      return new Opened(run, JsonMapper.shared().createObjectNode());
    }
    return new Opened(run, JsonMapper.shared().readTree(run.out()));
  }

  /** The contract's JSON with the exit code. */
  record Opened(CommandRun run, JsonNode json) {
    String verdict() {
      return json.path("verdict").asString("");
    }

    String encryption() {
      return json.path("encryption").path("state").asString("");
    }

    String subject() {
      return json.path("subject").asString("");
    }

    /** The codes of findings that are errors. */
    List<String> errors() {
      List<String> codes = new ArrayList<>();
      for (JsonNode finding : json.path("findings")) {
        if (finding.path("severity").asString("").equals("error")) {
          codes.add(finding.path("code").asString(""));
        }
      }
      return codes;
    }
  }
}
