package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.Main;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A page of {@code docs/operate} as its reader uses it: every line of its {@code sh} blocks is run,
 * in order, in one folder, with the home where {@code SIGNET_HOME} says. Blocks of another kind are
 * to be read only.
 *
 * <p>Lines of {@code signet} run in this process, with {@code <} and {@code >}; {@code signet up}
 * in one of its own, until it is ready; all others are for the shell. A word that ends like a file
 * is one in the folder. Used by one thread.
 */
final class Manual {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FILE =
      Pattern.compile(
          "[\\w-]+(/[\\w.@-]+)*\\.(p12|pem|pass|bundle|decision|txt|eml|code|key|sealed|mbox"
              + "|json|backup|note|vkey|proof|yaml|crl|p7s)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path page;
  private final Path folder;
  private final Path home;
  private final Map<String, Supplier<String>> meanings = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, Step> before = new LinkedHashMap<>();
  private final Map<String, Consumer<CommandRun>> after = new LinkedHashMap<>();
  private final Map<String, Integer> failing = new LinkedHashMap<>();
  private final Set<String> met = new LinkedHashSet<>();

  /**
   * @param page its file in {@code docs/operate}
   * @param folder where the reader works
   * @param home what {@code SIGNET_HOME} names
   */
  Manual(String page, Path folder, Path home) {
    this.page = Fixtures.repository().resolve("docs/operate").resolve(page);
    this.folder = folder;
    this.home = home;
  }

  /** Something that happens beside the page. */
  interface Step {
    void run() throws Exception;
  }

  /** Says what a word of the page, alone or before a slash, stands for. */
  void means(String word, Supplier<String> meaning) {
    meanings.put(word, meaning);
  }

  /** Says which words name something in the folder, though they do not end like a file. */
  void names(String... words) {
    names.addAll(List.of(words));
  }

  /** What comes before each line that starts so; one must. */
  void before(String start, Step step) {
    before.put(start, step);
  }

  /** Looks at what each line that starts so did; one must. */
  void after(String start, Consumer<CommandRun> look) {
    after.put(start, look);
  }

  /** Lines that start so end with this code: the page says so. */
  void fails(String start, int status) {
    failing.put(start, status);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Runs all that the page says.
   *
   * @return how many commands these were
   */
  int follow() throws Exception {
    int commands = 0;
    Matcher blocks = BLOCK.matcher(Files.readString(page));
    while (blocks.find()) {
      for (String line : blocks.group(1).replace("\\\n", " ").strip().split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          follow(line.strip());
          commands++;
        }
      }
    }
    Set<String> wanted = new LinkedHashSet<>(before.keySet());
    wanted.addAll(after.keySet());
    wanted.addAll(failing.keySet());
    wanted.removeAll(met);
    assertEquals(Set.of(), wanted, page + " has no such line");
    return commands;
  }

  /** Runs a command, as a preparation or a look behind the page, that has to succeed. */
  CommandRun done(String... words) {
    CommandRun run = ran(new byte[0], List.of(words));
    assertEquals(0, run.status(), () -> String.join(" ", words) + ": " + run.errors());
    return run;
  }

  /** Runs a command in this process; the home is named to those that look for it by themselves. */
  CommandRun ran(byte[] input, List<String> words) {
    List<String> all = new ArrayList<>(words);
    if (looksForHome(words)) {
      all.add("--home=" + home);
    }
    return CommandRun.of(input, errors -> Main.run(all.toArray(String[]::new), errors));
  }

  private void follow(String line) throws Exception {
    for (Map.Entry<String, Step> step : before.entrySet()) {
      if (line.startsWith(step.getKey())) {
        met.add(step.getKey());
        step.getValue().run();
      }
    }
    CommandRun run =
        line.startsWith("signet up")
            ? up(line)
            : line.startsWith("signet ") ? signet(line) : shell(line);
    int status = 0;
    for (Map.Entry<String, Integer> one : failing.entrySet()) {
      if (line.startsWith(one.getKey())) {
        met.add(one.getKey());
        status = one.getValue();
      }
    }
    assertEquals(status, run.status(), () -> line + ": " + run.errors() + run.text());
    for (Map.Entry<String, Consumer<CommandRun>> look : after.entrySet()) {
      if (line.startsWith(look.getKey())) {
        met.add(look.getKey());
        look.getValue().accept(run);
      }
    }
  }

  private CommandRun signet(String line) throws IOException {
    List<String> words = new ArrayList<>();
    byte[] input = {};
    Path output = null;
    Matcher matcher = WORD.matcher(line.substring("signet ".length()));
    while (matcher.find()) {
      String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      if (word.equals("<") || word.equals(">")) {
        assertTrue(matcher.find(), line);
        Path named = Path.of(meant(matcher.group()));
        input = word.equals("<") ? Files.readAllBytes(named) : input;
        output = word.equals(">") ? named : output;
      } else {
        words.add(meant(word));
      }
    }
    CommandRun run = ran(input, words);
    if (output != null) {
      Files.write(output, run.out());
    }
    return run;
  }

  /** In a process of its own, until it is ready; then SIGTERM ends it. */
  private CommandRun up(String line) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (String word : line.substring("signet ".length()).split(" ")) {
      command.add(meant(word));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SIGNET_HOME", home.toString());
    Process process = builder.start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String one = lines.readLine(); one != null; one = lines.readLine()) {
        said.append(one).append('\n');
        if (one.equals("ready")) {
          process.toHandle().destroy();
        }
      }
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), line);
    } finally {
      process.destroyForcibly();
    }
    assertTrue(said.toString().contains("\nready\n"), said.toString());
    // 143 is how a JVM ends that was asked to: SIGTERM, and all hooks have run.
    return new CommandRun(
        process.exitValue() == 143 ? 0 : process.exitValue(),
        said.toString().getBytes(StandardCharsets.UTF_8),
        "",
        Duration.ZERO);
  }

  private CommandRun shell(String line) throws Exception {
    String command = line;
    for (Map.Entry<String, Supplier<String>> one : meanings.entrySet()) {
      if (command.contains(one.getKey())) {
        command = command.replace(one.getKey(), one.getValue().get());
      }
    }
    Path errors = Files.createTempFile("manual", ".errors");
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), line);
    String said = Files.readString(errors, StandardCharsets.UTF_8);
    Files.delete(errors);
    return new CommandRun(process.exitValue(), out, said, Duration.ZERO);
  }

  private String meant(String word) {
    for (Map.Entry<String, Supplier<String>> one : meanings.entrySet()) {
      if (word.equals(one.getKey()) || word.startsWith(one.getKey() + "/")) {
        return one.getValue().get() + word.substring(one.getKey().length());
      }
    }
    return names.contains(word) || FILE.matcher(word).matches()
        ? folder.resolve(word).toString()
        : word;
  }

  /** Whether a command takes its home from {@code SIGNET_HOME}: its help says so. */
  private static boolean looksForHome(List<String> words) {
    CommandLine command = Commands.line(words.toArray(String[]::new));
    for (String word : words) {
      if (word.startsWith("--home")) {
        return false;
      }
      CommandLine next = command.getSubcommands().get(word);
      command = next == null ? command : next;
    }
    OptionSpec option = command.getCommandSpec().findOption("--home");
    return option != null
        && Arrays.stream(option.description()).anyMatch(text -> text.contains("SIGNET_HOME"));
  }
}
