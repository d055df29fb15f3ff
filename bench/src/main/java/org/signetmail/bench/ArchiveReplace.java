package org.signetmail.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.ReplacementCeremony;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.Resealing;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.Audit;

/**
 * Replaces an officer over many records, all of them real: a process does it and is killed with
 * SIGKILL when half is done, and another goes on to the end. The home is kept: run again with more
 * records, it is filled up to these, and officers change once more; stopped, it is run again and
 * goes on.
 */
public final class ArchiveReplace {
  /** So many at once that commits are shared. */
  private static final int AT_ONCE = 64;

  private static final char[] PASSWORD = "bench".toCharArray();
  private static final List<String> STAYING = List.of("olga", "omar");

  private final Path folder;

  private ArchiveReplace(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments {@code measure}, home, the store's address, how many records; or {@code seal}
   *     and the home, for the process that is killed
   */
  public static void main(String[] arguments) throws Exception {
    ArchiveReplace replace = new ArchiveReplace(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "measure" -> replace.measure(arguments[2], Long.parseLong(arguments[3]));
      case "seal" -> replace.seal();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }

  private void measure(String store, long count) throws Exception {
    System.out.printf(
        "| what | records | seconds | a second | processor, ms each"
            + " |%n|---|---:|---:|---:|---:|%n");
    if (Files.notExists(folder)) {
      found(store);
    }
    long records;
    long due;
    try (Organization organization = open()) {
      fill(organization, count);
      records = organization.store().archive().count();
      begin(organization);
      due = organization.store().reseals().count(formerGeneration(organization));
    }
    long before = run("sealed again, until it was killed", due / 2);
    long after = run("sealed again by the next process, to the end", Long.MAX_VALUE);
    try (Organization organization = open()) {
      long left = organization.store().reseals().count(formerGeneration(organization));
      boolean retired = organization.archiving().officers().sets().size() == 1;
      boolean whole = organization.log().audit(List.of()) instanceof Audit.Consistent;
      System.out.printf(
          Locale.ROOT,
          "%n%,d + %,d of %,d; left to former officers: %,d; former set retired: %b; log"
              + " consistent: %b%n",
          before,
          after,
          due,
          left,
          retired,
          whole);
      if (left != 0 || !retired || !whole || records != organization.store().archive().count()) {
        throw new IllegalStateException("bench: the replacement is not whole");
      }
    }
  }

  private static int formerGeneration(Organization organization) {
    return organization.archiving().officers().sets().getLast().generation() - 1;
  }

  private Organization open() throws IOException {
    return Organization.open(new Home(folder), InstantSource.system());
  }

  private void found(String store) throws IOException {
    ArchiveHome.lay(folder, store);
    try (Organization organization = open()) {
      for (String name : List.of("olga", "omar", "otto")) {
        OfficerCeremony.Keys keys = ArchiveHome.officers(organization, name).getFirst();
        PrivateFiles.write(keyFile(name), keys.file(PASSWORD));
      }
    }
  }

  private Path keyFile(String name) {
    return folder.resolve("bench").resolve(name + ".p12");
  }

  /** Real keys under real seals, in shared commits; only the way to the archive is left out. */
  private static void fill(Organization organization, long count) throws Exception {
    KeyArchive archive = organization.archiving().archive();
    long before = organization.store().archive().count();
    AtomicLong next = new AtomicLong(before);
    long start = System.nanoTime();
    long processor = processor();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        workers.add(
            executor.submit(() -> {
              for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                keep(organization, archive, n);
              }
            }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    long added = organization.store().archive().count() - before;
    row("archived", added, System.nanoTime() - start, processor() - processor);
  }

  private static void keep(Organization organization, KeyArchive archive, long number) {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.X25519, organization.random());
    Mailbox owner = Mailbox.of("user%07d@example.test".formatted(number));
    if (!(archive.archive(key, owner, organization.now()) instanceof KeyArchive.Outcome.Archived)) {
      throw new IllegalStateException("bench: a key of " + owner + " was not archived");
    }
  }

  /** The third seat goes to somebody new. */
  private void begin(Organization organization) throws IOException {
    ReplacementCeremony ceremony = new ReplacementCeremony(organization, present());
    if (ceremony.isUnderWay()) {
      return;
    }
    Mailbox leaves =
        organization.archiving().officers().sets().getLast().officers().getLast().mailbox();
    String comes = "officer" + organization.store().log().size();
    ArchiveHome.officers(organization, comes);
    System.err.println(
        ceremony.open(List.of(leaves), List.of(Mailbox.of(comes + "@example.test")), null));
  }

  private List<DecryptionIdentity> present() throws IOException {
    List<DecryptionIdentity> keys = new ArrayList<>();
    for (String name : STAYING) {
      Path file = keyFile(name);
      keys.addAll(KeyFile.read(Files.readAllBytes(file), PASSWORD, name).decryption());
    }
    return keys;
  }

  /** In a process of its own, which says after each page how many it has sealed. */
  private void seal() throws Exception {
    try (Organization organization = open()) {
      long start = System.nanoTime();
      long processor = processor();
      Resealing.Outcome outcome =
          new ReplacementCeremony(organization, present())
              .run((sealed, _) ->
                  System.out.printf(
                      "%d %d %d.%n", sealed, System.nanoTime() - start, processor() - processor));
      if (!(outcome instanceof Resealing.Outcome.Done)) {
        throw new IllegalStateException("bench: " + outcome);
      }
    }
  }

  /**
   * Runs such a process, and kills it when it has sealed enough.
   *
   * @return how many it said it had sealed
   */
  private long run(String what, long enough) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-Dsignet.primitives=native",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ArchiveReplace.class.getName(),
                "seal",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] said = {0, 0, 0};
    try (BufferedReader in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.endsWith(".")) {
          String[] words = line.substring(0, line.length() - 1).split(" ");
          for (int i = 0; i < said.length; i++) {
            said[i] = Long.parseLong(words[i]);
          }
          if (said[0] >= enough) {
            process.toHandle().destroyForcibly(); // SIGKILL
          }
        }
      }
    }
    if (!process.waitFor(60, TimeUnit.SECONDS) || (process.exitValue() != 0 && said[0] < enough)) {
      throw new IllegalStateException("bench: the process ended by itself");
    }
    row(what, said[0], said[1], said[2]);
    return said[0];
  }

  private static void row(String what, long count, long nanoseconds, long processor) {
    double seconds = nanoseconds / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %,.0f | %.2f |%n",
        what,
        count,
        seconds,
        count == 0 ? 0 : count / seconds,
        count == 0 ? 0 : processor / 1e6 / count);
  }

  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
