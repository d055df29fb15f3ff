package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.AccountHolder;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.AccountStore;
import org.signetmail.enrolment.acme.AccountStore.Added;
import org.signetmail.enrolment.acme.AccountStore.Changed;
import org.signetmail.enrolment.acme.Challenge;
import org.signetmail.enrolment.acme.ExternalAccount;
import org.signetmail.enrolment.acme.Nonces;
import org.signetmail.enrolment.acme.Order;
import org.signetmail.enrolment.acme.OrderStore;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

/** What every {@link AccountStore} and {@link OrderStore} keeps to. */
abstract class AcmeStoresContract extends StoreContract {
  private static final Order.CertificateId OLD =
      new Order.CertificateId(ISSUER, BigInteger.valueOf(77));
  private static final Problem PROBLEM =
      new Problem(Problem.Type.INCORRECT_RESPONSE, "is another digest");

  @Test
  void aKeyHasOneAccountAndABindingMakesOne() {
    AccountStore accounts = store.acmeAccounts();
    ExternalAccount external =
        new ExternalAccount(
            "kid-1",
            new AccountHolder.OfPerson(ALICE),
            NOON,
            NOON.plusSeconds(60),
            Optional.empty());
    assertEquals(0, accounts.keep(external, entry(EntryType.ACME_KEY_MADE)));
    assertEquals(List.of(external), accounts.open(NOON, 10));
    assertEquals(List.of(), accounts.open(NOON.plusSeconds(60), 10));

    Account first = account("a", "k1", Optional.of("kid-1"));
    assertEquals(Added.DONE, accounts.add(first, entry(EntryType.ACME_ACCOUNT_MADE)));
    assertEquals(
        Added.KEY_TAKEN,
        accounts.add(account("b", "k1", Optional.empty()), entry(EntryType.ACME_ACCOUNT_MADE)));
    for (String kid : List.of("kid-1", "kid-2")) {
      assertEquals(
          Added.BINDING_TAKEN,
          accounts.add(account("b", "k2", Optional.of(kid)), entry(EntryType.ACME_ACCOUNT_MADE)));
    }
    assertEquals(2, store.log().size(), "what was not done is not logged");
    assertEquals(Optional.of(first), accounts.find("a"));
    assertEquals(Optional.of(first), accounts.ofKey("k1"));
    assertEquals(Optional.of("a"), accounts.external("kid-1").orElseThrow().account());
    assertEquals(List.of(), accounts.open(NOON, 10));
    assertEquals(0, accounts.forget(NOON.plusSeconds(61)), "it made an account");
    assertEquals(List.of(first), accounts.page("", 10));
    assertEquals(List.of(), accounts.page("a", 10));
  }

  @Test
  void ofTwoChangesOfOneRevisionOneIsDone() {
    AccountStore accounts = store.acmeAccounts();
    Account account = account("a", "k1", Optional.empty());
    accounts.add(account, entry(EntryType.ACME_ACCOUNT_MADE));
    accounts.add(account("b", "k2", Optional.empty()), entry(EntryType.ACME_ACCOUNT_MADE));

    assertEquals(Changed.KEY_TAKEN, accounts.change(with(account, "k2", Account.Status.VALID)));
    Account changed = with(account, "k3", Account.Status.DEACTIVATED);
    assertEquals(Changed.DONE, accounts.change(changed));
    assertEquals(Changed.STALE, accounts.change(with(account, "k4", Account.Status.VALID)));
    assertEquals(
        Changed.STALE,
        accounts.change(
            with(account, "k1", Account.Status.REVOKED), entry(EntryType.ACME_ACCOUNT_REVOKED)));
    assertEquals(2, store.log().size());
    Account found = accounts.find("a").orElseThrow();
    assertEquals(1, found.revision());
    assertEquals(Account.Status.DEACTIVATED, found.status());
    assertEquals(
        Changed.DONE,
        accounts.change(
            with(found, "k3", Account.Status.REVOKED), entry(EntryType.ACME_ACCOUNT_REVOKED)));
    assertEquals(3, store.log().size());
  }

