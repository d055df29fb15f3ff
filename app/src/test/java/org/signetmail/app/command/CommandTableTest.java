package org.signetmail.app.command;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command from the table is the same as from its annotations. */
class CommandTableTest {
  private static final Map<String, String> TABLE = Commands.table();

  static Stream<String> names() {
    return Commands.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theHelpIsTheSame(String name) {
    assertSameHelp(reflected(name), fromTable(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyArgumentIsUnderstoodAlike(String name) {
    assertSameValues(List.of(), reflected(name), fromTable(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsMissingOrTooMuchIsSaidAlike(String name) {
    assertEquals(outcome(reflected(name), name), outcome(fromTable(name), name));
    assertEquals(
        outcome(reflected(name), name, "--no-such-option"),
        outcome(fromTable(name), name, "--no-such-option"));
  }

  @Test
  void whatTheTableCannotSayIsRefusedByTheBuild() {
    assertThrows(
        IllegalArgumentException.class,
        () -> CommandTable.write(Map.of("grouped", Grouped::new)),
        "a group of options");
  }

  @Command(name = "grouped")
  static final class Grouped {
    @ArgGroup Inner inner = new Inner();

    static final class Inner {
      @CommandLine.Option(names = "--one")
      int one;
    }
  }

  private static void assertSameHelp(CommandLine expected, CommandLine actual) {
    assertEquals(expected.getUsageMessage(), actual.getUsageMessage());
    assertEquals(
        List.copyOf(expected.getSubcommands().keySet()),
        List.copyOf(actual.getSubcommands().keySet()));
    expected
        .getSubcommands()
        .forEach((name, sub) -> assertSameHelp(sub, at(List.of(name), actual)));
  }

  private static void assertSameValues(
      List<String> path, CommandLine expected, CommandLine actual) {
    CommandLine command = at(path, expected);
    if (command.getSubcommands().isEmpty()) {
      String[] arguments = arguments(path, command);
      expected.parseArgs(arguments);
      actual.parseArgs(arguments);
      assertEquals(values(command), values(at(path, actual)));
      String[] required = required(path, command);
      expected.parseArgs(required); // now what is left out is as it was at first
      actual.parseArgs(required);
      assertEquals(values(command), values(at(path, actual)));
    }
    for (String name : command.getSubcommands().keySet()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      assertSameValues(longer, expected, actual);
    }
  }

  private static CommandLine at(List<String> path, CommandLine root) {
    CommandLine command = root;
    for (String name : path) {
      command = requireNonNull(command.getSubcommands().get(name), name);
    }
    return command;
  }

  /** Each option and parameter once, each list twice. */
  private static String[] arguments(List<String> path, CommandLine command) {
    List<String> all = new ArrayList<>(path);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      for (int i = 0; i < (option.isMultiValue() ? 2 : 1); i++) {
        all.add(option.longestName());
        if (option.arity().max() > 0) {
          all.add(option.type() == java.time.Duration.class ? "PT7S" : sample(option) + i);
        }
      }
    }
    command.getCommandSpec().positionalParameters().forEach(p -> all.add(sample(p)));
    return all.toArray(String[]::new);
  }

  private static String[] required(List<String> path, CommandLine command) {
    List<String> all = new ArrayList<>(path);
    for (ArgSpec argument : command.getCommandSpec().requiredArgs()) {
      if (argument instanceof OptionSpec option) {
        all.add(option.longestName());
      }
      all.add(sample(argument));
    }
    return all.toArray(String[]::new);
  }

  private static String sample(ArgSpec argument) {
    boolean number = List.of(int.class, Integer.class, long.class).contains(argument.type());
    return number ? "7" : "value";
  }

  private static List<String> values(CommandLine command) {
    return command.getCommandSpec().args().stream()
        .map(a -> a.paramLabel() + "=" + a.getValue())
        .toList();
  }

  private static String outcome(CommandLine command, String... arguments) {
    try {
      command.parseArgs(arguments);
      return "parsed";
    } catch (CommandLine.ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static CommandLine reflected(String name) {
    CommandLine root = new CommandLine(Signet.spec());
    root.addSubcommand(name, command(name).get());
    return root;
  }

  private static CommandLine fromTable(String name) {
    CommandLine root = new CommandLine(Signet.spec());
    root.addSubcommand(
        name,
        CommandTable.parse(requireNonNull(TABLE.get("table/" + name + ".tsv")), command(name)));
    return root;
  }

  private static Supplier<Object> command(String name) {
    return requireNonNull(Commands.all().get(name), name);
  }
}
