package org.signetmail.app.command;

import picocli.CommandLine.Command;

/** {@code signet policy}: what is done to mail, and why. */
@Command(
    name = "policy",
    header = {"Example: signet policy explain --home signet-home message.eml", ""},
    description = "What is done to mail: check, explain, simulate, sign, report.",
    subcommands = {
      PolicyCheckCommand.class,
      PolicyExplainCommand.class,
      PolicySimulateCommand.class,
      PolicySignCommand.class,
      PolicyReportCommand.class
    })
final class PolicyCommand extends CommandGroup {}
