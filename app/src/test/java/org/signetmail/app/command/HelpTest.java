package org.signetmail.app.command;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command says how it is used: in its help, to the shell, and in a manual page. */
class HelpTest {
  private static final CommandLine TREE = Commands.tree();
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Every command of the tree, with the words that lead to it. */
  static Stream<List<String>> commands() {
    return below(List.of(), TREE);
  }

  private static Stream<List<String>> below(List<String> path, CommandLine command) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(sub -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(sub.getKey());
              return below(longer, sub.getValue());
            }));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aHelpBeginsWithAnExampleAndEndsWithTheExitCodes(List<String> path) {
    List<String> words = new ArrayList<>(path);
    words.add("--help");
    CommandRun run = run(words);
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.text().startsWith("Example: "), run.text());
    int codes = run.text().indexOf("Exit codes:");
    assertTrue(codes > run.text().indexOf("Usage:"), run.text());
    for (ExitCode code : ExitCode.values()) {
      assertTrue(run.text().indexOf(code.number() + "   ", codes) > 0, run.text());
    }
    assertFalse(HelpText.purpose(spec(path)).isEmpty(), "says nothing of what it is for");
  }

  /** An example is one that the command takes: of itself, or of a command below it. */
  @ParameterizedTest
  @MethodSource("commands")
  void theExamplesAreUnderstood(List<String> path) {
    String header = String.join("\n", spec(path).usageMessage().header()).replace("\\\n", " ");
    int examples = 0;
    for (String line : header.split("\n")) {
      int start = line.indexOf("signet ");
      if (start >= 0) {
        List<String> words = words(line.substring(start + "signet ".length()));
        assertEquals(path, words.subList(0, Math.min(path.size(), words.size())), line);
        Commands.line(words.toArray(String[]::new)).parseArgs(words.toArray(String[]::new));
        examples++;
      }
    }
    assertTrue(examples > 0, header);
  }

  /** {@code dist/check} runs them. */
  @Test
  void theCommandsOfTheFirstPageAreUnderstood() throws Exception {
    Matcher blocks =
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Fixtures.repository().resolve("docs/start.md")));
    int commands = 0;
    while (blocks.find()) {
      for (String line : blocks.group(1).split("\n")) {
        if (line.startsWith("signet ")) {
          String[] words = words(line.substring("signet ".length())).toArray(String[]::new);
          Commands.line(words).parseArgs(words);
          commands++;
        }
      }
    }
    assertTrue(commands > 8, commands + " commands");
  }

  @Test
  void theListOfCommandsSaysWhatEachIsFor() {
    String help = run(List.of("--help")).text();
    assertTrue(help.contains("  sign         Signs a message"), help);
    assertFalse(help.substring(help.indexOf("Commands:")).contains("Example:"), help);
  }

  @Test
  void theShellCompletesCommandsAndOptions(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("signet");
    Files.writeString(script, run(List.of("completion")).text());
    assertEquals(List.of("receipt", "recovery"), completed(script, "re"));
    assertEquals(List.of("show", "suspend"), completed(script, "user", "s"));
    assertEquals(
        List.of("--organization", "--organization-identifier"), completed(script, "init", "--org"));
  }

  @Test
  void everyCommandHasItsManualPage(@TempDir Path folder) throws Exception {
    Path man = folder.resolve("man1");
    assertEquals(0, run(List.of("completion", "--man", man.toString())).status());
    List<String> pages;
    try (Stream<Path> files = Files.list(man)) {
      pages = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    List<String> wanted =
        commands()
            .map(path ->
                String.join("-", Stream.concat(Stream.of("signet"), path.stream()).toList()))
            .map(name -> name + ".1")
            .sorted()
            .toList();
    assertEquals(wanted, pages);
    String page = Files.readString(man.resolve("signet-user-add.1"));
    assertTrue(
        page.contains(
            """
            .SH "EXAMPLE"
            .nf
            signet user add alice@example.com \\-\\-name "Alice Example"
            .fi
            """),
        page);
    assertTrue(page.contains(".B \"\\-\\-home=FOLDER\"\nThe system's home;"), page);
    assertTrue(page.contains(".TP\n.B \"6\"\n" + ExitCode.UNREACHABLE.meaning()), page);
    for (String name : pages) {
      Files.readString(man.resolve(name))
          .lines()
          .filter(line -> line.startsWith("."))
          .forEach(
              line -> assertTrue(line.matches("\\.(ad l|nf|fi|(TH|SH|TP|PP|B)( \".*\")*)"), line));
    }
  }

  /** What the shell would offer for the last of these words. */
  private static List<String> completed(Path script, String... words) throws Exception {
    String line =
        "source '%s'; COMP_WORDS=(signet %s); COMP_CWORD=%d; _complete_signet; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length);
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), said);
    return said.lines().sorted().distinct().toList();
  }

  private static CommandSpec spec(List<String> path) {
    CommandLine command = TREE;
    for (String name : path) {
      command = requireNonNull(command.getSubcommands().get(name), name);
    }
    return command.getCommandSpec();
  }

  /** A line as a shell would divide it, up to where its output goes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line.replaceFirst(" [<>] .*|\\)$", ""));
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }

  private static CommandRun run(List<String> words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words.toArray(String[]::new), errors));
  }
}
