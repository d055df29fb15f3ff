package org.signetmail.app.command;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.CaseState;
import org.signetmail.archive.Officer;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code signet recovery show}: all of one case, each step with its entry in the log. */
@Command(
    name = "show",
    header = {"Example: signet recovery show R-7K3Q-M2", ""},
    description = "Shows all of a case: who asked, what was decided, tried and given, when.")
final class RecoveryShowCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Parameters(paramLabel = "CASE", description = "As 'recovery list' shows it.")
  private String id = "";

  /** A step in words. */
  private record Told(Instant at, String what, String who, String detail, long logIndex) {}

  @Override
  public Integer call() throws Exception {
    CaseId caseId = CaseId.of(id);
    try (Organization organization = home.open()) {
      Recovery recovery = organization.archiving().recovery();
      RecoveryCase one =
          recovery
              .find(caseId)
              .orElseThrow(() ->
                  new Failure(
                      ExitCode.FAILED, caseId + ": there is no such case; see 'recovery list'"));
      List<Long> indexes = recovery.logIndexes(caseId);
      List<Told> story = story(one, indexes, organization.archiving().officers().list());
      if (json) {
        Json.print(System.out, out -> write(out, one, recovery.state(one), story));
      } else {
        print(one, recovery.state(one), story);
      }
    }
    return ExitCode.DONE.number();
  }

  /** What {@code list} says of a case as well. */
  static void writeHead(JsonGenerator out, RecoveryCase one, CaseState state) {
    out.writeStringProperty("case", one.id());
    out.writeStringProperty("state", Words.of(state));
    out.writeStringProperty("owner", one.owner().toString());
    out.writeStringProperty("requester", one.requester().toString());
    out.writeStringProperty("requestedAt", one.requestedAt().toString());
    out.writeStringProperty("reason", one.reason());
    out.writeStringProperty("legalReference", one.legalReference());
    out.writeStringProperty("for", one.receiver().word());
    out.writeStringProperty("receiver", one.receiver().certificate().fingerprint());
    if (one.receiver() instanceof Receiver.Station station) {
      out.writeObjectPropertyStart("scope");
      out.writeStringProperty("from", station.scope().from().toString());
      out.writeStringProperty("until", station.scope().until().toString());
      out.writeArrayPropertyStart("mailboxes");
      station.scope().mailboxes().forEach(mailbox -> out.writeString(mailbox.toString()));
      out.writeEndArray();
      out.writeEndObject();
      station
          .noticeWithheldUntil()
          .ifPresent(until -> out.writeStringProperty("noticeWithheldUntil", until.toString()));
    }
    out.writeArrayPropertyStart("keys");
    one.keys().forEach(key -> out.writeString(key.hex()));
    out.writeEndArray();
  }

  private static void write(
      JsonGenerator out, RecoveryCase one, CaseState state, List<Told> story) {
    out.writeStartObject();
    writeHead(out, one, state);
    out.writeArrayPropertyStart("steps");
    for (Told step : story) {
      out.writeStartObject();
      out.writeStringProperty("at", step.at().toString());
      out.writeStringProperty("what", step.what());
      out.writeStringProperty("who", step.who());
      out.writeStringProperty("detail", step.detail());
      out.writeNumberProperty("logIndex", step.logIndex());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void print(RecoveryCase one, CaseState state, List<Told> story) {
    System.out.println("Case " + one.id() + " is " + Words.of(state));
    Report.row(System.out, "keys of", one.owner() + ", " + one.keys().size() + " of them");
    Report.row(System.out, "for", RecoveryWords.purpose(one.receiver()));
    if (one.receiver() instanceof Receiver.Station station) {
      Report.row(System.out, "messages", station.scope().toString());
      station
          .noticeWithheldUntil()
          .ifPresent(until -> Report.row(System.out, "told", "not before " + until));
    }
    Report.row(System.out, "because", one.reason());
    Report.row(System.out, "reference", one.legalReference());
    Table table = new Table("when", "what", "who", "log entry", "detail");
    for (Told step : story) {
      table.row(
          step.at().toString(),
          step.what(),
          step.who(),
          Long.toString(step.logIndex()),
          step.detail());
    }
    table.print(System.out, "");
  }

  private static List<Told> story(RecoveryCase one, List<Long> indexes, List<Officer> officers) {
    List<Told> story = new java.util.ArrayList<>();
    boolean rejected = one.steps().stream().anyMatch(Step.Rejected.class::isInstance);
    if (!rejected) {
      story.add(
          new Told(
              one.requestedAt(),
              "requested",
              one.requester().toString(),
              one.reason(),
              indexes.getFirst()));
    }
    for (int i = 0; i < one.steps().size(); i++) {
      story.add(told(one, one.steps().get(i), indexes.get(i + 1), officers));
    }
    return story;
  }

  private static Told told(RecoveryCase one, Step step, long index, List<Officer> officers) {
    return switch (step) {
      case Step.Approved s ->
          new Told(s.at(), "approved", officer(s.officer(), officers), "", index);
      case Step.Denied s ->
          new Told(s.at(), "denied", officer(s.officer(), officers), s.why(), index);
      case Step.Withdrawn(Instant at, Mailbox by) ->
          new Told(at, "withdrawn", by.toString(), "", index);
      case Step.Refused(Instant at, Mailbox to, String why) ->
          new Told(at, "refused", to.toString(), why, index);
      case Step.Released(Instant at, Mailbox to) ->
          new Told(at, "released", to.toString(), "", index);
      case Step.Rejected(Instant at, String why) ->
          new Told(at, "rejected", one.requester().toString(), why, index);
      case Step.Expired(Instant at) -> new Told(at, "expired", "", "", index);
      case Step.Told(Instant at) -> new Told(at, "owner told", one.owner().toString(), "", index);
    };
  }

  /** One who is no officer any more has left a key and no name here; the log's opening has it. */
  private static String officer(KeyId key, List<Officer> officers) {
    return officers.stream()
        .filter(officer -> officer.id().equals(key))
        .map(officer -> officer.mailbox().toString())
        .findFirst()
        .orElse("officer " + key.hex().substring(0, 16));
  }
}
