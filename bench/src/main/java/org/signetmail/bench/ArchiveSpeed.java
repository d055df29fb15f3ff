package org.signetmail.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.ReplacementCeremony;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyTransport;
import org.signetmail.archive.Resealing;
import org.signetmail.archive.TransportedKey;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;

/**
 * How many keys a second come into the archive, and how many a second are sealed again when an
 * officer is replaced: every record is a real one. A key comes as it would from a person, sealed to
 * the archive's transport certificate; it is opened, checked to be a pair that only encrypts,
 * sealed to three officers, and committed with its receipt and its leaf of the log.
 */
public final class ArchiveSpeed {
  /** So many requests at once that commits are shared. */
  private static final int AT_ONCE = 64;

  /** How many are RSA keys, which take long to make: enough to see. */
  private static final int RSA = 200;

  private final Organization organization;
  private final List<OfficerCeremony.Keys> officers;
  private int owners;

  private ArchiveSpeed(Organization organization) throws Exception {
    this.organization = organization;
    this.officers = ArchiveHome.officers(organization, "olga", "omar", "otto");
  }

  /**
   * @param arguments a new home, the store's address, how many keys
   */
  public static void main(String[] arguments) throws Exception {
    Home home = ArchiveHome.lay(Path.of(arguments[0]), arguments[1]);
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      new ArchiveSpeed(organization).measure(Integer.parseInt(arguments[2]));
    }
    System.exit(0);
  }

  private void measure(int count) throws Exception {
    archive(KeyAlgorithm.P_256, Math.min(count, 2000)); // the compiler warms to it
    System.out.printf(
        "%n| what | how many | a second | processor, ms each | octets of a record |%n"
            + "|---|---|---|---|---|%n");
    for (KeyAlgorithm kind :
        List.of(KeyAlgorithm.P_256, KeyAlgorithm.ML_KEM_768, KeyAlgorithm.RSA_3072)) {
      int keys = kind == KeyAlgorithm.RSA_3072 ? RSA : count / 2;
      row("archive, " + kind, keys, archive(kind, keys), size(owners - 1));
    }
    long records = organization.store().archive().count();
    row("replace an officer", records, replace(), size(owners - 1));
  }

  /** Making the keys and sealing them to the archive is the people's part, and not counted. */
  private Span archive(KeyAlgorithm algorithm, int count) throws Exception {
    KeyArchive archive = organization.archiving().archive();
    KeyTransport door = organization.archiving().keyTransport();
    int first = owners;
    owners += count;
    List<TransportedKey> parcels =
        all(count, i -> () -> parcel(door, algorithm, mailbox(first + i)));
    Span.Start start = Span.start();
    all(count, i -> () -> keep(door, archive, parcels.get(i), mailbox(first + i)));
    return start.end();
  }

  private TransportedKey parcel(KeyTransport door, KeyAlgorithm algorithm, Mailbox owner) {
    EncryptionKey key = KeyPairs.encryption(algorithm, organization.random());
    return TransportedKey.seal(key, owner, door.certificate(), organization.random());
  }

  private KeyArchive.Outcome.Archived keep(
      KeyTransport door, KeyArchive archive, TransportedKey parcel, Mailbox owner) {
    if (door.open(parcel, owner) instanceof KeyTransport.Outcome.Opened(EncryptionKey key)
        && archive.archive(key, owner, organization.now())
            instanceof KeyArchive.Outcome.Archived kept) {
      return kept;
    }
    throw new IllegalStateException("bench: a key of " + owner + " was not archived");
  }

  private Span replace() throws Exception {
    ArchiveHome.officers(organization, "nina");
    ReplacementCeremony ceremony =
        new ReplacementCeremony(
            organization,
            officers.subList(0, 2).stream().flatMap(one -> one.encryption().stream()).toList());
    ceremony.open(
        List.of(Mailbox.of("otto@example.test")), List.of(Mailbox.of("nina@example.test")), null);
    Span.Start start = Span.start();
    if (!(ceremony.run((sealed, left) -> {}) instanceof Resealing.Outcome.Done)) {
      throw new IllegalStateException("bench: the replacement did not come to its end");
    }
    return start.end();
  }

  /** What the tables hold of this owner's key, without its indexes. */
  private int size(int owner) {
    ArchivedKey key = organization.store().archive().ofOwner(mailbox(owner)).getFirst();
    return key.subjectPublicKeyInfo().length
        + key.sealedKey().length
        + key.receipt().encoded().length
        + key.shares().stream().mapToInt(share -> share.sealed().length).sum();
  }

  private static void row(String what, long count, Span span, int octets) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %.2f | %,d |%n",
        what,
        count,
        count / span.seconds(),
        span.processor() * 1000 / count,
        octets);
  }

  /** Seconds on the clock, and of this process on all processors, the compiler's among them. */
  private record Span(double seconds, double processor) {
    private record Start(long clock, long processor) {
      Span end() {
        Start now = start();
        return new Span((now.clock - clock) / 1e9, (now.processor - processor) / 1e9);
      }
    }

    static Start start() {
      return new Start(
          System.nanoTime(),
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }
  }

  private static Mailbox mailbox(int number) {
    return Mailbox.of("user%07d@example.test".formatted(number));
  }

  private static <T> List<T> all(int count, IntFunction<Callable<T>> work) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<T> results = new ArrayList<>(count);
      for (Future<T> future :
          executor.invokeAll(IntStream.range(0, count).mapToObj(work).toList())) {
        results.add(future.get());
      }
      return results;
    }
  }
}
