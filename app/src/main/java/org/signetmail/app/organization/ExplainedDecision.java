package org.signetmail.app.organization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.gateway.Sight;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.AlsoReader;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Reception;
import org.signetmail.policy.Treatment;

/** What policy decided and why, in words for a person; the same on a terminal and on a page. */
public final class ExplainedDecision {
  private ExplainedDecision() {}

  /** In one or a few words: {@code sign and encrypt}, {@code leave}, {@code refuse}. */
  public static String outcome(Decision decision) {
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

  /** Which rule says so, and why those before it do not hold. */
  public static List<String> lines(Facts facts, Explanation explanation) {
    Decision decision = explanation.decision();
    List<String> lines = new ArrayList<>();
    lines.add(
        "  rule "
            + decision.rule()
            + " for "
            + facts.direction().name().toLowerCase(Locale.ROOT)
            + " mail at "
            + explanation.steps().getLast().place()
            + ": "
            + explanation.because());
    reason(decision).ifPresent(reason -> lines.add("  the sender reads: " + reason));
    explanation
        .ruling()
        .ifPresent(ruling -> {
          lines.add("  jurisdiction table " + ruling.table());
          ruling.because().forEach(rule -> lines.add("    " + rule));
        });
    explanation.steps().forEach(step -> lines.addAll(step(step)));
    return lines;
  }

  private static List<String> step(Explanation.Step step) {
    List<String> lines = new ArrayList<>();
    switch (step.match()) {
      case HOLDS -> {}
      case DOES_NOT_HOLD -> lines.add("  not " + step.rule() + ", because it does not hold that");
      case BROKEN -> lines.add("  stopped at " + step.rule() + ", because nobody can say whether");
    }
    for (Explanation.Clause clause : step.why()) {
      lines.add("    " + clause.text());
      clause.values().forEach(value -> lines.add("      " + value));
      if (!clause.trouble().isEmpty()) {
        lines.add("      " + clause.trouble());
      }
    }
    return lines;
  }

  /** What a sender reads whose mail does not go out now. */
  public static Optional<String> reason(Decision decision) {
    return switch (decision) {
      case Decision.Deliver _ -> Optional.empty();
      case Decision.Refuse refuse -> Optional.of(refuse.reason());
      case Decision.Defer defer -> Optional.of(defer.reason());
    };
  }

  /** Why it cannot be said what is inside. */
  public static String because(Sight.Why why) {
    return switch (why) {
      case NO_KEY_RING ->
          "no key ring is at hand, so what the gateway would find inside cannot be said; name the"
              + " home with --home";
      case NO_KEY -> "the key ring has no key for the recipient";
      case NOT_FOR_US -> "it is encrypted to none of the recipient's keys in the key ring";
      case DOES_NOT_OPEN -> "it is encrypted to a key of the key ring, and does not open with it";
    };
  }
}
