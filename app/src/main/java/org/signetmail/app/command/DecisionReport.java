package org.signetmail.app.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.app.organization.ExplainedDecision;
import org.signetmail.gateway.Sight;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Reception;
import org.signetmail.policy.Treatment;
import tools.jackson.core.JsonGenerator;

/** What policy decided, for people and for programs. */
final class DecisionReport {
  private DecisionReport() {}

  /**
   * A decision, for one recipient.
   *
   * @param explanation of what the sender hears
   * @param inside of what the reader is given, where it was opened
   */
  record Line(
      Sight sight, Explanation explanation, Optional<Explanation> inside, Decision decision) {
    Facts facts() {
      return sight.facts();
    }
  }

  /** In one or a few words: {@code sign and encrypt}, {@code leave}, {@code refuse}. */
  static String outcome(Decision decision) {
    return ExplainedDecision.outcome(decision);
  }

  static void print(PrintStream out, Line line) {
    out.println(
        Report.printable(line.facts().recipient().mailbox() + ": " + outcome(line.decision())));
    ExplainedDecision.lines(line.facts(), line.explanation())
        .forEach(text -> out.println(Report.printable(text)));
    switch (line.sight().inside()) {
      case Sight.Plain _ -> {}
      case Sight.Closed(Sight.Why why) ->
          out.println("  it stays closed here: " + ExplainedDecision.because(why));
      case Sight.Opened(Facts found, Reception.Open kind) -> {
        out.println("  it opens: " + found(found, kind));
        line.inside()
            .ifPresentOrElse(
                inside ->
                    ExplainedDecision.lines(found, inside)
                        .forEach(text -> out.println("  " + Report.printable(text))),
                () -> out.println("    the policy leaves it closed"));
      }
    }
  }

  private static String found(Facts found, Reception.Open kind) {
    return "the signature inside is "
        + found.received().signature().word()
        + ", and that nobody changed it on the way is "
        + (kind == Reception.Open.PROVEN ? "proven" : "not proven");
  }

  static void write(JsonGenerator out, String fingerprint, List<Line> lines) {
    out.writeStartObject();
    out.writeStringProperty("policy", fingerprint);
    out.writeArrayPropertyStart("recipients");
    lines.forEach(line -> write(out, line));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Line line) {
    Decision decision = line.decision();
    out.writeStartObject();
    out.writeStringProperty("recipient", line.facts().recipient().mailbox().toString());
    out.writeStringProperty("direction", word(line.facts().direction()));
    out.writeStringProperty("outcome", word(decision));
    if (decision instanceof Decision.Deliver(Treatment treatment, String rule)) {
      out.writeBooleanProperty("sign", treatment.sign() == Treatment.Sign.YES);
      out.writeBooleanProperty("encrypt", treatment.encrypt() != Treatment.Encrypt.NO);
      out.writeStringProperty("encryptTo", word(treatment.encrypt()).replaceFirst("^to-", ""));
      out.writeStringProperty("profile", treatment.cryptoProfile());
      Reception reception = treatment.reception();
      out.writeStringProperty("open", reception.open().word());
      reception.subjectMark().ifPresent(mark -> out.writeStringProperty("markSubject", mark));
      reception.banner().ifPresent(banner -> out.writeStringProperty("banner", banner));
      reception
          .quarantine()
          .ifPresent(mailbox -> out.writeStringProperty("quarantine", mailbox.toString()));
    }
    out.writeStringProperty("rule", decision.rule());
    out.writeStringProperty("because", line.explanation().because());
    ExplainedDecision.reason(decision)
        .ifPresent(reason -> out.writeStringProperty("reason", reason));
    line.explanation()
        .ruling()
        .ifPresent(ruling -> {
          out.writeStringProperty("jurisdictions", ruling.table());
          out.writeArrayPropertyStart("jurisdictionRules");
          ruling.because().forEach(out::writeString);
          out.writeEndArray();
        });
    steps(out, line.explanation());
    inside(out, line);
    out.writeEndObject();
  }

  /** What is inside; nothing where nothing is encrypted. */
  private static void inside(JsonGenerator out, Line line) {
    switch (line.sight().inside()) {
      case Sight.Plain _ -> {}
      case Sight.Closed(Sight.Why why) -> {
        out.writeObjectPropertyStart("inside");
        out.writeStringProperty("closed", word(why));
        out.writeEndObject();
      }
      case Sight.Opened(Facts found, Reception.Open kind) -> {
        out.writeObjectPropertyStart("inside");
        out.writeStringProperty("signature", found.received().signature().word());
        out.writeBooleanProperty("proven", kind == Reception.Open.PROVEN);
        if (line.inside().isPresent()) {
          Explanation inside = line.inside().get();
          out.writeStringProperty("rule", inside.decision().rule());
          out.writeStringProperty("because", inside.because());
          steps(out, inside);
        }
        out.writeEndObject();
      }
    }
  }

  private static void steps(JsonGenerator out, Explanation explanation) {
    out.writeArrayPropertyStart("steps");
    explanation.steps().forEach(step -> write(out, step));
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Explanation.Step step) {
    out.writeStartObject();
    out.writeStringProperty("rule", step.rule());
    out.writeStringProperty("at", step.place().toString());
    out.writeStringProperty("condition", step.condition());
    out.writeStringProperty("match", word(step.match()));
    out.writeArrayPropertyStart("why");
    for (Explanation.Clause clause : step.why()) {
      out.writeStartObject();
      out.writeStringProperty("clause", clause.text());
      out.writeArrayPropertyStart("values");
      clause.values().forEach(out::writeString);
      out.writeEndArray();
      if (!clause.trouble().isEmpty()) {
        out.writeStringProperty("trouble", clause.trouble());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static String word(Decision decision) {
    return switch (decision) {
      case Decision.Deliver deliver -> "deliver";
      case Decision.Refuse refuse -> "refuse";
      case Decision.Defer defer -> "defer";
    };
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
