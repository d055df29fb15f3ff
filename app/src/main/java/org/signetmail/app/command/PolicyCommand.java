package org.signetmail.app.command;

import picocli.CommandLine.Command;

/** {@code signet policy}: what is done to mail, and why. */
@Command(
    name = "policy",
    header = {"Example: signet policy explain --home signet-home message.eml", ""},
    description = "What is done to mail: check a policy, explain a message, simulate a mailbox.",
    subcommands = {
      PolicyCheckCommand.class,
      PolicyExplainCommand.class,
      PolicySimulateCommand.class
    })
final class PolicyCommand extends CommandGroup {}
