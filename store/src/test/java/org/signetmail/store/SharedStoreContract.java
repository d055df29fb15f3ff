package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CertificateStore.Kept;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.TransparencyLog;

/** What holds between several stores that are open on one place at once. */
abstract class SharedStoreContract extends StoreContract {

  @Test
  void logIndexesAreUniqueAndWithoutGaps() throws Exception {
    int each = 40;
    TreeSet<Long> indexes = new TreeSet<>();
    try (Store second = Store.open(url());
        ExecutorService executor = Executors.newFixedThreadPool(6)) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 6 * each; i++) {
        Store one = i % 2 == 0 ? store : second;
        work.add(
            switch (i % 3) {
              case 0 -> () -> one.log().append(List.of(issued())).getFirst();
              default -> () -> index(one);
            });
      }
      for (Future<Long> future : executor.invokeAll(work)) {
        indexes.add(future.get());
      }
      assertEquals(indexes.size(), second.log().size());
    }
    assertEquals(6 * each, indexes.size());
    assertEquals(0, indexes.first());
    assertEquals(indexes.size() - 1, indexes.last());
    Audit audit =
        new TransparencyLog(
                store.log(), NoteSigner.of("x", NoteSigner.generate(new SecureRandom())))
            .audit();
    assertTrue(audit instanceof Audit.Consistent, audit.toString());
  }

  @Test
  void oneSeesWhatAnotherHasKept() {
    try (Store second = Store.open(url())) {
      store.certificates().keep(signing(TestCertificates.fresh()), issued());
      assertEquals(1, second.certificates().ofOwner(ALICE).size());
      second.certificates().keep(signing(TestCertificates.fresh()), issued());
      assertEquals(2, store.certificates().ofOwner(ALICE).size());
    }
  }

  @Test
  void manyMayOpenANewStoreAtOnce() throws Exception {
    List<Callable<Store>> work = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      work.add(() -> Store.open(newUrl()));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
      for (Future<Store> future : executor.invokeAll(work)) {
        try (Store opened = future.get()) {
          opened.people().find(Mailbox.of("a@b.test"));
        }
      }
    }
  }

  @Test
  void whatIsOpenInAnotherStoreSurvivesAClose() {
    Store second = Store.open(url());
    second.certificates().keep(signing(TestCertificates.fresh()), issued());
    second.close();
    second.close();
    assertEquals(1, store.certificates().ofOwner(ALICE).size());
    store.certificates().keep(signing(TestCertificates.fresh()), issued());
  }

  @Test
  void forgetsOpeningsAndKeepsTheLog() {
    store.log().append(List.of(issued(), issued()));
    byte[] leaf = store.log().leaf(0);
    assertTrue(store.log().entries(0, 1).getFirst().value("mailbox").isPresent());
    assertEquals(1, store.forgetOpenings(List.of(0L, 7L), NOON));
    assertEquals(
        issued().opening().keySet(), store.log().entries(1, 2).getFirst().opening().keySet());
    assertEquals(0, store.log().entries(0, 1).getFirst().opening().size());
    assertTrue(java.util.Arrays.equals(leaf, store.log().leaf(0)));
  }

  /** A place where no store was opened yet, always the same within a test. */
  abstract StoreUrl newUrl();

  private static long index(Store store) {
    return store.certificates().keep(signing(TestCertificates.fresh()), issued())
            instanceof Kept.Done(long index)
        ? index
        : -1;
  }
}
