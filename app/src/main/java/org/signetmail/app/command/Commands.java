package org.signetmail.app.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands. Only the one that was asked for is put together, because looking at all of them
 * would cost a small message more time than its signature does.
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
    TABLE.put("receipt", ReceiptCommand::new);
    TABLE.put("evidence", EvidenceCommand::new);
    TABLE.put("demo", DemoCommand::new);
    TABLE.put("init", InitCommand::new);
    TABLE.put("up", UpCommand::new);
    TABLE.put("agent", AgentCommand::new);
    TABLE.put("doctor", DoctorCommand::new);
    TABLE.put("user", UserCommand::new);
    TABLE.put("enrol", EnrolCommand::new);
    TABLE.put("acme", AcmeCommand::new);
    TABLE.put("cert", CertCommand::new);
    TABLE.put("client", ClientCommand::new);
    TABLE.put("crl", CrlCommand::new);
    TABLE.put("ocsp", OcspCommand::new);
    TABLE.put("tsa", TsaCommand::new);
    TABLE.put("officer", OfficerCommand::new);
    TABLE.put("recovery", RecoveryCommand::new);
    TABLE.put("partner", PartnerCommand::new);
    TABLE.put("keyring", KeyRingCommand::new);
    TABLE.put("password", FormPasswordCommand::new);
    TABLE.put("policy", PolicyCommand::new);
    TABLE.put("ca", AuthorityCommand::new);
    TABLE.put("backup", BackupCommand::new);
    TABLE.put("archive", ArchiveCommand::new);
    TABLE.put("rollout", RolloutCommand::new);
    TABLE.put("log", LogCommand::new);
    TABLE.put("bench", BenchCommand::new);
    TABLE.put("completion", CompletionCommand::new);
  }

  private Commands() {}

  /** The command line for these arguments: the one command named first, or all of them for help. */
  public static CommandLine line(String[] arguments) {
    CommandLine root = new CommandLine(Signet.spec());
    Supplier<Object> asked = arguments.length == 0 ? null : TABLE.get(arguments[0]);
    if (asked != null) {
      add(root, arguments[0], asked);
    } else if (!asksForTheVersion(arguments)) {
      TABLE.forEach((name, command) -> add(root, name, command));
    }
    HelpText.complete(root);
    return root;
  }

  private static boolean asksForTheVersion(String[] arguments) {
    return arguments.length == 1 && Set.of("-V", "--version").contains(arguments[0]);
  }

  /** The command line with all commands in it. */
  static CommandLine tree() {
    return line(new String[0]);
  }

  /** What the build writes down of the commands, so that a start is faster. */
  public static Map<String, String> table() {
    return CommandTable.write(TABLE);
  }

  private static void add(CommandLine root, String name, Supplier<Object> command) {
    root.addSubcommand(
        name, CommandTable.read(name, command).<Object>map(spec -> spec).orElseGet(command));
  }

  static Map<String, Supplier<Object>> all() {
    return Collections.unmodifiableMap(TABLE);
  }
}
