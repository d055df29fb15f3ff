package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.Treatment;

/**
 * Keeps what was decided under a jurisdiction table, for those who answer for it: places and
 * domains, no person and no content. Safe for use by many threads.
 */
public interface DecisionRecord {
  /** Keeps nothing, and lets nothing pass that the law wants on record. */
  DecisionRecord NONE =
      entries -> {
        if (entries.stream().anyMatch(entry -> entry.duty() == Ruling.RecordDuty.REQUIRED)) {
          throw new IOException("there is no record to write to");
        }
      };

  /**
   * Keeps what was decided for one message. When it returns, entries whose record is a duty are
   * durable. A retry of a message gives the same entries again.
   */
  void keep(List<Entry> entries) throws IOException;

  /**
   * A decision for the recipients of one domain.
   *
   * @param message its identity: the same in every attempt
   * @param outcome {@code deliver}, {@code refuse} or {@code defer}
   * @param treatment what is done; nothing when it is not delivered
   * @param table the version of the table
   */
  record Entry(
      Instant at,
      String message,
      Facts.Direction direction,
      String domain,
      Facts.Places places,
      String outcome,
      String rule,
      Treatment treatment,
      String table,
      Ruling.RecordDuty duty,
      int recipients) {
    Entry of(int count) {
      return new Entry(
          at, message, direction, domain, places, outcome, rule, treatment, table, duty, count);
    }
  }

  /** What there is to keep of a message: where cryptography is used, or a table stopped it. */
  static List<Entry> entries(String message, List<Wanted> wanted, Instant at) {
    Map<Entry, Integer> counts = new LinkedHashMap<>();
    for (Wanted one : wanted) {
      one.ruling()
          .filter(ruling -> !ruling.because().isEmpty())
          .ifPresent(ruling -> counts.merge(entry(message, one, ruling, at), 1, Integer::sum));
    }
    List<Entry> entries = new ArrayList<>();
    counts.forEach((entry, count) -> entries.add(entry.of(count)));
    return entries;
  }

  private static Entry entry(String message, Wanted one, Ruling ruling, Instant at) {
    String outcome =
        switch (one.decision()) {
          case Decision.Deliver deliver -> "deliver";
          case Decision.Refuse refuse -> "refuse";
          case Decision.Defer defer -> "defer";
        };
    Treatment treatment =
        one.decision() instanceof Decision.Deliver(Treatment done, String rule)
            ? done
            : Treatment.LEAVE;
    return new Entry(
        at,
        message,
        one.facts().direction(),
        one.recipient().mailbox().domain(),
        one.facts().places(),
        outcome,
        one.decision().rule(),
        treatment,
        ruling.table(),
        ruling.record(),
        0);
  }
}
