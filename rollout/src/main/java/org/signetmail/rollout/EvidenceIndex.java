package org.signetmail.rollout;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What every id that a claim can name as evidence stands for, in a phrase. For one thread. */
final class EvidenceIndex {
  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final SystemFacts system;
  private final SortedMap<String, String> index = new TreeMap<>();

  private EvidenceIndex(Inventory inventory, RolloutAnswers answers, SystemFacts system) {
    this.inventory = inventory;
    this.answers = answers;
    this.system = system;
  }

  static SortedMap<String, String> of(
      Inventory inventory, RolloutAnswers answers, SystemFacts system) {
    EvidenceIndex evidence = new EvidenceIndex(inventory, answers, system);
    evidence.people();
    evidence.mail();
    evidence.answers();
    evidence.system();
    return Collections.unmodifiableSortedMap(evidence.index);
  }

  private void people() {
    index.put("people/all", inventory.members().size() + " people of store and lists");
    index.put(
        "people/none",
        inventory.members().stream().filter(one -> one.groups().isEmpty()).count()
            + " people in no group");
    index.put(
        "people/list",
        inventory.members().stream().filter(one -> one.origin() == ListedMember.Origin.LIST).count()
            + " people on lists only");
    for (Inventory.Group group : inventory.groups()) {
      StringBuilder what = new StringBuilder(group.members() + " people; mail programs");
      group
          .fitness()
          .forEach(
              (fitness, count) -> what.append(' ').append(word(fitness)).append(' ').append(count));
      index.put(group.id(), what + " unseen " + group.unseen());
    }
  }

  private void mail() {
    Inventory.Sample sample = inventory.sample();
    index.put(
        sample.id(),
        sample.messages()
            + " messages"
            + (sample.unreadable() > 0 ? ", " + sample.unreadable() + " not readable" : "")
            + (sample.full() ? ", counted in part" : ""));
    inventory
        .users()
        .forEach((program, users) ->
            index.put(program.id(), users + " people, " + word(program.fitness())));
    for (Correspondent one : inventory.correspondents()) {
      index.put(
          one.id(),
          "sent %d, received %d, signed %d, encrypted %d, readers %d"
              .formatted(one.sent(), one.received(), one.signed(), one.encrypted(), one.readers()));
    }
    for (FoundCertificate one : inventory.certificates()) {
      index.put(
          one.id(),
          String.join(" ", one.owners().stream().map(Object::toString).toList())
              + " by "
              + one.issuer()
              + " until "
              + PracticeClaims.day(one.until()));
    }
    for (MailServer server : inventory.servers()) {
      index.put(
          server.id(),
          server.greeting()
              + (server.keywords().isEmpty() ? "" : "; " + String.join(" ", server.keywords()))
              + server.tls().map(tls -> "; " + tls).orElse(""));
    }
    index.put("people/servers", inventory.servers().size() + " servers were asked");
  }

  private void answers() {
    answer("lead", answers.lead().orElse(""));
    answer("start", answers.start().map(Object::toString).orElse(""));
    answer("places", String.join(", ", answers.places()));
    answers.places().forEach(place -> answer("places/" + place, place));
    answer("officers", String.join(", ", answers.officers()));
    answer("support", answers.support().orElse(""));
    answer("backup-place", answers.backupPlace().orElse(""));
    answer("leaving-percent", String.valueOf(answers.leavingPercent()));
    answer("effort", answers.effort().isEmpty() ? "the rates that come with the program" : "given");
    for (String work : RolloutAnswers.HOURS.keySet()) {
      answer(
          "effort/" + work,
          String.format(
              Locale.ROOT,
              "%.2f h%s",
              answers.hours(work),
              answers.effort().containsKey(work) ? "" : ", as it comes with the program"));
    }
    for (Map.Entry<String, RolloutAnswers.OfGroup> group : answers.groups().entrySet()) {
      answer("groups/" + group.getKey(), said(group.getValue()));
      group.getValue().after().forEach(name -> index.putIfAbsent("answer/groups/" + name, "named"));
    }
    answers.pilot().ifPresent(name -> index.putIfAbsent("answer/groups/" + name, "pilot"));
  }

  private static String said(RolloutAnswers.OfGroup group) {
    return "after "
        + (group.after().isEmpty()
            ? "nobody"
            : String.join(", ", group.after().stream().sorted().toList()))
        + group.risk().map(risk -> ", risk " + word(risk)).orElse("")
        + group.enrolment().map(way -> ", enrolment " + word(way)).orElse("")
        + group.place().map(place -> ", in " + place).orElse("");
  }

  private void answer(String key, String said) {
    index.put("answer/" + key, said.isEmpty() ? "not answered yet" : said);
  }

  private void system() {
    index.put("system/officers", system.officers().size() + " officers seated");
    index.put("system/quorum", system.quorum() + " of " + system.wantedOfficers());
    index.put(
        "system/backup",
        system.lastBackup().map(at -> "last " + at).orElse("none")
            + system.backupEvery().map(every -> ", every " + every).orElse(", by hand"));
    index.put("system/drill", system.drilled().map(at -> "passed " + at).orElse("none passed"));
    index.put("system/archive", system.keep().map(keep -> "keep " + keep).orElse("keep for ever"));
    index.put("system/certificates", "valid " + system.certificateLife().toDays() + " days");
    index.put("system/profiles", "docs/profiles.md");
    index.put("policy/" + system.policy().substring(0, 16), "the policy in force, SHA-256");
    system
        .laws()
        .ifPresent(table -> index.put("law/" + table.version(), "jurisdiction table in force"));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
