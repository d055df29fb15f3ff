package org.signetmail.enrolment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryPersonStore implements PersonStore {
  private final TreeMap<String, Person> people = new TreeMap<>();
  private final Map<Redeemed, KeyId> redeemed = new HashMap<>();

  /** What was logged, in order. */
  final List<LogEntry> entries = new ArrayList<>();

  private record Redeemed(Mailbox mailbox, Instant since) {
    static Redeemed of(Person person) {
      return new Redeemed(person.mailbox(), person.since());
    }
  }

  @Override
  public synchronized void put(Person person, LogEntry entry) {
    people.put(person.mailbox().key(), person);
    entries.add(entry);
  }

  @Override
  public synchronized boolean redeem(Person person, KeyId signing) {
    return find(person.mailbox()).filter(now -> now.since().equals(person.since())).isPresent()
        && redeemed.computeIfAbsent(Redeemed.of(person), _ -> signing).equals(signing);
  }

  @Override
  public synchronized void giveBack(Person person, KeyId signing) {
    redeemed.remove(Redeemed.of(person), signing);
  }

  @Override
  public synchronized Optional<Person> find(Mailbox mailbox) {
    return Optional.ofNullable(people.get(mailbox.key()));
  }

  @Override
  public synchronized List<Person> page(String after, int limit) {
    return people.tailMap(after, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized long count() {
    return people.size();
  }
}
