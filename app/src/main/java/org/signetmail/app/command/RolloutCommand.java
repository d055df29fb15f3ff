package org.signetmail.app.command;

import picocli.CommandLine.Command;

/** {@code signet rollout}: the deployment plan, executed. */
@Command(
    name = "rollout",
    header = {"Example: signet rollout plan --sample archive.mbox", ""},
    description = "The deployment plan, executed: plan, wave, status, readers, report, reencrypt.",
    subcommands = {
      RolloutPlanCommand.class,
      RolloutWaveCommand.class,
      RolloutStatusCommand.class,
      RolloutReadersCommand.class,
      RolloutReportCommand.class,
      RolloutReencryptCommand.class
    })
final class RolloutCommand extends CommandGroup {}
