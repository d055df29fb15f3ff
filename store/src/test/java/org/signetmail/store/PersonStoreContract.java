package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** What every {@link PersonStore} keeps to. */
abstract class PersonStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasPut() {
    Person alice =
        new Person(ALICE, "Alice Ängström 😀", Set.of("sales", "board"), Person.State.ACTIVE, NOON);
    put(store, alice);
    Person found = store.people().find(Mailbox.of("alice@EXAMPLE.test")).orElseThrow();
    assertEquals(alice, found);
    assertEquals("Alice@example.test", found.mailbox().toString());
    assertEquals(Optional.empty(), store.people().find(BOB));
    assertEquals(1, store.people().count());
  }

  @Test
  void replacesWhatIsKnownOfAMailbox() {
    put(store, new Person(ALICE, "A", Set.of("a", "b"), Person.State.INVITED, NOON));
    Person later =
        new Person(ALICE, "Alice", Set.of("b", "c"), Person.State.LEFT, NOON.plusNanos(1));
    put(store, later);
    assertEquals(Optional.of(later), store.people().find(ALICE));
    assertEquals(1, store.people().count());
  }

  @Test
  void anInvitationIsKeptForOneKeyHoweverManyComeAtOnce() throws Exception {
    Person invited = new Person(ALICE, "Alice", Set.of("a"), Person.State.INVITED, NOON);
    assertFalse(store.people().redeem(invited, ISSUER), "she is nobody here");
    put(store, invited);
    List<KeyId> keys = new ArrayList<>();
    List<Callable<Boolean>> work = new ArrayList<>();
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        KeyId key = KeyId.ofSubjectPublicKeyInfo(octets(32));
        Store one = i % 2 == 0 ? store : second;
        keys.add(key);
        work.add(() -> one.people().redeem(invited, key));
      }
      List<KeyId> kept = new ArrayList<>();
      List<Future<Boolean>> answers = executor.invokeAll(work);
      for (int i = 0; i < 8; i++) {
        if (answers.get(i).get()) {
          kept.add(keys.get(i));
        }
      }
      assertEquals(1, kept.size());
      KeyId first = kept.getFirst();
      assertTrue(store.people().redeem(invited, first), "who was cut off comes again");
      store.people().giveBack(invited, ISSUER);
      assertFalse(second.people().redeem(invited, ISSUER), "only who has it gives it back");
      put(store, new Person(ALICE, "A. Lice", Set.of(), Person.State.INVITED, NOON));
      assertFalse(second.people().redeem(invited, ISSUER), "a new name is no new invitation");
      store.people().giveBack(invited, first);
      assertTrue(second.people().redeem(invited, ISSUER));
    }
    Person again = new Person(ALICE, "Alice", Set.of(), Person.State.INVITED, NOON.plusSeconds(1));
    put(store, again);
    assertFalse(store.people().redeem(invited, ISSUER), "the former code is of no more use");
    assertTrue(store.people().redeem(again, OTHER_ISSUER));
    assertEquals(again, store.people().find(ALICE).orElseThrow());
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
    people.forEach(person -> put(store, person));
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
