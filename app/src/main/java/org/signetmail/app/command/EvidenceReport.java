package org.signetmail.app.command;

import java.io.PrintStream;
import java.time.Instant;
import org.signetmail.app.command.Report.Form;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.LongTermReading;
import org.signetmail.smime.LongTermReading.Stamp;
import org.signetmail.smime.LongTermReading.State;
import org.signetmail.smime.Verdict;
import tools.jackson.core.JsonGenerator;

/** What a check of evidence came to, for people or as JSON. */
final class EvidenceReport {
  private final LongTermReading reading;

  EvidenceReport(LongTermReading reading) {
    this.reading = reading;
  }

  void print(PrintStream out, Form form) {
    if (form == Form.PEOPLE) {
      printForPeople(out);
    } else {
      Json.print(out, this::write);
    }
  }

  private void printForPeople(PrintStream out) {
    out.println(headline());
    Report.row(out, "level", "CAdES " + reading.level());
    reading.from().ifPresent(from -> Report.row(out, "from", from.toString()));
    reading.subject().ifPresent(subject -> Report.row(out, "subject", subject));
    if (reading.verdict() instanceof Verdict.Passed passed) {
      Report.printSigner(out, passed.signer());
    }
    reading.stamps().forEach(stamp -> Report.row(out, "time stamp", words(stamp)));
    reading
        .renewBefore()
        .ifPresent(end -> Report.row(out, "renew", "before " + end + ": signet evidence renew"));
    Report.printFindings(out, reading.findings());
  }

  private String headline() {
    return switch (reading.verdict()) {
      case Verdict.Passed passed ->
          "● Signed by "
              + Report.printable(passed.signer().certificate().displayName())
              + reading.provenSince().map(time -> ", before " + time).orElse("")
              + ", unchanged since (passed)";
      case Verdict.Failed failed -> "✗ " + Report.cause(failed.findings()) + " (failed)";
      case Verdict.Indeterminate open ->
          "○ Cannot say: " + Report.cause(open.findings()) + " (indeterminate)";
      case Verdict.Unsigned unsigned -> "· Not signed (unsigned)";
    };
  }

  private static String words(Stamp stamp) {
    return stamp.time()
        + " over the "
        + (stamp.kind() == LongTermReading.Kind.ARCHIVE ? "whole" : "signature")
        + ", by "
        + stamp.authority().map(Certificate::displayName).orElse("nobody known")
        + ", "
        + stamp.digest()
        + (stamp.state() == State.PROVEN ? ": holds as of " : ": does not hold as of ")
        + stamp.judgedAt();
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("verdict", reading.verdict().word());
    json.writeStringProperty("level", reading.level().name());
    json.writeStringProperty("from", reading.from().map(Mailbox::toString).orElse(""));
    json.writeStringProperty("subject", reading.subject().orElse(""));
    json.writeStringProperty(
        "provenSince", reading.provenSince().map(Instant::toString).orElse(""));
    json.writeStringProperty(
        "renewBefore", reading.renewBefore().map(Instant::toString).orElse(""));
    json.writeArrayPropertyStart("signers");
    reading.signers().forEach(signer -> Report.writeSigner(json, signer));
    json.writeEndArray();
    json.writeArrayPropertyStart("timeStamps");
    for (Stamp stamp : reading.stamps()) {
      json.writeStartObject();
      json.writeStringProperty("over", stamp.kind().word());
      json.writeStringProperty("time", stamp.time().toString());
      json.writeStringProperty("authority", stamp.authority().map(Certificate::subject).orElse(""));
      json.writeStringProperty("digest", stamp.digest());
      json.writeStringProperty("judgedAt", stamp.judgedAt().toString());
      json.writeBooleanProperty("holds", stamp.state() == State.PROVEN);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("findings");
    reading.findings().forEach(finding -> Report.writeFinding(json, finding));
    json.writeEndArray();
    json.writeEndObject();
  }
}
