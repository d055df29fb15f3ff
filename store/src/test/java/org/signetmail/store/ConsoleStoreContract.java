package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Census;
import org.signetmail.enrolment.staff.CensusStore;
import org.signetmail.enrolment.staff.CensusStore.CertificateOrder;
import org.signetmail.enrolment.staff.CensusStore.Direction;
import org.signetmail.enrolment.staff.CensusStore.Order;
import org.signetmail.enrolment.staff.Passkey;
import org.signetmail.enrolment.staff.PasskeyStore;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.EntryType;

/** What every {@link PasskeyStore} and {@link CensusStore} keeps to. */
abstract class ConsoleStoreContract extends StoreContract {
  private static final byte[] CODE = octets(32);
  private static final Instant LATER = NOON.plusSeconds(60);

  @Test
  void aPasskeyIsKeptWithTheCodeOnceAndInTime() {
    PasskeyStore passkeys = store.passkeys();
    Passkey passkey = passkey(ALICE, 0);
    assertFalse(register(passkeys, passkey, CODE), "nobody allowed it");
    passkeys.allow(ALICE, octets(32), LATER);
    passkeys.allow(ALICE, CODE, LATER);
    assertFalse(register(passkeys, passkey, octets(32)), "another code");
    assertFalse(register(passkeys, passkey(BOB, 0), CODE), "another's code");
    long size = store.log().size();
    assertTrue(register(passkeys, passkey, CODE));
    assertEquals(size + 1, store.log().size());
    assertEquals(passkey, passkeys.find(passkey.id()).orElseThrow());
    assertEquals(List.of(passkey), passkeys.of(ALICE));
    assertFalse(register(passkeys, passkey(ALICE, 0), CODE), "once");

    passkeys.allow(BOB, CODE, NOON);
    assertFalse(register(passkeys, passkey(BOB, 0), CODE), "too late");
    assertEquals(size + 1, store.log().size());
  }

  @Test
  void whosePasskeysAreTakenAwayHasNoneAndNoCode() {
    PasskeyStore passkeys = store.passkeys();
    passkeys.allow(ALICE, CODE, LATER);
    Passkey passkey = passkey(ALICE, 0);
    assertTrue(register(passkeys, passkey, CODE));
    passkeys.allow(ALICE, CODE, LATER);
    long size = store.log().size();
    assertEquals(1, passkeys.remove(ALICE, entry(EntryType.PASSKEY_REMOVED)));
    assertEquals(size + 1, store.log().size());
    assertTrue(passkeys.find(passkey.id()).isEmpty());
    assertFalse(register(passkeys, passkey, CODE), "the code is gone too");
    assertEquals(0, passkeys.remove(ALICE, entry(EntryType.PASSKEY_REMOVED)));
    assertEquals(size + 1, store.log().size(), "nothing was done");
  }

  @Test
  void aCounterOnlyGoesUp() {
    PasskeyStore passkeys = store.passkeys();
    passkeys.allow(ALICE, CODE, LATER);
    Passkey counted = passkey(ALICE, 7);
    register(passkeys, counted, CODE);
    assertFalse(passkeys.used(counted.id(), 7), "a copy of the key");
    assertTrue(passkeys.used(counted.id(), 8));
    assertFalse(passkeys.used(counted.id(), 0));
    passkeys.allow(BOB, CODE, LATER);
    Passkey uncounted = passkey(BOB, 0);
    register(passkeys, uncounted, CODE);
    assertTrue(passkeys.used(uncounted.id(), 0), "many authenticators do not count");
    assertTrue(passkeys.used(uncounted.id(), 0));
    assertFalse(passkeys.used(octets(16), 0), "nobody's");
  }

