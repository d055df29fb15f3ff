package org.signetmail.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.signetmail.pkix.Mailbox;

/**
 * What the law of places allows of cryptography, as an organisation's counsel wrote it down: data
 * with a version and dates, each rule with its source and who reviewed it. Whose word it is, its
 * signature says, which is checked where it is read from.
 *
 * <p>Whatever several rules say, the most restrictive counts. A person of no known place, a place
 * without a rule in force, and a table outside its dates hold the message. A table can forbid and
 * demand what profiles offer and knows no form of its own, so nothing gets weaker by it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class JurisdictionTable {
  /** Who is at a place. */
  public enum Role implements Word {
    SENDER("sender"),
    RECIPIENT("recipient"),
    SERVER("server");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** What a rule does. */
  public enum Effect implements Word {
    ALLOW("allow"),
    DENY("deny"),
    /** Only by one of the profiles named. */
    REQUIRE_SUITE("require-suite"),
    /** By none of the profiles named. */
    FORBID_SUITE("forbid-suite"),
    /** Only when the decision is on record, durably, before the message goes. */
    REQUIRE_RECORD("require-record");

    private final String word;

    Effect(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }

    boolean namesSuites() {
      return this == REQUIRE_SUITE || this == FORBID_SUITE;
    }
  }

  /** What becomes of a message of which the table does not know enough. */
  enum Unknown implements Word {
    DEFER("defer"),
    REFUSE("refuse");

    private final String word;

    Unknown(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** From the first moment of a day to the last of another, in UTC; either may be open. */
  record Dates(Optional<LocalDate> from, Optional<LocalDate> until) {
    boolean cover(Instant at) {
      LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
      return from.filter(day::isBefore).isEmpty() && until.filter(day::isAfter).isEmpty();
    }
  }

  /**
   * One rule.
   *
   * @param suites profiles, for the effects that name them
   * @param source what it follows from
   * @param reviewedBy who answers for it
   */
  record Entry(
      String place,
      Role role,
      Effect effect,
      List<String> suites,
      String source,
      String reviewedBy,
      Dates dates) {
    String text() {
      return place
          + " "
          + role.word()
          + ": "
          + effect.word()
          + (suites.isEmpty() ? "" : " " + String.join(", ", suites))
          + " ("
          + source
          + ")";
    }
  }

  /**
   * Who belongs to a place.
   *
   * @param domains a leading dot stands for every domain below
   */
  record Members(String place, Set<String> domains, Set<String> groups, Set<String> partners) {
    boolean has(Optional<Mailbox> mailbox, Set<String> ofGroups, Optional<String> partner) {
      return mailbox.map(Mailbox::domain).filter(this::covers).isPresent()
          || ofGroups.stream().anyMatch(groups::contains)
          || partner.filter(partners::contains).isPresent();
    }

    private boolean covers(String domain) {
      return domains.contains(domain)
          || domains.stream().anyMatch(one -> one.startsWith(".") && domain.endsWith(one));
    }
  }

  private final String version;
  private final Dates dates;
  private final Unknown unknown;
  private final List<String> servers;
  private final List<Members> members;
  private final List<Entry> entries;
  private final List<String> profiles;

  JurisdictionTable(
      String version,
      Dates dates,
      Unknown unknown,
      List<String> servers,
      List<Members> members,
      List<Entry> entries,
      List<String> profiles) {
    this.version = version;
    this.dates = dates;
    this.unknown = unknown;
    this.servers = List.copyOf(servers);
    this.members = List.copyOf(members);
    this.entries = List.copyOf(entries);
    this.profiles = List.copyOf(profiles);
  }

  /**
   * Reads a table.
   *
   * @param profiles the words that {@code suites} may have, the preferred first
   * @throws YamlProblem with file, line, column, what is wrong and what to do
   */
  public static JurisdictionTable read(String text, String file, List<String> profiles)
      throws YamlProblem {
    return JurisdictionFile.read(text, file, profiles);
  }

  public String version() {
    return version;
  }

  /**
   * What a rule says of a place, for people.
   *
   * @param text place, role, effect, suites and source in one line
   */
  public record PlaceRule(Role role, Effect effect, String text) {}

  /** The rules of a place that are in force at a time; none where nobody wrote one down. */
  public List<PlaceRule> rules(String place, Instant at) {
    return entries.stream()
        .filter(e -> e.place().equals(place) && e.dates().cover(at))
        .map(e -> new PlaceRule(e.role(), e.effect(), e.text()))
        .toList();
  }

  /** Where author and recipient are, as far as the table says. */
  Facts.Places places(Facts.Author author, Facts.Recipient recipient) {
    return new Facts.Places(
        of(author.from(), author.groups(), author.partner()),
        of(Optional.of(recipient.mailbox()), recipient.groups(), recipient.partner()));
  }

  private Set<String> of(Optional<Mailbox> mailbox, Set<String> groups, Optional<String> partner) {
    Set<String> places = new TreeSet<>();
    for (Members one : members) {
      if (one.has(mailbox, groups, partner)) {
        places.add(one.place());
      }
    }
    return places;
  }

  Set<String> servers() {
    return Set.copyOf(servers);
  }

  boolean isValid(Instant at) {
    return dates.cover(at);
  }

  Unknown unknown() {
    return unknown;
  }

  List<String> profiles() {
    return profiles;
  }

  /** The rules of a place and role at a time. */
  List<Entry> entries(String place, Role role, Instant at) {
    return entries.stream()
        .filter(e -> e.place().equals(place) && e.role() == role && e.dates().cover(at))
        .toList();
  }
}
