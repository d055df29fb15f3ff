package org.signetmail.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * {@code signet} itself: what it is, and the options of every command. Without annotations, for the
 * reason that {@link CommandTable} gives.
 */
final class Signet implements Runnable {
  private CommandSpec spec = CommandSpec.create();

  private Signet() {}

  static CommandSpec spec() {
    Signet signet = new Signet();
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(signet)
            .name("signet")
            .versionProvider(new Version())
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .scopeType(ScopeType.INHERIT)
                    .description("Show this help.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Show the version.")
                    .build())
            .addOption(
                OptionSpec.builder("--debug")
                    .scopeType(ScopeType.INHERIT)
                    .description("Show a stack trace when something goes wrong.")
                    .build());
    spec.usageMessage()
        .header("Example: signet demo", "")
        .description("Secure e-mail for an organisation, on open standards.")
        .synopsisSubcommandLabel("COMMAND")
        .sortOptions(false);
    signet.spec = spec;
    return spec;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "no command given: one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
