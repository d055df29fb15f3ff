package org.signetmail.app.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.RequestDecisions;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Requests by EST and SCEP that wait for an administrator's word. */
final class EnrolDecideCommand {
  private static final int SHOWN = 16; // characters of a key's name

  private EnrolDecideCommand() {}

  private static RequestDecisions decisions(Organization organization) {
    return new RequestDecisions(
        organization.store().pendingRequests(), organization.clock(), organization.random());
  }

  @Command(
      name = "requests",
      header = {"Example: signet enrol requests", ""},
      description = "Lists the requests that wait for an administrator, oldest first.")
  static final class Requests implements Callable<Integer> {
    @Mixin private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws Exception {
      try (Organization organization = home.open()) {
        Table table = new Table("request", "address", "for", "since");
        for (PendingRequest request : decisions(organization).waiting()) {
          table.row(
              request.key().hex().substring(0, SHOWN),
              request.mailbox().toString(),
              request.kind().name().toLowerCase(Locale.ROOT).replace("person_", ""),
              request.asked().toString());
        }
        table.print(System.out, "no request waits");
      }
      return ExitCode.DONE.number();
    }
  }

  /** What both decisions have in common. */
  static final class Common {
    @Mixin private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "REQUEST", description = "As 'signet enrol requests' names it.")
    private String request = "";

    @Option(
        names = "--by",
        required = true,
        paramLabel = "ADDRESS",
        description = "The administrator who decides: never the person themselves.")
    private String administrator = "";

    Integer decide(PendingRequest.State state) throws Exception {
      try (Organization organization = home.open()) {
        Mailbox by = Mailbox.of(administrator);
        PendingRequest waits = find(organization);
        switch (decisions(organization).decide(waits, state, by)) {
          case RequestDecisions.Outcome.OfOneself _ ->
              throw new Failure(
                  ExitCode.FAILED,
                  by
                      + ": decides about themselves (S/MIME BR §3.2); let another administrator do"
                      + " it");
          case RequestDecisions.Outcome.Before _ ->
              throw new Failure(
                  ExitCode.FAILED,
                  request + ": was decided meanwhile; see 'signet enrol requests'");
          case RequestDecisions.Outcome.Decided _ ->
              System.out.println(
                  waits.mailbox() + " is " + state.name().toLowerCase(Locale.ROOT) + " by " + by);
        }
      }
      return ExitCode.DONE.number();
    }

    private PendingRequest find(Organization organization) {
      List<PendingRequest> found =
          decisions(organization).waiting().stream()
              .filter(one -> request.length() >= SHOWN && one.key().hex().startsWith(request))
              .toList();
      if (found.size() != 1) {
        throw Failure.usage(request + ": is no request that waits; see 'signet enrol requests'");
      }
      return found.getFirst();
    }
  }

  @Command(
      name = "approve",
      header = {"Example: signet enrol approve 7f3kq9 --by admin@example.com", ""},
      description = "Lets a waiting request have its certificate.")
  static final class Approve implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.decide(PendingRequest.State.APPROVED);
    }
  }

  @Command(
      name = "deny",
      header = {"Example: signet enrol deny 7f3kq9 --by admin@example.com", ""},
      description = "Refuses a waiting request.")
  static final class Deny implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.decide(PendingRequest.State.DENIED);
    }
  }
}
