package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.DeliveryJournal;
import org.signetmail.pkix.Mailbox;

/** What every {@link DeliveryJournal} keeps to. */
abstract class DeliveryJournalContract extends StoreContract {

  @Test
  void remembersWhoHasIt() {
    assertEquals(Set.of(), store.journal().accepted("m1"));
    store.journal().accept("m1", Set.of(ALICE), NOON);
    store.journal().accept("m1", Set.of(ALICE, BOB), NOON.plusSeconds(1));
    store.journal().accept("m2", Set.of(BOB), NOON);
    store.journal().accept("m3", Set.of(), NOON);
    assertEquals(Set.of(ALICE, BOB), store.journal().accepted("m1"));
    assertEquals(Set.of(BOB), store.journal().accepted("m2"));
    assertEquals(Set.of(), store.journal().accepted("m3"));
  }

  @Test
  void forgetsWhatIsOlder() {
    store.journal().accept("old", Set.of(ALICE, BOB), NOON);
    store.journal().accept("edge", Set.of(ALICE), NOON.plusNanos(1));
    store.journal().accept("new", Set.of(ALICE), NOON.plusSeconds(1));
    store.journal().forget(NOON.plusNanos(1));
    assertEquals(Set.of(), store.journal().accepted("old"));
    assertEquals(Set.of(ALICE), store.journal().accepted("edge"));
    assertEquals(Set.of(ALICE), store.journal().accepted("new"));
  }

  @Test
  void forgetsManyAtOnce() {
    Set<Mailbox> many =
        IntStream.range(0, 4000)
            .mapToObj(i -> Mailbox.of("user" + i + "@example.test"))
            .collect(Collectors.toSet());
    store.journal().accept("same time", many, NOON);
    for (int i = 0; i < 3; i++) {
      store.journal().accept("m" + i, many, NOON.plusNanos(i));
    }
    store.journal().accept("kept", Set.of(ALICE), NOON.plusSeconds(1));
    store.journal().forget(NOON.plusSeconds(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(Set.of(), store.journal().accepted("m" + i));
    }
    assertEquals(Set.of(), store.journal().accepted("same time"));
    assertEquals(Set.of(ALICE), store.journal().accepted("kept"));
  }
}
