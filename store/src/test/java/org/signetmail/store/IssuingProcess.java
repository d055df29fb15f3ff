package org.signetmail.store;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.ca.CertificateStore.Kept;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * A process that issues on several threads until it is killed, and prints each serial it kept; with
 * the length of a file at that time, where one is named after the store.
 */
final class IssuingProcess {
  private static final int THREADS = 4;

  private IssuingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Optional<Path> file =
        arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
    Store store = Store.open(StoreUrl.of(arguments[0]));
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = Thread.ofPlatform().start(() -> issue(store, file));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void issue(Store store, Optional<Path> file) {
    while (true) {
      String serial = issueOne(store).toString(16);
      System.out.println(serial + file.map(one -> " " + one.toFile().length()).orElse(""));
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
