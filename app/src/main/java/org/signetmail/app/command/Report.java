package org.signetmail.app.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.app.ExitCode;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;
import org.signetmail.smime.VerifiedSigner;
import tools.jackson.core.JsonGenerator;

/** What a reading came to, for people or as the contract's JSON. */
final class Report {
  /** For whom it is printed. */
  enum Form {
    PEOPLE,
    JSON,
    JSON_LINE
  }

  private final Reading reading;

  Report(Reading reading) {
    this.reading = reading;
  }

  static ExitCode exitCodeOfVerify(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed passed -> ExitCode.DONE;
      case Verdict.Failed failed -> ExitCode.FAILED;
      case Verdict.Unsigned unsigned -> ExitCode.FAILED;
      case Verdict.Indeterminate indeterminate -> ExitCode.INDETERMINATE;
    };
  }

  void print(PrintStream out, Form form) {
    switch (form) {
      case PEOPLE -> printForPeople(out);
      case JSON -> Json.print(out, this::write);
      case JSON_LINE -> Json.printLine(out, this::write);
    }
  }

  /** Text from outside, made harmless for a terminal. */
  static String printable(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.isISOControl(c) || isBidiControl(c) ? "�" : Character.toString(c))
        .collect(Collectors.joining());
  }

  private void printForPeople(PrintStream out) {
    out.println(headline());
    reading.from().ifPresent(from -> row(out, "from", from.toString()));
    row(out, "subject", reading.subject() + subjectNote());
    if (reading.verdict() instanceof Verdict.Passed passed) {
      printSigner(out, passed.signer());
    }
    reading.signers().stream()
        .filter(signer -> signer.place() == Reading.Place.OUTER)
        .forEach(signer -> row(out, "sent on", sentOn(signer)));
    reading.opening().ifPresent(opening -> row(out, "encryption", encryption(opening)));
    reading
        .signers()
        .forEach(signer ->
            signer.services().label().ifPresent(label -> row(out, "label", label.text())));
    reading
        .receiptAsked()
        .ifPresent(asked -> row(out, "receipt", "asked for; see 'signet receipt make'"));
    printFindings(out, reading.findings());
  }

  static void printFindings(PrintStream out, List<Finding> findings) {
    for (Finding finding : findings) {
      row(out, finding.severity().word(), finding.code().code() + ": " + finding.line());
    }
  }

  static void printSigner(PrintStream out, VerifiedSigner signer) {
    row(
        out,
        "signed",
        signer.signingTime().map(t -> t + ", ").orElse("")
            + signer.algorithm()
            + (signer.certificate().isSeal()
                ? ", with the organisation's seal"
                : ", with the person's own key"));
    row(
        out,
        "path",
        signer.path().certificates().stream()
            .map(Certificate::displayName)
            .collect(Collectors.joining(" → ")));
  }

  private static String sentOn(Reading.Signer signer) {
    return "signed around it by "
        + signer.certificate().map(Certificate::displayName).orElse(signer.issuerAndSerial())
        + " ("
        + signer.verdict()
        + ")";
  }

  private String headline() {
    if (reading.content().isEmpty() && reading.opening().isPresent()) {
      return reading.opening().get() instanceof Opening.NotForUs
          ? "▣ Encrypted, and not for any of these keys"
          : "▣ Encrypted, and could not be opened";
    }
    return switch (reading.verdict()) {
      case Verdict.Passed(VerifiedSigner signer, List<Finding> findings) ->
          "● Signed by "
              + printable(signer.certificate().displayName())
              + ", unchanged since (passed)";
      case Verdict.Failed failed -> "✗ " + cause(failed.findings()) + " (failed)";
      case Verdict.Indeterminate unknown ->
          "○ Cannot say yet: " + cause(unknown.findings()) + " (indeterminate)";
      case Verdict.Unsigned unsigned -> "· Not signed: anybody may have written this (unsigned)";
    };
  }

  static String cause(List<Finding> findings) {
    Optional<Finding> error = findings.stream().filter(Finding::isError).findFirst();
    return printable(
        error.or(() -> findings.stream().findFirst()).map(Finding::detail).orElse("no evidence"));
  }

  private String subjectNote() {
    return reading.subjectProtection() == Reading.Protection.PROTECTED
        ? " (protected)"
        : " (not protected)";
  }

  private static String encryption(Opening opening) {
    return switch (opening) {
      case Opening.Opened opened ->
          "opened, "
              + opened.algorithm()
              + (opened.authenticity() == Opening.Authenticity.AUTHENTICATED
                  ? ", authenticated"
                  : ", not authenticated")
              + ", "
              + plural(opened.recipients(), "recipient");
      case Opening.NotForUs not -> "not for us, " + plural(not.recipients(), "recipient");
      case Opening.Refused refused -> "refused";
    };
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static void row(PrintStream out, String name, String value) {
    out.printf("  %-11s %s%n", name, printable(value));
  }

  private static boolean isBidiControl(int c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("verdict", reading.verdict().word());
    json.writeStringProperty("from", reading.from().map(Mailbox::toString).orElse(""));
    json.writeStringProperty("subject", reading.subject());
    json.writeBooleanProperty(
        "subjectProtected", reading.subjectProtection() == Reading.Protection.PROTECTED);
    json.writeArrayPropertyStart("signers");
    reading.signers().forEach(signer -> writeSigner(json, signer));
    json.writeEndArray();
    writeEncryption(json);
    json.writeArrayPropertyStart("findings");
    reading.findings().forEach(finding -> writeFinding(json, finding));
    json.writeEndArray();
    json.writeEndObject();
  }

  static void writeSigner(JsonGenerator json, Reading.Signer signer) {
    Optional<Certificate> certificate = signer.certificate();
    json.writeStartObject();
    json.writeArrayPropertyStart("mailboxes");
    certificate.map(Certificate::mailboxes).orElse(List.of()).stream()
        .map(Mailbox::toString)
        .forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("subject", certificate.map(Certificate::subject).orElse(""));
    json.writeStringProperty("issuer", certificate.map(Certificate::issuer).orElse(""));
    json.writeStringProperty("serial", certificate.map(Certificate::serialHex).orElse(""));
    json.writeStringProperty("signingTime", signer.signingTime().map(Object::toString).orElse(""));
    json.writeStringProperty("algorithm", signer.algorithm());
    json.writeStringProperty("verdict", signer.verdict());
    json.writeStringProperty("place", signer.place().word());
    json.writeStringProperty("label", signer.services().label().map(l -> l.text()).orElse(""));
    json.writeBooleanProperty("asksReceipt", signer.services().receiptRequest().isPresent());
    json.writeBooleanProperty("seal", certificate.map(Certificate::isSeal).orElse(false));
    json.writeEndObject();
  }

  private void writeEncryption(JsonGenerator json) {
    json.writeObjectPropertyStart("encryption");
    Opening opening = reading.opening().orElse(null);
    String state =
        switch (opening) {
          case null -> "none";
          case Opening.Opened opened -> "opened";
          case Opening.NotForUs not -> "not-for-us";
          case Opening.Refused refused -> "refused";
        };
    json.writeStringProperty("state", state);
    if (opening instanceof Opening.Opened opened) {
      json.writeStringProperty("content", opened.algorithm());
      json.writeBooleanProperty(
          "authenticated", opened.authenticity() == Opening.Authenticity.AUTHENTICATED);
      json.writeNumberProperty("recipients", opened.recipients());
    } else if (opening instanceof Opening.NotForUs not) {
      json.writeNumberProperty("recipients", not.recipients());
    }
    json.writeEndObject();
  }

  static void writeFinding(JsonGenerator json, Finding finding) {
    json.writeStartObject();
    json.writeStringProperty("code", finding.code().code());
    json.writeStringProperty("severity", finding.severity().word());
    json.writeStringProperty("clause", finding.code().clause());
    json.writeStringProperty("subject", finding.subject());
    json.writeStringProperty("detail", finding.detail());
    json.writeEndObject();
  }
}
