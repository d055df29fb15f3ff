package org.signetmail.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.signetmail.policy.JurisdictionTable.Effect;
import org.signetmail.policy.JurisdictionTable.Entry;
import org.signetmail.policy.JurisdictionTable.Role;
import org.signetmail.policy.JurisdictionTable.Unknown;

/**
 * What a jurisdiction table made of a decision that uses cryptography.
 *
 * @param decision the one that counts
 * @param table the version of the table
 * @param because the rules that were followed, with their sources, or why it is held
 */
public record Ruling(Decision decision, String table, List<String> because, RecordDuty record) {
  public Ruling {
    because = List.copyOf(because);
  }

  /** Whether the decision must be on record before the message goes. */
  public enum RecordDuty {
    REQUIRED,
    FREE
  }

  /** Rules on what the rules of a policy decided. */
  static Ruling of(JurisdictionTable table, Decision decided, Facts facts, Instant at) {
    if (!(decided instanceof Decision.Deliver deliver) || !usesCryptography(deliver, facts)) {
      return new Ruling(decided, table.version(), List.of(), RecordDuty.FREE);
    }
    return new Ruler(table, deliver, facts, at).rule();
  }

  private static boolean usesCryptography(Decision.Deliver deliver, Facts facts) {
    return !deliver.treatment().isPlain()
        || (facts.direction() == Facts.Direction.OUTBOUND
            && facts.message().protection() != Facts.Protection.NONE);
  }

  /** For one decision. */
  private record Ruler(JurisdictionTable table, Decision.Deliver deliver, Facts facts, Instant at) {

    Ruling rule() {
      if (!table.isValid(at)) {
        return held("the table " + table.version() + " is not valid now; counsel must renew it");
      }
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<Role, Set<String>> where : where().entrySet()) {
        if (where.getValue().isEmpty()) {
          return held("nobody has said at which place the " + where.getKey().word() + " is");
        }
        for (String place : where.getValue()) {
          List<Entry> here = table.entries(place, where.getKey(), at);
          if (here.isEmpty()) {
            return held("there is no rule for a " + where.getKey().word() + " at " + place);
          }
          entries.addAll(here);
        }
      }
      List<String> because = entries.stream().map(Entry::text).toList();
      for (Entry entry : entries) {
        if (entry.effect() == Effect.DENY) {
          return refused("the law of " + entry.place() + " forbids it: " + entry.source(), because);
        }
      }
      RecordDuty duty =
          entries.stream().anyMatch(e -> e.effect() == Effect.REQUIRE_RECORD)
              ? RecordDuty.REQUIRED
              : RecordDuty.FREE;
      return bySuites(entries, because, duty);
    }

    private Map<Role, Set<String>> where() {
      return new java.util.TreeMap<>(
          Map.of(
              Role.SENDER, facts.places().author(),
              Role.RECIPIENT, facts.places().recipient(),
              Role.SERVER, table.servers()));
    }

    private Ruling bySuites(List<Entry> entries, List<String> because, RecordDuty duty) {
      Set<String> allowed = new LinkedHashSet<>();
      entries.stream()
          .filter(e -> e.effect() == Effect.REQUIRE_SUITE)
          .findFirst()
          .ifPresentOrElse(
              first -> allowed.addAll(first.suites()), () -> allowed.addAll(table.profiles()));
      for (Entry entry : entries) {
        switch (entry.effect()) {
          case REQUIRE_SUITE -> allowed.retainAll(entry.suites());
          case FORBID_SUITE -> entry.suites().forEach(allowed::remove);
          case ALLOW, DENY, REQUIRE_RECORD -> {}
        }
      }
      if (entries.stream().noneMatch(e -> e.effect().namesSuites())) {
        return new Ruling(deliver, table.version(), because, duty);
      }
      Treatment treatment = deliver.treatment();
      if (facts.message().protection() != Facts.Protection.NONE) {
        return refused(
            "the law asks for certain algorithms, and the message came protected by others that"
                + " are not known; send it unprotected, and it is protected here",
            because);
      }
      String asked = treatment.cryptoProfile();
      if (allowed.contains(asked)) {
        return new Ruling(deliver, table.version(), because, duty);
      }
      if (!asked.equals("auto") || allowed.isEmpty()) {
        return refused("no algorithms satisfy both policy and the laws of all places", because);
      }
      Treatment suited = treatment.by(allowed.iterator().next());
      return new Ruling(
          new Decision.Deliver(suited, deliver.rule()), table.version(), because, duty);
    }

    private Ruling refused(String why, List<String> because) {
      return new Ruling(
          new Decision.Refuse(reason(why), deliver.rule()),
          table.version(),
          because,
          RecordDuty.FREE);
    }

    private Ruling held(String why) {
      Decision held =
          table.unknown() == Unknown.REFUSE
              ? new Decision.Refuse(reason(why), deliver.rule())
              : new Decision.Defer(reason(why), deliver.rule());
      return new Ruling(held, table.version(), List.of(why), RecordDuty.FREE);
    }

    private String reason(String why) {
      return facts.recipient().mailbox()
          + ": cryptography is not cleared, "
          + why
          + " (jurisdiction table "
          + table.version()
          + "); ask your compliance office";
    }
  }
}
