package org.signetmail.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;

/**
 * Fills the archive of a home with records quickly: a few are real, and the others are their size
 * and form with random octets in them, kept through the store as any record is, each with a signed
 * receipt and a leaf of the log. Only the real ones open; owners are {@code user0000000@} and on.
 */
public final class ArchiveFill {
  /** So many threads that commits are shared. */
  private static final int AT_ONCE = 128;

  private static final int REAL = 200;
  private static final int VARIED_TAIL = 96; // octets of ciphertext at the end of each share
  private static final int KEYS_OF_AN_OWNER = 2;

  private final Organization organization;
  private final SigningKey receipts;
  private final List<ArchivedKey> real;

  private ArchiveFill(Organization organization) throws IOException {
    this.organization = organization;
    this.receipts = organization.vault().signing(KeyName.ARCHIVE_RECEIPTS).key();
    this.real = real();
  }

  /**
   * @param arguments the home, whose officers are enrolled, and how many records
   */
  public static void main(String[] arguments) throws Exception {
    long count = Long.parseLong(arguments[1]);
    Home home = new Home(Path.of(arguments[0]));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      double seconds = into(organization, count);
      System.out.printf(
          Locale.ROOT,
          "%,d records in %.0f s, %,.0f/s; the archive has %,d%n",
          count,
          seconds,
          count / seconds,
          organization.store().archive().count());
    }
    System.exit(0);
  }

  /**
   * Adds records to the archive.
   *
   * @return in how many seconds
   */
  public static double into(Organization organization, long count) throws Exception {
    ArchiveFill fill = new ArchiveFill(organization);
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        workers.add(
            executor.submit(() -> {
              for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                fill.keep(n);
              }
            }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Real records of the kinds of keys that people have, to be the pattern of the others. */
  private List<ArchivedKey> real() throws IOException {
    KeyArchive archive = organization.archiving().archive();
    Mailbox owner = mailbox("pattern");
    List<ArchivedKey> before = archive.ofOwner(owner);
    if (!before.isEmpty()) {
      return before;
    }
    EncryptionKey rsa = KeyPairs.encryption(KeyAlgorithm.RSA_3072, organization.random());
    keepReal(archive, rsa, owner);
    for (int i = 1; i < REAL; i++) {
      KeyAlgorithm algorithm = i % 2 == 0 ? KeyAlgorithm.P_256 : KeyAlgorithm.X25519;
      keepReal(archive, KeyPairs.encryption(algorithm, organization.random()), owner);
    }
    return archive.ofOwner(owner);
  }

  private void keepReal(KeyArchive archive, EncryptionKey key, Mailbox owner) {
    if (archive.archive(key, owner, organization.now()) instanceof KeyArchive.Outcome.Refused no) {
      throw new IllegalStateException(no.findings().getFirst().line());
    }
  }

  private void keep(long number) {
    SplittableRandom random = new SplittableRandom(organization.random().nextLong());
    // Every other key is RSA-3072, as an enrolment makes them.
    ArchivedKey pattern = real.get(number % 2 == 0 ? 0 : (int) (number % real.size()));
    Mailbox owner = mailbox("user%07d".formatted(number / KEYS_OF_AN_OWNER));
    byte[] spki = varied(pattern.subjectPublicKeyInfo(), 28, random);
    KeyId key = KeyId.ofSubjectPublicKeyInfo(spki);
    String record = HexFormat.of().formatHex(octets(16, random));
    Instant now = organization.now();
    ArchivedKey varied =
        new ArchivedKey(
            key,
            owner,
            spki,
            octets(pattern.sealedKey().length, random),
            pattern.shares().stream()
                .map(share ->
                    new SealedShare(
                        share.officer(),
                        share.index(),
                        varied(share.sealed(), VARIED_TAIL, random)))
                .toList(),
            receipt(pattern, key, owner, now, record),
            pattern.generation());
    LogEntry entry =
        LogEntry.of(EntryType.KEY_ARCHIVED, now)
            .with("key", key.hex())
            .with("record", record)
            .with("receipt", Hash.sha256(varied.receipt().encoded()).hex())
            .with("quorum", varied.receipt().quorum() + " of " + varied.receipt().shares())
            .committing("owner", owner.toString(), organization.random());
    if (organization.store().archive().keep(varied, entry).isEmpty()) {
      throw new IllegalStateException("bench: two random keys are the same");
    }
  }

  private ArchiveReceipt receipt(
      ArchivedKey pattern, KeyId key, Mailbox owner, Instant at, String record) {
    ArchiveReceipt of = pattern.receipt();
    return ArchiveReceipt.sign(key, owner, at, record, of.quorum(), of.commitments(), receipts);
  }

  private Mailbox mailbox(String name) {
    return Mailbox.of(name + "@" + organization.configuration().domains().getFirst());
  }

  private static byte[] varied(byte[] octets, int tail, RandomGenerator random) {
    byte[] varied = octets.clone();
    byte[] other = octets(Math.min(tail, octets.length), random);
    System.arraycopy(other, 0, varied, varied.length - other.length, other.length);
    return varied;
  }

  private static byte[] octets(int count, RandomGenerator random) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
