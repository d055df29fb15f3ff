package org.signetmail.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.backup.Drill;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Mailbox;
import org.signetmail.store.StoreUrl;

/**
 * Backups of a large archive on PostgreSQL, by the method that the home's {@code signet.yaml}
 * names, beside {@code pg_dump} alone on the same database in the same run. Prints a section of
 * {@code docs/benchmarks-archive.md}.
 */
public final class BackupSpeed {
  private static final double MEGABYTE = 1e6;
  private static final long CHANGED = 1000;

  private final Organization organization;
  private final Path folder;
  private final Page page = new Page();

  private BackupSpeed(Organization organization, Path folder) {
    this.organization = organization;
    this.folder = folder;
  }

  /**
   * @param arguments the home, whose store is PostgreSQL; how many records its archive is filled up
   *     to; an empty folder for what is written
   */
  public static void main(String[] arguments) throws Exception {
    Home home = new Home(Path.of(arguments[0]));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      fill(organization, Long.parseLong(arguments[1]));
      new BackupSpeed(organization, Path.of(arguments[2])).measure();
    }
    System.exit(0);
  }

  private static void fill(Organization organization, long count) throws Exception {
    OfficerCeremony ceremony = new OfficerCeremony(organization);
    for (int i = organization.store().officers().officers().size();
        i < organization.configuration().archive().officers();
        i++) {
      String domain = organization.configuration().domains().getFirst();
      ceremony.enrol(Mailbox.of("officer" + i + "@" + domain), "Officer " + i);
    }
    long missing = count - organization.store().archive().count();
    if (missing > 0) {
      ArchiveFill.into(organization, missing);
    }
  }

  private void measure() throws Exception {
    long keys = organization.store().archive().count();
    page.heading(String.format(Locale.ROOT, "Backup of %,d archived keys on PostgreSQL", keys));
    page.head("what", "seconds", "MB of store / s", "file MB", "against pg_dump");
    // Once before, so that all of it lies in the system's memory for everybody.
    dump("plain.dump", "--format=custom", "--compress=0");
    double plain = dump("plain.dump", "--format=custom", "--compress=0");
    double packed = dump("packed.dump", "--format=custom");
    Path backups = Files.createDirectory(folder.resolve("backups"));
    double full = seconds(() -> make(backups, BackupMaker.Kind.FULL));
    double content = organization.store().backups().backups().getLast().content() / MEGABYTE;
    row("pg_dump, not compressed", plain, content, folder.resolve("plain.dump"), "1");
    row("pg_dump as it comes", packed, content, folder.resolve("packed.dump"), "");
    String method =
        switch (organization.configuration().backup().form()) {
          case ROWS -> "rows";
          case PG_DUMP -> "pg_dump";
        };
    row(
        "full backup, " + method,
        full,
        content,
        last(),
        Page.ratio(plain, full) + " (≥ 0.5 wanted)");
    ArchiveFill.into(organization, CHANGED);
    double incremental = seconds(() -> make(backups, BackupMaker.Kind.WHAT_CHANGED));
    row(
        String.format(Locale.ROOT, "incremental, after %,d more keys", CHANGED),
        incremental,
        content,
        last(),
        Page.ratio(plain, incremental));
    BackupChain chain = chain(backups);
    double verified =
        seconds(() -> {
          if (!(Backups.verify(chain, organization.root(), organization.clock(), Progress.NONE)
              instanceof Backup.Verification.Whole)) {
            throw new IllegalStateException("the backup is not whole");
          }
        });
    row("verify both, without keys", verified, content, last(), "");
    double drilled =
        seconds(() -> new Drill(organization).hold(List.of(backups), List.of(), Progress.NONE));
    row("drill: restore both beside it, and check", drilled, content, last(), "");
    page.paragraph(
        String.format(
            Locale.ROOT,
            "The store's copy has %.1f KB for each key, with its shares, receipt and place in the"
                + " log. A heap of at most %d MB.",
            1000 * content / keys,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax() >> 20));
    page.end();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private void make(Path backups, BackupMaker.Kind kind) throws IOException {
    new BackupMaker(organization).make(backups, kind, Progress.NONE);
  }

  private Path last() {
    return Path.of(organization.store().backups().backups().getLast().file());
  }

  private static BackupChain chain(Path backups) throws IOException {
    if (Backups.find(List.of(backups), Optional.empty()) instanceof BackupShelf.Found.Chain found) {
      return found.chain();
    }
    throw new IllegalStateException("no backup was taken");
  }

  private double dump(String name, String... options) throws Exception {
    if (!(organization.store().url() instanceof StoreUrl.Postgresql database)) {
      throw new IllegalArgumentException("backup speed: the store is not PostgreSQL");
    }
    List<String> command = new ArrayList<>(List.of("pg_dump"));
    command.addAll(List.of(options));
    command.add("--file=" + folder.resolve(name));
    command.add("--dbname=" + database.url().substring("jdbc:".length()));
    database.user().ifPresent(user -> command.add("--username=" + user));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    database.password().ifPresent(word -> builder.environment().put("PGPASSWORD", word));
    return seconds(() -> {
      Process process = builder.start();
      try (InputStream said = process.getInputStream()) {
        String lines = new String(said.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new IOException("pg_dump: " + lines.strip());
        }
      }
    });
  }

  private void row(String what, double seconds, double content, Path file, String against)
      throws IOException {
    page.row(
        what,
        Page.seconds(seconds),
        Page.rate(content / seconds),
        Page.rate(Files.size(file) / MEGABYTE),
        against.isEmpty() ? "–" : against);
  }
}
