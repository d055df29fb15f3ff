package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.signetmail.rollout.RolloutAnswers.Risk;

/**
 * Groups in waves. The pilot group goes first and alone; then, as far as groups that must go before
 * are done, those of less risk before those of more, as many together as a wave holds. A group is
 * never divided. For one thread.
 */
final class WavePlan {
  private static final double RISKY = 0.2; // of a group's people, with something to change
  private static final double SAFE = 0.05;

  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final Map<String, Inventory.Group> groups = new LinkedHashMap<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<Wave> waves = new ArrayList<>();
  private final Map<String, String> waveOf = new HashMap<>();
  private final Set<String> counted = new HashSet<>();
  private int largest;

  private WavePlan(Inventory inventory, List<Inventory.Group> groups, RolloutAnswers answers) {
    this.inventory = inventory;
    this.answers = answers;
    groups.forEach(group -> this.groups.put(group.name(), group));
  }

  static WavePlan of(Inventory inventory, List<Inventory.Group> groups, RolloutAnswers answers) {
    WavePlan plan = new WavePlan(inventory, groups, answers);
    plan.unknownGroups();
    plan.fill();
    plan.outside();
    return plan;
  }

  List<Wave> waves() {
    return waves;
  }

  List<Claim> claims() {
    return claims;
  }

  /** People in the largest wave. */
  int largest() {
    return largest;
  }

  Risk risk(Inventory.Group group) {
    return answers
        .of(group.name())
        .risk()
        .orElseGet(() -> {
          double unfit = group.members() == 0 ? 0 : (double) group.unfit() / group.members();
          return unfit > RISKY ? Risk.HIGH : unfit > SAFE ? Risk.NORMAL : Risk.LOW;
        });
  }

  private void fill() {
    Set<String> left = new LinkedHashSet<>(groups.keySet());
    answers.pilot().filter(left::contains).ifPresent(pilot -> wave(List.of(pilot), left));
    while (!left.isEmpty()) {
      List<String> ready = ready(left);
      if (ready.isEmpty()) {
        circle(left);
        ready = List.copyOf(new TreeSet<>(left));
      }
      wave(together(ready), left);
    }
  }

  /** Those whose groups before them are in a wave already, by risk. */
  private List<String> ready(Set<String> left) {
    return left.stream()
        .filter(name -> answers.of(name).after().stream().noneMatch(left::contains))
        .sorted(
            Comparator.comparing((String name) -> risk(group(name)))
                .thenComparingInt(name -> group(name).members())
                .thenComparing(name -> name))
        .toList();
  }

  /**
   * The first of them, and those after it that fit: of the same risk, so that one waits for none.
   */
  private List<String> together(List<String> ready) {
    List<String> chosen = new ArrayList<>();
    Set<String> people = new HashSet<>();
    Risk risk = risk(group(ready.getFirst()));
    for (String name : ready) {
      Set<String> with = new HashSet<>(people);
      with.addAll(newPeople(name));
      boolean fits = chosen.isEmpty() || with.size() <= answers.waveSize();
      if (fits && risk(group(name)) == risk) {
        chosen.add(name);
        people = with;
      }
    }
    return chosen;
  }

  private void wave(List<String> names, Set<String> left) {
    String name = waves.isEmpty() && answers.pilot().isPresent() ? "pilot" : "wave-" + number();
    SortedSet<String> after = new TreeSet<>();
    for (String group : names) {
      answers.of(group).after().stream()
          .filter(waveOf::containsKey)
          .forEach(before -> after.add(waveOf.get(before)));
    }
    if (!waves.isEmpty()) {
      after.add(waves.getFirst().name()); // whatever the first one teaches
    }
    Set<String> people = new HashSet<>();
    names.forEach(group -> people.addAll(newPeople(group)));
    counted.addAll(people);
    largest = Math.max(largest, people.size());
    Wave wave =
        new Wave(
            name,
            new TreeSet<>(names),
            after,
            EnumSet.allOf(Wave.Condition.class),
            Wave.State.PLANNED);
    waves.add(wave);
    names.forEach(group -> waveOf.put(group, name));
    names.forEach(left::remove);
    describe(wave, people.size());
  }

