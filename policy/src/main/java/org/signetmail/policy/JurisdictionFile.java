package org.signetmail.policy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.signetmail.policy.JurisdictionTable.Dates;
import org.signetmail.policy.JurisdictionTable.Effect;
import org.signetmail.policy.JurisdictionTable.Entry;
import org.signetmail.policy.JurisdictionTable.Members;
import org.signetmail.policy.JurisdictionTable.Role;
import org.signetmail.policy.JurisdictionTable.Unknown;

/** Reads a jurisdiction table, with file, line and hint for whatever is wrong. */
final class JurisdictionFile {
  private JurisdictionFile() {}

  /**
   * @param profiles the words that {@code suites} may have, the preferred first
   */
  static JurisdictionTable read(String text, String file, List<String> profiles)
      throws YamlProblem {
    YamlMapping top = Yaml.parse(text, file);
    top.allow("version", "valid-from", "valid-until", "unknown", "servers", "places", "rules");
    List<String> suites = profiles.stream().filter(one -> !one.equals("auto")).toList();
    List<Members> members = new ArrayList<>();
    for (Yaml item : top.items("places")) {
      members.add(members(mapping(item)));
    }
    List<Entry> entries = new ArrayList<>();
    for (Yaml item : top.items("rules")) {
      entries.add(entry(mapping(item), suites));
    }
    List<String> servers = top.texts("servers");
    if (servers.isEmpty() || entries.isEmpty()) {
      throw new YamlProblem(
          top.place(), "names no place of servers, or no rule", "add 'servers: [DE]' and 'rules:'");
    }
    Dates dates = dates(top, "valid-from", "valid-until");
    if (dates.from().isEmpty() || dates.until().isEmpty()) {
      throw new YamlProblem(
          top.place(), "does not say when it is valid", "add valid-from and valid-until");
    }
    return new JurisdictionTable(
        top.text("version"),
        dates,
        top.optional("unknown", word -> Word.of(word, Unknown.values())).orElse(Unknown.DEFER),
        servers,
        members,
        entries,
        suites);
  }

  private static YamlMapping mapping(Yaml item) throws YamlProblem {
    if (item instanceof YamlMapping mapping) {
      return mapping;
    }
    throw new YamlProblem(
        item.place(), "is no group of settings", "write 'place: DE' and the rest");
  }

  private static Members members(YamlMapping place) throws YamlProblem {
    place.allow("place", "domains", "groups", "partners");
    return new Members(
        place.text("place"),
        Set.copyOf(place.texts("domains")),
        Set.copyOf(place.texts("groups")),
        Set.copyOf(place.texts("partners")));
  }

  private static Entry entry(YamlMapping rule, List<String> profiles) throws YamlProblem {
    rule.allow("place", "role", "effect", "suites", "source", "reviewed-by", "from", "until");
    Effect effect = rule.required("effect", word -> Word.of(word, Effect.values()));
    List<String> suites = List.copyOf(rule.texts("suites"));
    if (effect.namesSuites() == suites.isEmpty()) {
      throw new YamlProblem(
          rule.placeOf("effect"),
          effect.word() + (suites.isEmpty() ? " names no suites" : " takes no suites"),
          "suites belong to require-suite and forbid-suite");
    }
    for (String suite : suites) {
      if (!profiles.contains(suite)) {
        throw new YamlProblem(
            rule.placeOf("suites"),
            "suite '" + suite + "' does not exist",
            "known are " + String.join(", ", profiles));
      }
    }
    return new Entry(
        rule.text("place"),
        rule.required("role", word -> Word.of(word, Role.values())),
        effect,
        suites,
        rule.text("source"),
        rule.text("reviewed-by"),
        dates(rule, "from", "until"));
  }

  private static Dates dates(YamlMapping mapping, String from, String until) throws YamlProblem {
    return new Dates(
        mapping.optional(from, JurisdictionFile::day),
        mapping.optional(until, JurisdictionFile::day));
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no day such as 2026-11-23", e);
    }
  }
}
