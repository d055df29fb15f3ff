package org.signetmail.app.command;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.signetmail.app.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of a command, in the macros of man(7), from the same words as its help: {@code
 * signet-user-add.1}. Nothing in it depends on when or where it is written.
 */
final class ManualPage {
  private static final String SECTION = "1";

  private final CommandLine command;
  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandLine command) {
    this.command = command;
    this.spec = command.getCommandSpec();
  }

  /** The pages of a command and of all below it, by the names of their files. */
  static Map<String, String> all(CommandLine command) {
    Map<String, String> pages = new TreeMap<>();
    pages.put(name(command.getCommandSpec()) + "." + SECTION, new ManualPage(command).write());
    command.getSubcommands().values().forEach(sub -> pages.putAll(all(sub)));
    return pages;
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private String write() {
    String version = new Version().getVersion()[0];
    macro("TH", name(spec).toUpperCase(java.util.Locale.ROOT), SECTION, "", version, "Signet");
    text(".ad l"); // no line is stretched
    section("NAME");
    text(name(spec) + " \\- " + escaped(HelpText.purpose(spec)));
    section("SYNOPSIS");
    asItStands(new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0));
    section("EXAMPLE");
    for (String line : spec.usageMessage().header()) {
      asItStands(line.replaceFirst("^Example: ", ""));
    }
    section("DESCRIPTION");
    for (String line : spec.usageMessage().description()) {
      text(escaped(line));
      macro("PP");
    }
    commands();
    arguments("ARGUMENTS", spec.positionalParameters());
    arguments("OPTIONS", spec.options());
    section("EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      entry(String.valueOf(code.number()), List.of(code.meaning()));
    }
    seeAlso();
    return page.toString();
  }

  private void commands() {
    if (!command.getSubcommands().isEmpty()) {
      section("COMMANDS");
      for (CommandLine sub : command.getSubcommands().values()) {
        CommandSpec below = sub.getCommandSpec();
        entry(name(below) + "(" + SECTION + ")", List.of(HelpText.purpose(below)));
      }
    }
  }

  private void arguments(String title, Collection<? extends ArgSpec> all) {
    if (!all.isEmpty()) {
      section(title);
      all.forEach(one -> entry(form(one), Arrays.asList(one.description())));
    }
  }

  private static String form(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return argument.paramLabel();
    }
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    String negated = option.negatable() ? ", --no-" + option.longestName().substring(2) : "";
    return String.join(", ", option.names()) + value + negated;
  }

  private void seeAlso() {
    CommandSpec above = spec.parent();
    if (above != null) {
      section("SEE ALSO");
      text(escaped(name(above) + "(" + SECTION + ")"));
    }
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void entry(String term, List<String> lines) {
    macro("TP");
    macro("B", term);
    lines.forEach(line -> text(escaped(line)));
  }

  private void asItStands(String lines) {
    if (!lines.isBlank()) {
      macro("nf");
      lines.lines().forEach(line -> text(escaped(line)));
      macro("fi");
    }
  }

  private void macro(String name, String... words) {
    page.append('.').append(name);
    for (String word : words) {
      page.append(" \"").append(escaped(word).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String line) {
    page.append(line).append('\n');
  }

  /** As roff would read it: no escape, no typographic hyphen, no macro by chance. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
