package org.signetmail.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.TestPki;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

class RolloutStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");

  private final TestPki corp = new TestPki("Example Corp", NOW);
  private final People people = new People();
  private final Map<Mailbox, List<Certificate>> held = new HashMap<>();

  @Test
  void coverageCountsPeopleByGroupAndLeavesOutWhoLeft() {
    add(ALICE, Person.State.ACTIVE, Set.of("sales", "board"));
    add(BOB, Person.State.INVITED, Set.of("sales"));
    add(CAROL, Person.State.LEFT, Set.of("sales"));
    held.put(ALICE, List.of(corp.signing(ALICE), corp.encryption(ALICE)));

    RolloutStatus status = status();

    assertEquals(new Coverage(2, 1, 1, 1), status.coverage());
    assertEquals(
        Map.of("sales", new Coverage(2, 1, 1, 1), "board", new Coverage(1, 1, 1, 1)),
        status.byGroup());
    assertTrue(new Coverage(1, 1, 1, 1).isComplete());
    assertFalse(status.coverage().isComplete());
  }

  @Test
  void findingsSayWhoIsStuckOnWhat() {
    add(ALICE, Person.State.ACTIVE, Set.of("sales"));
    add(BOB, Person.State.INVITED, Set.of("sales"));
    add(CAROL, Person.State.SUSPENDED, Set.of("sales"));
    held.put(
        ALICE,
        List.of(
            corp.signing(ALICE),
            corp.encryption(ALICE, NOW.minus(Duration.ofDays(9)), Duration.ofDays(8))));

    assertEquals(
        List.of("rollout.cannot-read", "rollout.not-enrolled", "rollout.suspended"), codes());
  }

  @Test
  void certificateThatEndsSoonIsToldUnlessThereIsALaterOne() {
    add(ALICE, Person.State.ACTIVE, Set.of("sales"));
    Certificate brief = corp.encryption(ALICE, NOW.minus(Duration.ofDays(9)), Duration.ofDays(20));
    held.put(ALICE, List.of(corp.signing(ALICE), brief));
    assertEquals(List.of("rollout.ends-soon"), codes());

    held.put(ALICE, List.of(corp.signing(ALICE), brief, corp.encryption(ALICE)));
    assertEquals(List.of(), codes());
  }

  @Test
  void nobodyIsNotComplete() {
    assertEquals(List.of("rollout.nobody"), codes());
  }

  @Test
  void everyPageIsRead() {
    for (int i = 0; i < 2500; i++) {
      add(Mailbox.of("p%04d@example.test".formatted(i)), Person.State.INVITED, Set.of("all"));
    }

    assertEquals(2500, status().coverage().people());
  }

  @Test
  void waveCountsEachOfItsPeopleOnce() {
    add(ALICE, Person.State.ACTIVE, Set.of("sales", "board"));
    add(BOB, Person.State.INVITED, Set.of("research"));
    Wave first = wave("first", Set.of("sales", "board", "bored"), Set.of());

    assertEquals(1, status().coverage(first).people());
    assertEquals(
        List.of("rollout.empty-group"),
        status().findings(first).stream().map(finding -> finding.code().code()).toList());
  }

  @Test
  void waveCannotWaitForItself() {
    assertThrows(
        IllegalArgumentException.class, () -> wave("first", Set.of("sales"), Set.of("first")));
  }

  private static Wave wave(String name, Set<String> groups, Set<String> after) {
    return new Wave(name, groups, after, Set.of(Wave.Condition.BACKUP_DRILLED), Wave.State.PLANNED);
  }

  private RolloutStatus status() {
    return RolloutStatus.of(people, owner -> held.getOrDefault(owner, List.of()), NOW);
  }

  private List<String> codes() {
    return status().findings().stream().map(finding -> finding.code().code()).toList();
  }

  private void add(Mailbox mailbox, Person.State state, Set<String> groups) {
    Person person = new Person(mailbox, mailbox.localPart(), groups, state, NOW);
    people.put(person, PersonLeaf.of(person, NOW, new SecureRandom()));
  }

  /** Keeps the port's promises, except that nothing outlives the process. */
  private static final class People implements PersonStore {
    private final TreeMap<String, Person> people = new TreeMap<>();

    @Override
    public void put(Person person, LogEntry entry) {
      people.put(person.mailbox().key(), person);
    }

    @Override
    public boolean redeem(Person person, KeyId signing) {
      throw new UnsupportedOperationException("nobody enrols here");
    }

    @Override
    public void giveBack(Person person, KeyId signing) {
      throw new UnsupportedOperationException("nobody enrols here");
    }

    @Override
    public Optional<Person> find(Mailbox mailbox) {
      return Optional.ofNullable(people.get(mailbox.key()));
    }

    @Override
    public List<Person> page(String after, int limit) {
      return people.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public long count() {
      return people.size();
    }
  }
}
