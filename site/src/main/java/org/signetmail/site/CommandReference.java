package org.signetmail.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.signetmail.app.command.Commands;
import picocli.CommandLine;

/** The page of all commands, from what {@code --help} says. */
final class CommandReference {
  static final String SOURCE = "docs/commands.md";

  private CommandReference() {}

  static String markdown() {
    StringBuilder page = new StringBuilder("# Commands\n\n");
    page.append("What each command of this version says with `--help`.\n");
    for (CommandLine command : all(Commands.line(new String[0]))) {
      page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
      page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).strip()).append("\n```\n");
    }
    return page.toString();
  }

  /** Every command under this one, a group before its commands. */
  private static List<CommandLine> all(CommandLine parent) {
    List<CommandLine> found = new ArrayList<>();
    for (CommandLine child : new LinkedHashSet<>(parent.getSubcommands().values())) {
      if (!child.getCommandSpec().usageMessage().hidden()) {
        found.add(child);
        found.addAll(all(child));
      }
    }
    return found;
  }
}
