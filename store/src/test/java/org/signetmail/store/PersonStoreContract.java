package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.Mailbox;

/** What every {@link PersonStore} keeps to. */
abstract class PersonStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasPut() {
    Person alice =
        new Person(ALICE, "Alice Ängström 😀", Set.of("sales", "board"), Person.State.ACTIVE, NOON);
    store.people().put(alice);
    Person found = store.people().find(Mailbox.of("alice@EXAMPLE.test")).orElseThrow();
    assertEquals(alice, found);
    assertEquals("Alice@example.test", found.mailbox().toString());
    assertEquals(Optional.empty(), store.people().find(BOB));
    assertEquals(1, store.people().count());
  }

  @Test
  void replacesWhatIsKnownOfAMailbox() {
    store.people().put(new Person(ALICE, "A", Set.of("a", "b"), Person.State.INVITED, NOON));
    Person later =
        new Person(ALICE, "Alice", Set.of("b", "c"), Person.State.LEFT, NOON.plusNanos(1));
    store.people().put(later);
    assertEquals(Optional.of(later), store.people().find(ALICE));
    assertEquals(1, store.people().count());
  }

  @Test
  void pagesInOrderOfAddress() {
    List<String> addresses =
        List.of("z@a.test", "a_b@a.test", "a.b@a.test", "A-c@a.test", "ä@a.test", "é@a.test");
    List<Person> people = new ArrayList<>();
    for (String address : addresses) {
      people.add(
          new Person(
              Mailbox.of(address), address, Set.of("of " + address), Person.State.ACTIVE, NOON));
    }
    people.forEach(store.people()::put);
    List<Person> inOrder =
        people.stream().sorted((a, b) -> a.mailbox().key().compareTo(b.mailbox().key())).toList();

    List<Person> paged = new ArrayList<>();
    List<Person> page = store.people().page("", 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = store.people().page(page.getLast().mailbox().key(), 2);
    }
    assertEquals(inOrder, paged);
    assertEquals(inOrder, store.people().page("", 100));
    assertEquals(6, store.people().count());
  }
}
