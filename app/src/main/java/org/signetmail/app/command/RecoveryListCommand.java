package org.signetmail.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet recovery list}. */
@Command(
    name = "list",
    header = {"Example: signet recovery list --json", ""},
    description = "Lists the newest cases, those that were refused from the start among them.")
final class RecoveryListCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Option(names = "--most", defaultValue = "100", description = "How many; 100 when left out.")
  private int most = 100;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      Recovery recovery = organization.archiving().recovery();
      List<RecoveryCase> cases = recovery.cases(most);
      if (json) {
        Json.print(
            System.out,
            out -> {
              out.writeStartArray();
              for (RecoveryCase one : cases) {
                out.writeStartObject();
                RecoveryShowCommand.writeHead(out, one, recovery.state(one));
                out.writeEndObject();
              }
              out.writeEndArray();
            });
        return ExitCode.DONE.number();
      }
      Table table = new Table("case", "keys of", "asked by", "for", "state", "since", "reason");
      for (RecoveryCase one : cases) {
        table.row(
            one.id(),
            one.owner().toString(),
            one.requester().toString(),
            one.receiver().word(),
            Words.of(recovery.state(one)),
            one.requestedAt().toString(),
            one.reason());
      }
      table.print(System.out, "no recovery was ever asked for");
    }
    return ExitCode.DONE.number();
  }
}