  @Test
  void anOrderIsFoundByAllThatNamesIt() {
    OrderStore orders = orders();
    Order order = order("o", "sent", Optional.of(OLD));
    orders.add(order);
    assertEquals(Optional.of(order), orders.find("o"));
    assertEquals(Optional.of(order), orders.ofSentToken("sent"));
    assertEquals(Optional.of(order), orders.replacing(OLD));
    assertEquals(List.of(order), orders.ofAccount("a", 10));
    assertEquals(new OrderStore.Load(1, 1), orders.load("a", ALICE, NOON.minusSeconds(1)));
    assertEquals(new OrderStore.Load(0, 0), orders.load("a", ALICE, NOON));
    assertEquals(new OrderStore.Load(1, 0), orders.load("a", BOB, NOON.minusSeconds(1)));

    Order.CertificateId issued = new Order.CertificateId(ISSUER, BigInteger.TEN);
    Order whole =
        new Order(
            "o",
            "a",
            ALICE,
            NOON,
            NOON.plusSeconds(60),
            Optional.of(OLD),
            new Challenge(
                "sent",
                new TokenPart("AAAA"),
                "response",
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(1)),
                Optional.of(PROBLEM),
                Optional.of(NOON.plusSeconds(2))),
            Optional.of(new Order.Finalizing(OTHER_ISSUER, NOON.plusSeconds(3))),
            Optional.of(PROBLEM),
            Optional.of(issued),
            0);
    assertTrue(orders.change(whole));
    assertFalse(orders.change(whole), "of the same revision again");
    Order found = orders.find("o").orElseThrow();
    assertEquals(1, found.revision());
    assertEquals(whole.challenge(), found.challenge());
    assertEquals(whole.finalizing(), found.finalizing());
    assertEquals(whole.problem(), found.problem());
    assertEquals(Optional.of(found), orders.ofCertificate(issued));
    assertEquals(Optional.empty(), orders.ofCertificate(OLD));
    assertEquals(Optional.empty(), orders.replacing(OLD), "it came to nothing");
  }

  @Test
  void whatIsOverIsForgottenAndCertificatesStay() {
    OrderStore orders = orders();
    orders.add(order("o", "sent", Optional.empty()));
    Order issued = order("p", "other", Optional.empty());
    orders.add(issued);
    orders.change(
        new Order(
            "p",
            "a",
            ALICE,
            NOON,
            NOON.plusSeconds(60),
            Optional.empty(),
            issued.challenge(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(OLD),
            0));
    assertTrue(orders.take("n", NOON.plusSeconds(60)));
    assertFalse(orders.take("n", NOON.plusSeconds(60)));
    assertEquals(0, orders.forget(NOON.plusSeconds(60)));
    assertEquals(2, orders.forget(NOON.plusSeconds(61)));
    assertTrue(orders.find("p").isPresent());
    assertTrue(orders.find("o").isEmpty());
  }

  /** Given by one node, used at two at once: one of them takes it. */
  @Test
  void aNonceIsTakenOnceByAllNodesTogether() throws Exception {
    byte[] secret = octets(32);
    SecureRandom random = new SecureRandom();
    try (Store second = Store.open(url());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Nonces here = new Nonces(secret, store.acmeOrders(), random, () -> NOON);
      Nonces there = new Nonces(secret, second.acmeOrders(), random, () -> NOON);
      Nonces late =
          new Nonces(secret, store.acmeOrders(), random, () -> NOON.plus(Duration.ofHours(1)));
      Nonces stranger = new Nonces(octets(32), store.acmeOrders(), random, () -> NOON);
      String nonce = here.next();
      assertFalse(stranger.take(nonce));
      assertFalse(late.take(nonce));
      assertFalse(here.take(nonce + "A"));
      assertFalse(here.take(""));
      List<Callable<Boolean>> both =
          List.of(() -> here.take(nonce), () -> there.take(nonce), () -> here.take(nonce));
      long taken = 0;
      for (Future<Boolean> one : threads.invokeAll(both)) {
        taken += one.get() ? 1 : 0;
      }
      assertEquals(1, taken);
    }
  }

  private OrderStore orders() {
    store
        .acmeAccounts()
        .add(account("a", "k1", Optional.empty()), entry(EntryType.ACME_ACCOUNT_MADE));
    return store.acmeOrders();
  }

  private static Account account(String id, String thumbprint, Optional<String> binding) {
    return new Account(
        id,
        new AccountKey("{}", thumbprint),
        Account.Status.VALID,
        List.of("mailto:a@example.test", "mailto:b@example.test"),
        new AccountHolder.OfGroup("finance: all"),
        binding,
        NOON,
        0);
  }

  private static Account with(Account account, String thumbprint, Account.Status status) {
    return new Account(
        account.id(),
        new AccountKey("{}", thumbprint),
        status,
        List.of(),
        account.holder(),
        account.binding(),
        account.created(),
        account.revision());
  }

  private static Order order(String id, String sent, Optional<Order.CertificateId> replaces) {
    return new Order(
        id,
        "a",
        Mailbox.of(ALICE.toString()),
        NOON,
        NOON.plusSeconds(60),
        replaces,
        new Challenge(
            sent,
            new TokenPart("AAAA"),
            "response",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
