package org.signetmail.app.command;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Scope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet recovery request}: for oneself, or for an investigation. */
@Command(
    name = "request",
    header = {"Example: signet recovery request --key bob.p12 --reason \"laptop stolen\"", ""},
    description = {
      "Asks for one's own archived keys, for a new key; or, with --owner and --station, for the"
          + " messages of somebody in a scope, which two persons open on a station."
    })
final class RecoveryRequestCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private Keys keys = new Keys();

  @Option(names = "--reason", required = true, description = "Kept, and shown to the officers.")
  private String reason = "";

  @Option(
      names = "--legal-reference",
      description = "Case number, order, contract; an investigation must have one.")
  private String legalReference = "";

  @Option(
      names = "--owner",
      paramLabel = "ADDRESS",
      description = "Whose messages; with --station.")
  private @Nullable String owner;

  @Option(
      names = "--station",
      paramLabel = "STATION.pem",
      description = "The certificate of the two-person station that opens the messages.")
  private @Nullable Path station;

  @Option(
      names = "--scope",
      paramLabel = "FROM,TO,MAILBOX…",
      description = "Which messages: first and last day, and who must be among From, To, Cc.")
  private @Nullable String scope;

  @Option(
      names = "--withhold-notice-until",
      paramLabel = "DATE",
      description = "By order, the owner is told on this day and not before; with --station.")
  private @Nullable String withheld;

  @Override
  public Integer call() throws Exception {
    try (Organization organization = home.open()) {
      SigningIdentity requester = keys.signer();
      Mailbox own = RecoveryDesk.mailbox(requester.certificate());
      Mailbox whose = owner == null ? own : Mailbox.of(owner);
      Receiver receiver = receiver(whose.equals(own));
      CaseId id =
          new RecoveryDesk(organization)
              .request(requester, whose, receiver, reason, legalReference);
      System.out.println(
          "Case "
              + id
              + " is open; "
              + whose
              + receiver
                  .withheldUntil()
                  .map(until -> " is told on " + until + " and not before.")
                  .orElse(" has been told."));
      System.out.println(
          "Next: "
              + organization.archiving().quorum().required()
              + " officers each: signet recovery approve "
              + id
              + " --key OFFICER.p12");
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
    return ExitCode.DONE.number();
  }

  private Receiver receiver(boolean isOwn) throws java.io.IOException {
    if (station == null) {
      if (scope != null || withheld != null || !isOwn) {
        throw Failure.usage(
            "recovery request: --owner, --scope and --withhold-notice-until are for an"
                + " investigation; name its --station");
      }
      return new Receiver.Owner(keys.readers().getFirst().certificate());
    }
    if (scope == null || owner == null) {
      throw Failure.usage(
          "recovery request: an investigation needs --owner ADDRESS and --scope FROM,TO,MAILBOX");
    }
    return new Receiver.Station(
        Trust.certificates(List.of(station)).getFirst(),
        Scope.of(scope),
        Optional.ofNullable(withheld).map(RecoveryRequestCommand::day));
  }

  private static Instant day(String date) {
    try {
      return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw Failure.usage("--withhold-notice-until " + date + ": write a day such as 2027-01-31");
    }
  }
}
