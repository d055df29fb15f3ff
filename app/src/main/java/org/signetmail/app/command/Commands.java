package org.signetmail.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The table of commands. Only the one that was asked for is put together, because looking at all of
 * them by reflection would cost a small message more time than its signature does.
 */
public final class Commands {
  private static final Map<String, Supplier<Object>> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("sign", SignCommand::new);
    TABLE.put("encrypt", EncryptCommand::new);
    TABLE.put("decrypt", DecryptCommand::new);
    TABLE.put("verify", VerifyCommand::new);
    TABLE.put("open", OpenCommand::new);
    TABLE.put("inspect", InspectCommand::new);
    TABLE.put("demo", DemoCommand::new);
    TABLE.put("init", InitCommand::new);
    TABLE.put("up", UpCommand::new);
    TABLE.put("user", UserCommand::new);
    TABLE.put("enrol", EnrolCommand::new);
    TABLE.put("officer", OfficerCommand::new);
    TABLE.put("recovery", RecoveryCommand::new);
    TABLE.put("backup", BackupCommand::new);
    TABLE.put("log", LogCommand::new);
  }

  private Commands() {}

  /** The command line for these arguments: the one command named first, or all of them for help. */
  public static CommandLine line(String[] arguments) {
    CommandLine root = new CommandLine(new Signet());
    Supplier<Object> asked = arguments.length == 0 ? null : TABLE.get(arguments[0]);
    if (asked != null) {
      root.addSubcommand(arguments[0], asked.get());
    } else {
      TABLE.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
    return root;
  }
}