  private String number() {
    return String.valueOf(answers.pilot().isPresent() ? waves.size() : waves.size() + 1);
  }

  private void describe(Wave wave, int people) {
    List<String> evidence = new ArrayList<>();
    wave.groups().forEach(group -> evidence.add(group(group).id()));
    wave.groups().stream()
        .filter(group -> !answers.of(group).after().isEmpty())
        .forEach(group -> evidence.add("answer/groups/" + group));
    claims.add(
        Claim.of(
            RolloutFinding.WAVE_PLANNED,
            wave.name(),
            people
                + " people of "
                + String.join(", ", wave.groups())
                + (wave.after().isEmpty() ? "" : ", after " + String.join(", ", wave.after())),
            evidence));
    for (String name : wave.groups()) {
      Inventory.Group group = group(name);
      if (risk(group) != Risk.LOW) {
        describe(wave, group);
      }
    }
  }

  private void describe(Wave wave, Inventory.Group group) {
    boolean said = answers.of(group.name()).risk().isPresent();
    claims.add(
        Claim.of(
            RolloutFinding.WAVE_RISK,
            wave.name() + "/" + group.name(),
            "risk "
                + risk(group).name().toLowerCase(java.util.Locale.ROOT)
                + (said ? ", as rollout.yaml says: " : ": ")
                + group.unfit()
                + " of "
                + group.members()
                + " people have a mail program to upgrade, replace or ask about",
            said ? List.of(group.id(), "answer/groups/" + group.name()) : List.of(group.id())));
  }

  private void circle(Set<String> left) {
    claims.add(
        Claim.of(
            RolloutFinding.WAVE_CIRCLE,
            String.join(", ", new TreeSet<>(left)),
            "each wait for another of them; they are planned as if they did not",
            left.stream().sorted().map(name -> "answer/groups/" + name).toList()));
  }

  /** Names in the answers that nobody is in. */
  private void unknownGroups() {
    Set<String> named = new TreeSet<>(answers.groups().keySet());
    answers.groups().values().forEach(group -> named.addAll(group.after()));
    answers.pilot().ifPresent(named::add);
    named.removeAll(groups.keySet());
    for (String name : named) {
      claims.add(
          Claim.of(
              RolloutFinding.EMPTY_GROUP,
              "group " + name,
              "is named in rollout.yaml, and nobody is in it",
              "answer/groups/" + name));
    }
  }

  /** Who is in no wave, or not here yet. */
  private void outside() {
    List<ListedMember> alone =
        inventory.members().stream().filter(member -> member.groups().isEmpty()).toList();
    if (!alone.isEmpty()) {
      claims.add(
          Claim.of(RolloutFinding.NO_GROUP, "people", named(alone, "in no group"), "people/none"));
    }
    List<ListedMember> unknown =
        inventory.members().stream()
            .filter(member -> member.origin() == ListedMember.Origin.LIST)
            .toList();
    if (!unknown.isEmpty()) {
      claims.add(
          Claim.of(
              RolloutFinding.NOT_IN_STORE,
              "people",
              named(unknown, "on a list, and not among the people of this system"),
              "people/list"));
    }
  }

  private static String named(List<ListedMember> members, String what) {
    String some =
        String.join(", ", members.stream().limit(3).map(m -> m.mailbox().toString()).toList());
    return members.size() + " " + what + ": " + some + (members.size() > 3 ? " …" : "");
  }

  private Set<String> newPeople(String group) {
    Set<String> people = new HashSet<>();
    for (ListedMember member : inventory.members()) {
      if (member.groups().contains(group) && !counted.contains(member.mailbox().key())) {
        people.add(member.mailbox().key());
      }
    }
    return people;
  }

  private Inventory.Group group(String name) {
    return java.util.Objects.requireNonNull(groups.get(name));
  }
}
