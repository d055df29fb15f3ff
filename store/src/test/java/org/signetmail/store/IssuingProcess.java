package org.signetmail.store;

import java.math.BigInteger;
import java.time.Instant;
import org.signetmail.ca.CertificateStore.Kept;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** A process that issues on several threads until it is killed, and prints each serial it kept. */
final class IssuingProcess {
  private static final int THREADS = 4;

  private IssuingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Store store = Store.open(StoreUrl.of(arguments[0]));
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = Thread.ofPlatform().start(() -> issue(store));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void issue(Store store) {
    while (true) {
      System.out.println(issueOne(store).toString(16));
    }
  }

  /** Issues a certificate, named in the log by its serial number, which is given back. */
  static BigInteger issueOne(Store store) {
    Certificate certificate = TestCertificates.fresh("alice@example.test");
    LogEntry entry =
        LogEntry.of(EntryType.CERTIFICATE_ISSUED, Instant.now())
            .with("serial", certificate.serial().toString(16));
    Kept kept = store.certificates().keep(StoreContract.signing(certificate), entry);
    return switch (kept) {
      case Kept.Done(long _) -> certificate.serial();
      case Kept.SerialTaken _, Kept.KeyHasOtherUse _, Kept.KeyHasOtherHolder _ ->
          throw new IllegalStateException("not kept: " + kept);
    };
  }
}
