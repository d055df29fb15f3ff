package org.signetmail.policy;

import java.util.Set;

/** What a rule wants, before it is known whether it can be had. */
sealed interface Outcome permits Outcome.Refuse, Outcome.Defer, Protect {
  /** What comes of it for this message; {@code rule} is the name of the rule. */
  Settled settle(Facts facts, String rule);

  /** A decision and why it follows. */
  record Settled(Decision decision, String because) {}

  record Refuse(String reason) implements Outcome {
    @Override
    public Settled settle(Facts facts, String rule) {
      return new Settled(new Decision.Refuse(reason, rule), "the rule refuses");
    }
  }

  record Defer(String reason) implements Outcome {
    @Override
    public Settled settle(Facts facts, String rule) {
      return new Settled(new Decision.Defer(reason, rule), "the rule defers");
    }
  }

  /** Reads the one of {@code deliver}, {@code refuse}, {@code defer} that stands in a rule. */
  static Outcome read(
      YamlMapping rule, Set<String> profiles, PasswordForms forms, Facts.Direction direction)
      throws YamlProblem {
    Set<String> kinds = Set.of("deliver", "refuse", "defer");
    long given = rule.entries().keySet().stream().filter(kinds::contains).count();
    if (given != 1) {
      throw new YamlProblem(
          rule.place(), "says " + given + " things to do", "give one of deliver, refuse, defer");
    }
    if (rule.entries().containsKey("refuse")) {
      return new Refuse(rule.text("refuse"));
    }
    if (rule.entries().containsKey("defer")) {
      return new Defer(rule.text("defer"));
    }
    return Protect.read(rule.group("deliver"), profiles, forms, direction);
  }
}
