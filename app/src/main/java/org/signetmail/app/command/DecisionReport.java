package org.signetmail.app.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.AlsoReader;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Reception;
import org.signetmail.policy.Treatment;
import tools.jackson.core.JsonGenerator;

/** What policy decided, for people and for programs. */
final class DecisionReport {
  private DecisionReport() {}

  /** A decision, for one recipient. */
  record Line(Facts facts, Explanation explanation) {}

  /** In one or a few words: {@code sign and encrypt}, {@code leave}, {@code refuse}. */
  static String outcome(Decision decision) {
    return switch (decision) {
      case Decision.Deliver(Treatment treatment, String rule) -> words(treatment);
      case Decision.Refuse refuse -> "refuse";
      case Decision.Defer defer ->
          defer.meanwhile() == Decision.Meanwhile.INVITE ? "defer and invite" : "defer";
    };
  }

  private static String words(Treatment treatment) {
    Reception reception = treatment.reception();
    if (reception.quarantine().isPresent()) {
      return "quarantine";
    }
    List<String> words = new ArrayList<>();
    if (!treatment.isPlain()) {
      words.add(protection(treatment));
    }
    if (reception.open() != Reception.Open.NO) {
      words.add("open");
    }
    if (reception.subjectMark().isPresent()) {
      words.add("mark");
    }
    if (reception.banner().isPresent()) {
      words.add("banner");
    }
    return words.isEmpty() ? "leave" : String.join(" and ", words);
  }

  private static String protection(Treatment treatment) {
    boolean signs = treatment.sign() == Treatment.Sign.YES;
    String encrypts =
        switch (treatment.encrypt()) {
          case TO_PERSON -> "encrypt" + besides(treatment);
          case TO_PARTNER -> "encrypt to partner" + besides(treatment);
          case TO_PASSWORD_PAGE -> "encrypt to password in a page" + besides(treatment);
          case TO_PASSWORD_CMS -> "encrypt to password in CMS" + besides(treatment);
          case NO -> "";
        };
    if (encrypts.isEmpty()) {
      return "sign";
    }
    return signs ? "sign and " + encrypts : encrypts;
  }

  private static String besides(Treatment treatment) {
    return treatment.alsoReaders().stream()
        .map(reader ->
            switch (reader) {
              case AlsoReader.Author _ -> ", sender too";
              case AlsoReader.Archive(Mailbox archive) -> ", " + archive + " too";
            })
        .collect(Collectors.joining());
  }

  static void print(PrintStream out, Line line) {
    Decision decision = line.explanation().decision();
    Explanation.Step last = line.explanation().steps().getLast();
    say(out, line.facts().recipient().mailbox() + ": " + outcome(decision));
    say(
        out,
        "  rule "
            + decision.rule()
            + " for "
            + word(line.facts().direction())
            + " mail at "
            + last.place()
            + ": "
            + line.explanation().because());
    reason(decision).ifPresent(reason -> say(out, "  the sender reads: " + reason));
    line.explanation()
        .ruling()
        .ifPresent(ruling -> {
          say(out, "  jurisdiction table " + ruling.table());
          ruling.because().forEach(rule -> say(out, "    " + rule));
        });
    for (Explanation.Step step : line.explanation().steps()) {
      switch (step.match()) {
        case HOLDS -> {}
        case DOES_NOT_HOLD -> say(out, "  not " + step.rule() + ", because it does not hold that");
        case BROKEN -> say(out, "  stopped at " + step.rule() + ", because nobody can say whether");
      }
      for (Explanation.Clause clause : step.why()) {
        say(out, "    " + clause.text());
        clause.values().forEach(value -> say(out, "      " + value));
        if (!clause.trouble().isEmpty()) {
          say(out, "      " + clause.trouble());
        }
      }
    }
  }

  private static void say(PrintStream out, String text) {
    out.println(Report.printable(text));
  }

  private static java.util.Optional<String> reason(Decision decision) {
    return switch (decision) {
      case Decision.Deliver deliver -> java.util.Optional.empty();
      case Decision.Refuse refuse -> java.util.Optional.of(refuse.reason());
      case Decision.Defer defer -> java.util.Optional.of(defer.reason());
    };
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
    Decision decision = line.explanation().decision();
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
    reason(decision).ifPresent(reason -> out.writeStringProperty("reason", reason));
    line.explanation()
        .ruling()
        .ifPresent(ruling -> {
          out.writeStringProperty("jurisdictions", ruling.table());
          out.writeArrayPropertyStart("jurisdictionRules");
          ruling.because().forEach(out::writeString);
          out.writeEndArray();
        });
    out.writeArrayPropertyStart("steps");
    line.explanation().steps().forEach(step -> write(out, step));
    out.writeEndArray();
    out.writeEndObject();
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
