package org.signetmail.app.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.signetmail.app.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What the help of every command has: the exit codes at its end, and, where others are below it, a
 * list that says what each is for. picocli would list their examples, which come first in a help.
 */
final class HelpText {
  private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

  static {
    for (ExitCode code : ExitCode.values()) {
      EXIT_CODES.put(String.valueOf(code.number()), code.meaning());
    }
  }

  private HelpText() {}

  /** Completes the help of a command and of all below it. */
  static void complete(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::commandList);
    command.getSubcommands().values().forEach(HelpText::complete);
  }

  /** What a command is for, in one sentence or two. */
  static String purpose(CommandSpec spec) {
    return Arrays.stream(spec.usageMessage().description()).findFirst().orElse("");
  }

  private static String commandList(Help help) {
    int width = 4 + help.subcommands().keySet().stream().mapToInt(String::length).max().orElse(0);
    Help.TextTable table =
        Help.TextTable.forColumns(
            help.colorScheme(),
            new Help.Column(width, 2, Help.Column.Overflow.TRUNCATE),
            new Help.Column(
                help.commandSpec().usageMessage().width() - width, 1, Help.Column.Overflow.WRAP));
    help.subcommands()
        .forEach((name, sub) ->
            table.addRowValues(
                help.colorScheme().commandText(name),
                help.colorScheme().text(purpose(sub.commandSpec()))));
    return table.toString();
  }
}
