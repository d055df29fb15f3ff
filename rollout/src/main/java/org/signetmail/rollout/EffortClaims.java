package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.signetmail.rollout.MailProgram.Fitness;

/** What a plan says of hours of work: how many times what, at which rate. */
final class EffortClaims {
  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final List<Claim> claims = new ArrayList<>();
  private double total;

  EffortClaims(Inventory inventory, RolloutAnswers answers) {
    this.inventory = inventory;
    this.answers = answers;
  }

  List<Claim> claims(int waves) {
    int people = inventory.members().size();
    add("person", "people who enrol", people, "people/all");
    add("support", "people who may ask for help", people, "people/all");
    add("upgrade", "mail programs to upgrade", with(Fitness.UPGRADE), inventory.sample().id());
    add("replace", "mail programs to replace", with(Fitness.REPLACE), inventory.sample().id());
    add("server", "servers to change", lacking(), "people/servers");
    add("partner", "partners to agree with", partners(), inventory.sample().id());
    add("officer", "officers to train", Math.max(3, answers.officers().size()), "answer/officers");
    add("wave", "waves to look after", waves, "people/all");
    add("drill", "drills in a year", 4, "system/drill");
    claims.add(
        Claim.of(
            RolloutFinding.EFFORT,
            "all",
            String.format(Locale.ROOT, "%.0f hours, the sum of the above", total),
            "answer/effort"));
    return claims;
  }

  private void add(String work, String what, int times, String evidence) {
    double rate = answers.hours(work);
    double hours = rate * times;
    total += hours;
    claims.add(
        Claim.of(
            RolloutFinding.EFFORT,
            work,
            String.format(Locale.ROOT, "%d %s × %.2f h = %.1f h", times, what, rate, hours),
            evidence,
            "answer/effort/" + work));
  }

  private int with(Fitness fitness) {
    return inventory.users().entrySet().stream()
        .filter(e -> e.getKey().fitness() == fitness)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private int lacking() {
    return (int)
        new MailClaims(inventory)
            .servers().stream()
                .filter(c -> c.finding().code() == RolloutFinding.SERVER_LACKS)
                .count();
  }

  /** The ten with most mail who cannot read yet. */
  private int partners() {
    return (int)
        inventory.correspondents().stream().limit(10).filter(one -> one.readers() == 0).count();
  }
}
