package org.signetmail.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.policy.internal.Condition;
import org.signetmail.policy.internal.ConditionCompiler;
import org.signetmail.policy.internal.ConditionProblem;

/**
 * Reads a policy to its end and collects what is wrong, so that its author can correct everything
 * at once. For one thread.
 */
final class PolicyReader {
  private final Set<String> profiles;
  private @Nullable ConditionCompiler compiler; // made when there is a condition: it takes long
  private PasswordForms forms = PasswordForms.STANDARD;
  private final List<YamlProblem> problems = new ArrayList<>();

  PolicyReader(Set<String> profiles) {
    this.profiles = profiles;
  }

  /** In the order in which they were met. */
  List<YamlProblem> problems() {
    return List.copyOf(problems);
  }

  private interface Reading<T> {
    T read() throws YamlProblem;
  }

  private interface Check {
    void run() throws YamlProblem;
  }

  private <T> Optional<T> attempt(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (YamlProblem e) {
      problems.add(e);
      return Optional.empty();
    }
  }

  private void check(Check check) {
    try {
      check.run();
    } catch (YamlProblem e) {
      problems.add(e);
    }
  }

  /** What a policy says. */
  record Content(
      Map<Facts.Direction, Ruleset> rules,
      LabelSources labels,
      Optional<String> jurisdictions,
      Policy.Changes changes,
      InvitationText invitation,
      PasswordForms forms) {}

  /** Empty when there are problems. */
  Optional<Content> read(String text, String file) {
    Optional<YamlMapping> top = attempt(() -> Yaml.parse(text, file));
    if (top.isEmpty()) {
      return Optional.empty();
    }
    check(() ->
        top.get()
            .allow(
                "labels",
                "jurisdictions",
                "changes",
                "invitation",
                "password-form",
                "outbound",
                "inbound"));
    Optional<LabelSources> labels = attempt(() -> LabelSources.read(top.get().group("labels")));
    Optional<Optional<String>> jurisdictions =
        attempt(() -> top.get().optionalText("jurisdictions"));
    Optional<Policy.Changes> changes =
        attempt(() ->
            top.get()
                .optional("changes", word -> Word.of(word, Policy.Changes.values()))
                .orElse(Policy.Changes.ANY));
    Optional<InvitationText> invitation =
        attempt(() -> InvitationText.read(top.get().group("invitation")));
    attempt(() -> PasswordForms.read(top.get().group("password-form")))
        .ifPresent(read -> forms = read);
    Optional<Ruleset> outbound = section(top.get(), Facts.Direction.OUTBOUND);
    Optional<Ruleset> inbound = section(top.get(), Facts.Direction.INBOUND);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    Map<Facts.Direction, Ruleset> rules =
        Map.of(
            Facts.Direction.OUTBOUND, outbound.orElseThrow(),
            Facts.Direction.INBOUND, inbound.orElseThrow());
    return Optional.of(
        new Content(
            rules,
            labels.orElseThrow(),
            jurisdictions.orElseThrow(),
            changes.orElseThrow(),
            invitation.orElseThrow(),
            forms));
  }

  private Optional<Ruleset> section(YamlMapping top, Facts.Direction direction) {
    String name = direction.name().toLowerCase(Locale.ROOT);
    if (!top.entries().containsKey(name)) {
      problems.add(
          new YamlProblem(
              top.place(), "has no rules for " + name + " mail", "add '" + name + ":'"));
      return Optional.empty();
    }
    return attempt(() -> top.group(name)).flatMap(section -> ruleset(section, direction));
  }

  private Optional<Ruleset> ruleset(YamlMapping section, Facts.Direction direction) {
    check(() -> section.allow("refusals", "rules", Ruleset.DEFAULT));
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(Ruleset.DEFAULT));
    for (Yaml item : section.items("rules")) {
      rule(item, names, direction).ifPresent(rules::add);
    }
    Optional<Rule> otherwise = otherwise(section, direction);
    Optional<Policy.Refusals> refusals =
        attempt(() ->
            section.optional("refusals", Policy.Refusals::of).orElse(Policy.Refusals.ALL_OR_NONE));
    return otherwise.isPresent() && refusals.isPresent()
        ? Optional.of(new Ruleset(List.copyOf(rules), otherwise.get(), refusals.get()))
        : Optional.empty();
  }

  private Optional<Rule> otherwise(YamlMapping section, Facts.Direction direction) {
    if (!section.entries().containsKey(Ruleset.DEFAULT)) {
      problems.add(
          new YamlProblem(
              section.place(), "has no default", "say what happens when no rule holds"));
      return Optional.empty();
    }
    Optional<YamlMapping> last = attempt(() -> section.group(Ruleset.DEFAULT));
    last.ifPresent(mapping -> check(() -> mapping.allow("deliver", "refuse", "defer")));
    return last.flatMap(mapping -> attempt(() -> Outcome.read(mapping, profiles, forms, direction)))
        .map(outcome ->
            new Rule(Ruleset.DEFAULT, section.placeOf(Ruleset.DEFAULT), Condition.ALWAYS, outcome));
  }

  /**
   * @param names that rules before it have; its own is added
   */
  private Optional<Rule> rule(Yaml item, Set<String> names, Facts.Direction direction) {
    if (!(item instanceof YamlMapping mapping)) {
      problems.add(
          new YamlProblem(item.place(), "is not a rule", "write name, when, and what to do"));
      return Optional.empty();
    }
    check(() -> mapping.allow("name", "when", "deliver", "refuse", "defer"));
    Optional<String> name = attempt(() -> mapping.text("name"));
    if (name.isPresent() && !names.add(name.get())) {
      problems.add(
          new YamlProblem(
              mapping.placeOf("name"), "two rules are called '" + name.get() + "'", "rename one"));
    }
    Optional<Condition> condition = condition(mapping, name.orElse("?"));
    Optional<Outcome> outcome = attempt(() -> Outcome.read(mapping, profiles, forms, direction));
    return name.isPresent() && condition.isPresent() && outcome.isPresent()
        ? Optional.of(new Rule(name.get(), mapping.place(), condition.get(), outcome.get()))
        : Optional.empty();
  }

  private Optional<Condition> condition(YamlMapping rule, String name) {
    Optional<String> when = attempt(() -> rule.text("when"));
    if (when.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(compiler().compile(when.get()));
    } catch (ConditionProblem e) {
      Yaml.Place place = rule.items("when").getFirst().place();
      for (ConditionProblem.Issue issue : e.issues()) {
        problems.add(
            new YamlProblem(
                place,
                "condition of '"
                    + name
                    + "': "
                    + issue.what()
                    + " at character "
                    + issue.position(),
                issue.hint()));
      }
      return Optional.empty();
    }
  }

  private ConditionCompiler compiler() {
    ConditionCompiler known = compiler;
    if (known == null) {
      known = new ConditionCompiler();
      compiler = known;
    }
    return known;
  }
}