  @Test
  void peopleAndCertificatesAreCounted() {
    put(store, new Person(ALICE, "Alice", Set.of(), Person.State.ACTIVE, NOON));
    put(store, new Person(BOB, "Bob", Set.of(), Person.State.INVITED, NOON));
    CertificateRecord signs = signing(TestCertificates.fresh("alice@example.test"));
    CertificateRecord ended = signing(TestCertificates.fresh("alice@example.test"));
    store.certificates().keep(signs, issued());
    store.certificates().keep(ended, issued());
    store
        .certificates()
        .revoke(
            ISSUER,
            new Revocation(ended.certificate().serial(), NOON, Revocation.Reason.KEY_COMPROMISE),
            issued());
    byte[] key = TestCertificates.freshKey();
    store.archive().keep(archivedKey(key, ALICE), issued());
    for (byte[] each : List.of(key, TestCertificates.freshKey())) {
      store
          .certificates()
          .keep(
              encryption(
                  TestCertificates.over(
                      each, TestCertificates.freshSerial(), "alice@example.test")),
              issued());
    }
    Census census = store.census().take(NOON);
    assertEquals(Map.of(Person.State.ACTIVE, 1L, Person.State.INVITED, 1L), census.people());
    assertEquals(2, census.expected());
    assertEquals(1, census.signing());
    assertEquals(1, census.reading());
    assertEquals(Map.of(YearMonth.of(2036, 1), 3L), census.ending());
    assertEquals(2, census.encryptionKeys());
    assertEquals(1, census.archivedKeys());
    assertEquals(1, census.unarchived(), "one key was never archived");

    assertTrue(store.census().last().isEmpty(), "none was kept");
    store.census().keep(store.census().take(NOON.minusSeconds(60)));
    store.census().keep(census);
    assertEquals(census, store.census().last().orElseThrow());

    Instant end = signs.certificate().notAfter();
    assertEquals(3, store.census().ending(NOON, end, 10).size());
    assertEquals(signs, store.census().ending(NOON, end, 1).getFirst().record());
    assertEquals(List.of(), store.census().ending(NOON, end.minusSeconds(1), 10));
    Census then = store.census().take(end);
    assertEquals(0, then.signing());
    assertEquals(Map.of(), then.ending());
  }

  @Test
  void peopleAreFoundByTheBeginningsOfTheirWords() {
    Person alice = new Person(ALICE, "Alice Örsted", Set.of("board"), Person.State.ACTIVE, NOON);
    put(store, alice);
    put(store, new Person(BOB, "Bob Alison", Set.of(), Person.State.ACTIVE, NOON));
    CensusStore census = store.census();
    assertEquals(2, census.matching("ALI", 10).size());
    assertEquals(1, census.matching("ali", 1).size());
    assertEquals(List.of(alice), census.matching("ali örs", 10));
    assertEquals(List.of(), census.matching("lice", 10), "where words begin only");
    assertEquals(List.of(), census.matching(" . ", 10));
    put(store, new Person(ALICE, "Adele Other", Set.of(), Person.State.ACTIVE, NOON));
    assertEquals(List.of(), census.matching("örsted", 10), "a former name is gone");
    assertEquals(1, census.matching("adele", 10).size());
  }

  /** Page by page, in each order and both ways, everybody once. */
  @Test
  void peopleAreInEveryOrderPageByPage() {
    Person alice = new Person(ALICE, "Zoe", Set.of("board"), Person.State.INVITED, NOON);
    Person bob = new Person(BOB, "Yves", Set.of(), Person.State.ACTIVE, LATER);
    Person carol =
        new Person(Mailbox.of("carol@example.test"), "Yves", Set.of(), Person.State.ACTIVE, NOON);
    List.of(carol, alice, bob).forEach(person -> put(store, person));
    Map<Order, List<Person>> expected =
        Map.of(
            Order.ADDRESS, List.of(alice, bob, carol),
            Order.NAME, List.of(bob, carol, alice),
            Order.STATE, List.of(bob, carol, alice),
            Order.SINCE, List.of(alice, carol, bob));
    expected.forEach((order, people) -> {
      assertEquals(people, paged(order, Direction.UP), order.name());
      assertEquals(people.reversed(), paged(order, Direction.DOWN), order.name());
    });
  }

