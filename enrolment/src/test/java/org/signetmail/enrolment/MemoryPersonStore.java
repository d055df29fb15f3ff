package org.signetmail.enrolment;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.signetmail.pkix.Mailbox;

/** Keeps the port's promises, except that nothing outlives the process. */
public final class MemoryPersonStore implements PersonStore {
  private final TreeMap<String, Person> people = new TreeMap<>();

  @Override
  public synchronized void put(Person person) {
    people.put(person.mailbox().key(), person);
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
