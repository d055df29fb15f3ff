package org.signetmail.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.policy.internal.ConditionFailed;

/** The rules of one direction, tried in order, and what is done when none holds. */
record Ruleset(List<Rule> rules, Rule otherwise, Policy.Refusals refusals) {
  static final String DEFAULT = "default";

  /** Whether anything here depends on the recipient having a certificate. */
  boolean asksForCertificates() {
    return encrypts(otherwise)
        || rules.stream()
            .anyMatch(r ->
                r.condition().mentions("certificate")
                    || r.condition().mentions("gateway")
                    || encrypts(r));
  }

  boolean asksForLabels() {
    return rules.stream().anyMatch(rule -> rule.condition().mentions("labels"));
  }

  /** Every text that a rule of this direction marks subjects with. */
  Set<String> subjectMarks() {
    return receptions()
        .flatMap(reception -> reception.subjectMark().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether any rule opens what a key is here for, or asks whether one is. */
  boolean opens() {
    return receptions().anyMatch(reception -> reception.open() != Reception.Open.NO)
        || rules.stream().anyMatch(rule -> rule.condition().mentions("message.openable"));
  }

  private Stream<Reception> receptions() {
    return Stream.concat(rules.stream(), Stream.of(otherwise))
        .map(Rule::outcome)
        .filter(outcome -> outcome instanceof Protect)
        .map(outcome -> ((Protect) outcome).reception());
  }

  private static boolean encrypts(Rule rule) {
    return rule.outcome() instanceof Protect protect && protect.encrypt() != Wish.NO;
  }

  Outcome.Settled decide(Facts facts) {
    Map<String, Object> values = FactValues.of(facts);
    for (Rule rule : rules) {
      Optional<Outcome.Settled> settled = attempt(rule, facts, values);
      if (settled.isPresent()) {
        return settled.get();
      }
    }
    return otherwise.outcome().settle(facts, otherwise.name());
  }

  Explanation explain(Facts facts) {
    Map<String, Object> values = FactValues.of(facts);
    List<Explanation.Step> steps = new ArrayList<>();
    for (Rule rule : rules) {
      Optional<Outcome.Settled> settled = attempt(rule, facts, values);
      if (settled.isPresent()) {
        boolean broken = settled.get().because().equals(BROKEN);
        steps.add(
            step(
                rule,
                broken ? Explanation.Match.BROKEN : Explanation.Match.HOLDS,
                broken ? rule.condition().why(values) : List.of()));
        return new Explanation(
            settled.get().decision(), steps, settled.get().because(), Optional.empty());
      }
      steps.add(step(rule, Explanation.Match.DOES_NOT_HOLD, rule.condition().why(values)));
    }
    steps.add(step(otherwise, Explanation.Match.HOLDS, List.of()));
    Outcome.Settled settled = otherwise.outcome().settle(facts, otherwise.name());
    return new Explanation(settled.decision(), steps, settled.because(), Optional.empty());
  }

  private static final String BROKEN = "a rule that cannot be worked out stops the message";

  /** What comes of a rule; empty when its condition does not hold. */
  private static Optional<Outcome.Settled> attempt(
      Rule rule, Facts facts, Map<String, Object> values) {
    try {
      return rule.condition().holds(values)
          ? Optional.of(rule.outcome().settle(facts, rule.name()))
          : Optional.empty();
    } catch (ConditionFailed e) {
      // Nobody knows whether the rule would have refused: going on to the next could send in clear.
      String reason =
          "policy: rule '"
              + rule.name()
              + "' cannot be worked out: "
              + e.getMessage()
              + "; the administrator must correct it at "
              + rule.place();
      return Optional.of(new Outcome.Settled(new Decision.Defer(reason, rule.name()), BROKEN));
    }
  }

  private static Explanation.Step step(
      Rule rule, Explanation.Match match, List<Explanation.Clause> why) {
    return new Explanation.Step(rule.name(), rule.place(), rule.condition().text(), match, why);
  }
}
