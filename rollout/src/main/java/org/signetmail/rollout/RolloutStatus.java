package org.signetmail.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.Finding;

/**
 * Where the organisation stands at a moment: everybody but those who left, as numbers and as
 * findings. It is read from what is there, never written down, so that it cannot be out of date.
 *
 * @param standings in order of address
 */
public record RolloutStatus(Instant at, List<Standing> standings) {
  private static final int PAGE = 1000;
  private static final Duration SOON = Duration.ofDays(30);

  public RolloutStatus {
    standings = List.copyOf(standings);
  }

  /** Looks at everybody. */
  public static RolloutStatus of(PersonStore people, HeldCertificates certificates, Instant now) {
    List<Standing> standings = new ArrayList<>();
    String after = "";
    List<Person> page;
    do {
      page = people.page(after, PAGE);
      for (Person person : page) {
        after = person.mailbox().key();
        if (person.state() != Person.State.LEFT) {
          standings.add(Standing.of(person, certificates.of(person.mailbox()), now));
        }
      }
    } while (page.size() == PAGE);
    return new RolloutStatus(now, standings);
  }

  /** Of everybody. */
  public Coverage coverage() {
    return Coverage.of(standings);
  }

  /** Of one wave. */
  public Coverage coverage(Wave wave) {
    return Coverage.of(
        standings.stream().filter(standing -> wave.includes(standing.person())).toList());
  }

  /** By group, in order of its name; somebody in two groups counts in both. */
  public SortedMap<String, Coverage> byGroup() {
    SortedMap<String, List<Standing>> members = new TreeMap<>();
    for (Standing standing : standings) {
      for (String group : standing.person().groups()) {
        members.computeIfAbsent(group, _ -> new ArrayList<>()).add(standing);
      }
    }
    SortedMap<String, Coverage> coverage = new TreeMap<>();
    members.forEach((group, standing) -> coverage.put(group, Coverage.of(standing)));
    return Collections.unmodifiableSortedMap(coverage);
  }

  /** What is missing, person by person; empty when everybody has valid certificates for a while. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (standings.isEmpty()) {
      findings.add(Finding.of(RolloutFinding.NOBODY, "people", "are none yet"));
    }
    for (Standing standing : standings) {
      switch (standing.person().state()) {
        case INVITED ->
            findings.add(
                about(
                    RolloutFinding.NOT_ENROLLED,
                    standing,
                    "is invited since " + standing.person().since()));
        case SUSPENDED ->
            findings.add(
                about(
                    RolloutFinding.SUSPENDED,
                    standing,
                    "is suspended since " + standing.person().since()));
        case ACTIVE -> {
          use(RolloutFinding.CANNOT_SIGN, "signing", standing, standing.signsUntil())
              .ifPresent(findings::add);
          use(RolloutFinding.CANNOT_READ, "encryption", standing, standing.readsUntil())
              .ifPresent(findings::add);
        }
        case LEFT -> throw new IllegalStateException("people who left have no standing");
      }
    }
    return findings;
  }

  /** What is wrong with the plan of a wave. */
  public List<Finding> findings(Wave wave) {
    return wave.groups().stream()
        .sorted()
        .filter(group -> standings.stream().noneMatch(s -> s.person().groups().contains(group)))
        .map(group ->
            Finding.of(
                RolloutFinding.EMPTY_GROUP,
                "wave " + wave.name(),
                "is for group " + group + ", which nobody is in"))
        .toList();
  }

  private Optional<Finding> use(
      RolloutFinding missing, String kind, Standing standing, Optional<Instant> until) {
    if (until.isEmpty()) {
      return Optional.of(about(missing, standing, "has no valid " + kind + " certificate"));
    }
    return until
        .filter(end -> end.isBefore(at.plus(SOON)))
        .map(end ->
            about(
                RolloutFinding.ENDS_SOON, standing, "has a " + kind + " certificate until " + end));
  }

  private static Finding about(RolloutFinding code, Standing standing, String detail) {
    return Finding.of(code, standing.person().mailbox().toString(), detail);
  }
}