  /** The first of several groups counts; whoever is in none comes last, either way. */
  @Test
  void peopleAreInTheOrderOfTheirGroupsPageByPage() {
    List<Person> people = new ArrayList<>();
    for (Set<String> groups :
        List.of(Set.of("it", "sales"), Set.of("board", "sales"), Set.<String>of(), Set.of("it"))) {
      Mailbox mailbox = Mailbox.of("p" + people.size() + "@example.test");
      people.add(new Person(mailbox, "P", groups, Person.State.ACTIVE, NOON));
      put(store, people.getLast());
    }
    Mailbox last = Mailbox.of("p9@example.test");
    people.add(new Person(last, "P", Set.of(), Person.State.ACTIVE, NOON));
    put(store, people.getLast());
    assertEquals(inOrder(people, 1, 0, 3, 2, 4), paged(Order.GROUP, Direction.UP));
    assertEquals(inOrder(people, 3, 0, 1, 4, 2), paged(Order.GROUP, Direction.DOWN));
    assertEquals(
        inOrder(people, 1, 0, 3, 2), store.census().people(Order.GROUP, Direction.UP, "", 4));
  }

  private static List<Person> inOrder(List<Person> people, int... places) {
    return java.util.Arrays.stream(places).mapToObj(people::get).toList();
  }

  private List<Person> paged(Order order, Direction direction) {
    List<Person> all = new ArrayList<>();
    List<Person> page = store.census().people(order, direction, "", 1);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.census().people(order, direction, all.getLast().mailbox().key(), 1);
    }
    return all;
  }

  /** Of equals the log decides; what is of no person comes last, upwards and downwards. */
  @Test
  void certificatesAreInEveryOrderPageByPage() {
    List<CertificateRecord> kept = new ArrayList<>();
    for (String owner : List.of("zoe", "", "alice", "bob", "", "alice")) {
      kept.add(
          record(
              TestCertificates.fresh((owner.isEmpty() ? "host" : owner) + "@example.test"),
              owner.isEmpty() ? Kind.TLS_SERVER : Kind.PERSON_SIGNING,
              owner.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Mailbox.of(owner + "@example.test"))));
      store.certificates().keep(kept.getLast(), issued());
    }
    List<CertificateRecord> byOwner =
        List.of(kept.get(2), kept.get(5), kept.get(3), kept.get(0), kept.get(1), kept.get(4));
    List<CertificateRecord> downwards =
        List.of(kept.get(0), kept.get(3), kept.get(5), kept.get(2), kept.get(4), kept.get(1));
    for (int most : List.of(1, 2, 4, 9)) {
      assertEquals(byOwner, all(CertificateOrder.OWNER, Direction.UP, most));
      assertEquals(downwards, all(CertificateOrder.OWNER, Direction.DOWN, most));
      assertEquals(kept, all(CertificateOrder.ISSUED, Direction.UP, most));
      assertEquals(kept.reversed(), all(CertificateOrder.ISSUED, Direction.DOWN, most));
      List<CertificateRecord> byEnd = all(CertificateOrder.END, Direction.UP, most);
      assertEquals(
          byEnd.stream().sorted(Comparator.comparing(one -> one.certificate().notAfter())).toList(),
          byEnd);
      assertEquals(byEnd.reversed(), all(CertificateOrder.END, Direction.DOWN, most));
    }
  }

  /** Page by page, each behind the last of the one before. */
  private List<CertificateRecord> all(CertificateOrder order, Direction direction, int most) {
    List<CertificateRecord> all = new ArrayList<>();
    List<Listed> page = store.census().certificates(order, direction, OptionalLong.empty(), most);
    while (!page.isEmpty()) {
      page.stream().map(Listed::record).forEach(all::add);
      OptionalLong last = OptionalLong.of(page.getLast().logIndex());
      page = store.census().certificates(order, direction, last, most);
    }
    return all;
  }

  private static boolean register(PasskeyStore passkeys, Passkey passkey, byte[] code) {
    return passkeys.register(passkey, code, entry(EntryType.PASSKEY_REGISTERED));
  }

  private static Passkey passkey(Mailbox mailbox, long counter) {
    return new Passkey(octets(16), mailbox, "localhost", octets(80), counter, NOON);
  }
}
