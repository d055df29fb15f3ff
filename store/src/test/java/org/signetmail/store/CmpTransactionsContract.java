package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.enrolment.cmp.Transaction.Stage;
import org.signetmail.enrolment.cmp.TransactionStore;
import org.signetmail.pkix.cmp.CmpBody;

/** What every {@link TransactionStore} keeps to. */
abstract class CmpTransactionsContract extends StoreContract {
  private static final Credential CODE = new Credential.Code(NOON);
  private static final Credential SIGNER = new Credential.Signer("ab".repeat(32));
  private static final Instant LATER = NOON.plusSeconds(60);

  @Test
  void aNameIsInUseOnce() {
    TransactionStore transactions = store.cmpTransactions();
    Transaction first = transaction("01", CODE, 1, new Stage.Begun());
    assertTrue(transactions.begin(first));
    assertFalse(transactions.begin(transaction("01", SIGNER, 2, new Stage.Begun())));
    assertTrue(transactions.begin(transaction("02", SIGNER, 2, new Stage.Begun())));
    assertEquals(Optional.of(first), transactions.find("01"));
    assertEquals(SIGNER, transactions.find("02").orElseThrow().credential());
    assertTrue(transactions.find("03").isEmpty());
  }

  @Test
  void itGoesFromStageToStageAndOneOfTwoTakesItThere() {
    TransactionStore transactions = store.cmpTransactions();
    Transaction now = transaction("01", CODE, 0, new Stage.Begun());
    transactions.begin(now);
    BigInteger serial = new BigInteger("7fffffffffffffff", 16);
    int nonce = 1;
    for (Stage stage :
        List.of(
            new Stage.Waiting(CmpBody.Request.PKCS10, new byte[] {0x30, 0}),
            new Stage.Repeated(ISSUER, serial),
            new Stage.Unconfirmed(ISSUER, serial),
            new Stage.Ending(ISSUER, serial),
            new Stage.Over())) {
      Transaction next = transaction("01", CODE, nonce++, stage);
      assertTrue(transactions.change(now, next));
      assertEquals(Optional.of(next), transactions.find("01"));
      assertFalse(transactions.change(now, next), "it is not what it was any more");
      now = next;
    }
    assertFalse(
        transactions.change(transaction("01", CODE, 0, new Stage.Over()), now), "another nonce");
  }

  @Test
  void whatHoldsACertificateIsOverdueAndTheRestIsForgotten() {
    TransactionStore transactions = store.cmpTransactions();
    Stage unconfirmed = new Stage.Unconfirmed(ISSUER, BigInteger.ONE);
    Stage ending = new Stage.Ending(ISSUER, BigInteger.TWO);
    transactions.begin(transaction("01", CODE, 1, unconfirmed));
    transactions.begin(transaction("02", CODE, 1, ending));
    transactions.begin(transaction("03", CODE, 1, new Stage.Repeated(ISSUER, BigInteger.TEN)));
    transactions.begin(transaction("04", CODE, 1, new Stage.Over()));

    assertEquals(List.of(), transactions.overdue(NOON, 9));
    assertEquals(0, transactions.forget(NOON));
    assertEquals(
        List.of("01", "02"), transactions.overdue(LATER, 9).stream().map(Transaction::id).toList());
    assertEquals(1, transactions.overdue(LATER, 1).size());
    assertEquals(2, transactions.forget(LATER));
    assertTrue(transactions.find("01").isPresent());
    assertTrue(transactions.find("03").isEmpty());
  }

  private static Transaction transaction(String id, Credential credential, int nonce, Stage stage) {
    return new Transaction(id, ALICE, credential, new byte[] {(byte) nonce}, stage, LATER);
  }
}
