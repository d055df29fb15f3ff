package org.signetmail.web.console;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Census;
import org.signetmail.web.page.Words;

/** {@code /console/}: today on one page. */
final class TodayPage {
  private static final int MONTHS = 12;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private final TodayView.Desk desk;

  TodayPage(TodayView.Desk desk) {
    this.desk = desk;
  }

  Screen screen(Actor actor) {
    TodayView view = desk.today(actor);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Facts("", facts(view)));
    parts.add(
        new Part.Chart(
            "Mail judged since " + Words.minute(view.since()),
            "messages",
            List.of(
                bar("Passed: signed, unchanged", view.verdicts(), "passed", "good"),
                bar("Failed: changed, or not who it says", view.verdicts(), "failed", "danger"),
                bar("Indeterminate: cannot say yet", view.verdicts(), "indeterminate", "warn"),
                bar("Unsigned", view.verdicts(), "unsigned", "soft"))));
    parts.add(new Part.Chart("Mail sent, by treatment", "recipients", treatments(view)));
    parts.add(coverage(view.census()));
    parts.add(ending(view));
    parts.add(
        new Part.Chart(
            "Archive against certificates",
            "keys",
            List.of(
                new Part.Bar(
                    "Encryption keys that people had certificates for",
                    view.census().encryptionKeys(),
                    ""),
                new Part.Bar(
                    "Keys in the archive, with imported ones and canaries",
                    view.census().archivedKeys(),
                    "good"),
                new Part.Bar(
                    "Certificates whose key is missing in the archive",
                    view.census().unarchived(),
                    "danger"))));
    return new Screen("Today", "signet doctor", parts);
  }

  private static List<Part.Fact> facts(TodayView view) {
    List<Part.Fact> facts = new ArrayList<>();
    view.hops()
        .ifPresentOrElse(
            hops -> {
              facts.add(
                  new Part.Fact(
                      "Next hop",
                      Cell.of(hops.seen() + ", " + ago(hops.asked(), view.at()))
                          .marked(hops.problems().isEmpty() ? "filled" : "broken")));
              hops.problems()
                  .forEach(problem -> facts.add(new Part.Fact("What is wrong", Cell.of(problem))));
            },
            () ->
                facts.add(
                    new Part.Fact(
                        "Next hop",
                        Cell.of("is being asked; load the page again").marked("open"))));
    facts.add(care("Backup", view.backup(), view.at()));
    facts.add(care("Backup drill", view.drill(), view.at()));
    facts.add(
        new Part.Fact(
            "Archive",
            view.census().unarchived() == 0
                ? Cell.of("has every encryption key that a certificate was issued for")
                    .marked("filled")
                : Cell.of(
                        "lacks the keys of "
                            + view.census().unarchived()
                            + " certificates; run 'signet backup verify'")
                    .marked("broken")));
    facts.add(
        new Part.Fact(
            "Log",
            view.checkpoint()
                .map(latest ->
                    Cell.of(
                            Cell.number(view.logSize()).text()
                                + " entries; checkpoint over "
                                + Cell.number(latest.checkpoint().size()).text()
                                + ", "
                                + ago(latest.at(), view.at()))
                        .to("/log/checkpoint")
                        .marked("filled"))
                .orElseGet(() -> Cell.of("has no checkpoint yet").marked("open"))));
    facts.add(new Part.Fact("Recoveries in progress", Cell.number(view.openCases())));
    view.rolesKept()
        .ifPresent(why ->
            facts.add(
                new Part.Fact(
                    "Roles",
                    Cell.of("signet.yaml was changed and does not count: " + why)
                        .marked("broken"))));
    facts.add(new Part.Fact("People counted", Cell.of(Words.minute(view.census().at()))));
    return facts;
  }

  private static Part.Fact care(String name, TodayView.Care care, Instant now) {
    String when = care.last().map(at -> ago(at, now)).orElse("never");
    return new Part.Fact(
        name,
        switch (care.state()) {
          case GOOD -> Cell.of(when).marked("filled");
          case LATE ->
              Cell.of(when + ": late; 'signet backup --help' says what to run").marked("open");
          case FAILED -> Cell.of(when + ": failed; its report is in drills/").marked("broken");
        });
  }

  private static Part.Bar bar(String label, Map<String, Long> counts, String word, String shade) {
    return new Part.Bar(label, counts.getOrDefault(word, 0L), shade);
  }

  private static List<Part.Bar> treatments(TodayView view) {
    return List.of(
        bar("Signed and encrypted", view.treatments(), "sign and encrypt", "good"),
        bar("Signed", view.treatments(), "sign", ""),
        bar("Encrypted", view.treatments(), "encrypt", ""),
        bar("Left as it was", view.treatments(), "leave", "soft"));
  }

  private static Part coverage(Census census) {
    return new Part.Chart(
        "Coverage",
        "people",
        List.of(
            new Part.Bar("Expected: all but those who left", census.expected(), "soft"),
            new Part.Bar("Enrolled", census.in(Person.State.ACTIVE), ""),
            new Part.Bar("Can sign now", census.signing(), "good"),
            new Part.Bar("Can be written to in secret now", census.reading(), "good"),
            new Part.Bar("Invited, not enrolled yet", census.in(Person.State.INVITED), "warn")));
  }

  private static Part ending(TodayView view) {
    YearMonth first = YearMonth.from(view.at().atZone(ZoneOffset.UTC));
    List<Part.Bar> bars = new ArrayList<>();
    for (int i = 0; i < MONTHS; i++) {
      YearMonth month = first.plusMonths(i);
      bars.add(
          new Part.Bar(
              MONTH.format(month),
              view.census().ending().getOrDefault(month, 0L),
              i < 2 ? "warn" : ""));
    }
    return new Part.Chart("Certificates by the month in which they end", "certificates", bars);
  }

  private static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toMinutes() < 2) {
      return "just now";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + " minutes ago";
    }
    return age.toDays() < 2 ? age.toHours() + " hours ago" : age.toDays() + " days ago";
  }
}
