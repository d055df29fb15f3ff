package org.signetmail.lookup.served;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.ListedWords;
import org.signetmail.pkix.Mailbox;

/** People in a map; the store's own are held to the same in {@code ListedPeopleContract}. */
final class PeopleInMemory implements ListedPeople {
  private final Map<String, ListedPerson> people = new TreeMap<>();

  void add(ListedPerson person) {
    people.put(person.mailbox().key(), person);
  }

  @Override
  public Optional<ListedPerson> of(Mailbox mailbox, Instant at) {
    return Optional.ofNullable(people.get(mailbox.key()));
  }

  @Override
  public List<Mailbox> beginning(String beginning, int most) {
    return people.values().stream()
        .filter(one ->
            ListedWords.of(one.name(), one.mailbox()).stream()
                .anyMatch(word -> word.startsWith(beginning)))
        .map(ListedPerson::mailbox)
        .limit(most)
        .toList();
  }

  @Override
  public List<Mailbox> page(String after, int most) {
    return people.values().stream()
        .map(ListedPerson::mailbox)
        .filter(one -> one.key().compareTo(after) > 0)
        .limit(most)
        .toList();
  }
}
