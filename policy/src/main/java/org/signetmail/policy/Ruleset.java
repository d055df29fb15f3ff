package org.signetmail.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.signetmail.policy.internal.Condition;
import org.signetmail.policy.internal.ConditionCompiler;
import org.signetmail.policy.internal.ConditionFailed;
import org.signetmail.policy.internal.ConditionProblem;

/** The rules of one direction, tried in order, and what is done when none holds. */
record Ruleset(List<Rule> rules, Rule otherwise, Policy.Refusals refusals) {
  static final String DEFAULT = "default";

  static Ruleset read(YamlMapping section, ConditionCompiler compiler, Set<String> profiles)
      throws YamlProblem {
    section.allow("refusals", "rules", DEFAULT);
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(DEFAULT));
    for (Yaml item : section.items("rules")) {
      if (!(item instanceof YamlMapping mapping)) {
        throw new YamlProblem(item.place(), "is not a rule", "write name, when, and what to do");
      }
      Rule rule = rule(mapping, compiler, profiles);
      if (!names.add(rule.name())) {
        throw new YamlProblem(
            mapping.placeOf("name"), "two rules are called '" + rule.name() + "'", "rename one");
      }
      rules.add(rule);
    }
    if (!section.entries().containsKey(DEFAULT)) {
      throw new YamlProblem(
          section.place(), "has no default", "say what happens when no rule holds");
    }
    YamlMapping last = section.group(DEFAULT);
    last.allow("deliver", "refuse", "defer");
    Rule otherwise =
        new Rule(DEFAULT, section.placeOf(DEFAULT), Condition.ALWAYS, Outcome.read(last, profiles));
    return new Ruleset(
        List.copyOf(rules),
        otherwise,
        section.optional("refusals", Policy.Refusals::of).orElse(Policy.Refusals.ALL_OR_NONE));
  }

  private static Rule rule(YamlMapping mapping, ConditionCompiler compiler, Set<String> profiles)
      throws YamlProblem {
    mapping.allow("name", "when", "deliver", "refuse", "defer");
    String name = mapping.text("name");
    String when = mapping.text("when");
    Yaml.Place place = mapping.items("when").getFirst().place();
    try {
      return new Rule(
          name, mapping.place(), compiler.compile(when), Outcome.read(mapping, profiles));
    } catch (ConditionProblem e) {
      throw new YamlProblem(
          place,
          "condition of '" + name + "': " + e.getMessage() + " at character " + e.position(),
          e.hint());
    }
  }

  /** Whether anything here depends on the recipient having a certificate. */
  boolean asksForCertificates() {
    return encrypts(otherwise)
        || rules.stream().anyMatch(r -> r.condition().mentions("certificate") || encrypts(r));
  }

  private static boolean encrypts(Rule rule) {
    return rule.outcome() instanceof Protect protect && protect.encrypt() != Wish.NO;
  }

  Explanation explain(Facts facts) {
    Map<String, Object> values = FactValues.of(facts);
    List<Explanation.Step> steps = new ArrayList<>();
    for (Rule rule : rules) {
      Explanation.Match match;
      String failure = "";
      try {
        match =
            rule.condition().holds(values)
                ? Explanation.Match.HOLDS
                : Explanation.Match.DOES_NOT_HOLD;
      } catch (ConditionFailed e) {
        match = Explanation.Match.BROKEN;
        failure = String.valueOf(e.getMessage());
      }
      steps.add(step(rule, match));
      switch (match) {
        case DOES_NOT_HOLD -> {}
        case HOLDS -> {
          return explained(rule, facts, steps);
        }
        case BROKEN -> {
          // Nobody knows whether the rule would have refused: going on to the next could send in
          // clear.
          String reason =
              "policy: rule '"
                  + rule.name()
                  + "' cannot be worked out: "
                  + failure
                  + "; the administrator must correct it at "
                  + rule.place();
          return new Explanation(
              new Decision.Defer(reason, rule.name()),
              steps,
              "a rule that cannot be worked out stops the message");
        }
      }
    }
    steps.add(step(otherwise, Explanation.Match.HOLDS));
    return explained(otherwise, facts, steps);
  }

  private static Explanation explained(Rule rule, Facts facts, List<Explanation.Step> steps) {
    Outcome.Settled settled = rule.outcome().settle(facts, rule.name());
    return new Explanation(settled.decision(), steps, settled.because());
  }

  private static Explanation.Step step(Rule rule, Explanation.Match match) {
    return new Explanation.Step(rule.name(), rule.place(), rule.condition().text(), match);
  }
}
