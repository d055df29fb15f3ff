package org.signetmail.app.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.store.SnapshotForm;
import org.signetmail.testkit.PostgresServer;

/**
 * Processes that archive keys, replace officers, approve, collect, take backups and restore them
 * are killed with SIGKILL at random moments, again and again. Whatever was answered is there, what
 * was left is taken up and completes, nothing is there by half, and no encryption certificate is
 * without its receipt. {@code interop/kills} kills a hundred times, every act on every store and by
 * either method of backup; each build kills each act once, on one of them. The table is in {@code
 * target/kills}.
 */
class KillsTest {
  /** On each store, of all acts together; empty in an ordinary build. */
  private static final Optional<Integer> WANTED =
      Optional.ofNullable(Integer.getInteger("signet.kills"));

  private static final int ACTS = 6;
  private static final int KILLS = WANTED.orElse(ACTS);

  /** Enough for several pages of a replacement, so that it dies between them too. */
  private static final int RECORDS = 300;

  private static final int FEW_RECORDS = 30;

  /** Which acts are killed together. */
  enum Acts {
    ALL,
    ARCHIVE_AND_RECOVERY,
    BACKUP_AND_RESTORE;

    boolean have(Acts one) {
      return this == ALL || this == one;
    }
  }

  /**
   * A system and what is killed in it.
   *
   * @param url of a fresh store, again and again
   */
  record Trial(String name, Supplier<String> url, SnapshotForm form, Acts acts) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path folder;

  private final Act archive = new Act("archive");
  private final Act replace = new Act("replace");
  private final Act approve = new Act("approve");
  private final Act collect = new Act("collect");
  private final Act backup = new Act("backup");
  private final Act restore = new Act("restore");
  private final List<Act> acts = List.of(archive, replace, approve, collect, backup, restore);

  static List<Trial> trials() {
    Supplier<String> sqlite = () -> "jdbc:sqlite:signet.db";
    Supplier<String> postgresql = () -> PostgresServer.shared().freshDatabase();
    return WANTED.isPresent()
        ? List.of(
            new Trial("SQLite", sqlite, SnapshotForm.ROWS, Acts.ALL),
            new Trial("PostgreSQL", postgresql, SnapshotForm.ROWS, Acts.ALL),
            new Trial("PostgreSQL, pg_dump", postgresql, SnapshotForm.PG_DUMP, Acts.ALL))
        : List.of(
            new Trial("SQLite", sqlite, SnapshotForm.ROWS, Acts.ARCHIVE_AND_RECOVERY),
            new Trial(
                "PostgreSQL, pg_dump", postgresql, SnapshotForm.PG_DUMP, Acts.BACKUP_AND_RESTORE));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void nothingIsLostOrThereByHalf(Trial trial) throws Exception {
    boolean archives = trial.acts().have(Acts.ARCHIVE_AND_RECOVERY);
    Home home =
        Lab.found(folder, trial.url().get(), trial.form(), archives ? RECORDS : FEW_RECORDS);
    if (archives) {
      archiveAndRecover(home);
    }
    if (trial.acts().have(Acts.BACKUP_AND_RESTORE)) {
      backUpAndRestore(home, trial.url());
    }
    List<Act> killed = acts.stream().filter(act -> act.kills() > 0).toList();
    report(trial.name(), killed);
    assertEquals(trial.acts() == Acts.ALL ? ACTS : archives ? 4 : 2, killed.size());
    killed.forEach(act -> assertTrue(act.kills() >= KILLS / ACTS, act.name() + " was not killed"));
    assertEquals(List.of(), acts.stream().flatMap(act -> act.problems().stream()).toList());
  }

  private void archiveAndRecover(Home home) throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) { // while the system runs
      Future<?> archiving = both.submit(() -> kill(archive, "archive", 1));
      Future<?> replacing = both.submit(() -> kill(replace, "replace", 2));
      archiving.get();
      replacing.get();
    }
    finish("archive");
    finish("replace");
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      new Aftermath(folder, home, organization).replaced(replace);
    }
    kill(approve, "recover", 3);
    kill(collect, "recover", 4);
    finish("recover");
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      Aftermath aftermath = new Aftermath(folder, home, organization);
      aftermath.archived(archive);
      aftermath.recovered(approve, collect);
      aftermath.logIsConsistent(replace);
    }
  }

  private void backUpAndRestore(Home home, Supplier<String> url) throws Exception {
    kill(backup, "backup", 5);
    finish("backup");
    long keys;
    long size;
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      Aftermath aftermath = new Aftermath(folder, home, organization);
      aftermath.backedUp(backup);
      aftermath.logIsConsistent(backup);
      keys = organization.store().archive().count();
      size = organization.store().log().size() - 1; // its own entry came after it
    }
    restores(home, url, size, keys);
  }

  /** Kills a process some time after it began its nth act, as often as is this act's part. */
  private Void kill(Act act, String what, int seed) throws Exception {
    Random random = new Random(seed);
    while (act.kills() < (KILLS + ACTS - 1) / ACTS) {
      killOnce(act, List.of(what), 1 + random.nextInt(3), random);
    }
    return null;
  }

  /** Whether the process was still at work. */
  private boolean killOnce(Act act, List<String> arguments, int nth, Random random)
      throws Exception {
    Map<String, Long> begun = new HashMap<>();
    boolean killed = false;
    int left = nth;
    try (Child child = new Child(folder, arguments)) {
      for (Optional<String[]> said = child.next(); said.isPresent(); said = child.next()) {
        heard(said.get(), begun);
        boolean begins = said.get()[0].equals("begin") && said.get()[1].equals(act.name());
        if (begins && --left == 0) {
          Thread.sleep(Duration.ofNanos(random.nextLong(act.window())));
          killed = child.kill();
        }
      }
      if (killed) {
        act.killed(begun.containsKey(act.name()));
      } else {
        child.end();
      }
    }
    return killed;
  }

  private void heard(String[] said, Map<String, Long> begun) {
    Act about = acts.stream().filter(one -> one.name().equals(said[1])).findFirst().orElseThrow();
    synchronized (about) {
      about.heard(said[0], said[2]);
      Long before = begun.remove(about.name());
      if (said[0].equals("begin")) {
        begun.put(about.name(), System.nanoTime());
      } else if (before != null) {
        about.took(System.nanoTime() - before);
      }
    }
  }

  /** What killed processes left is completed by one that nobody kills. */
  private void finish(String what) throws Exception {
    try (Child child = new Child(folder, List.of(what, "finish"))) {
      Map<String, Long> begun = new HashMap<>();
      for (Optional<String[]> said = child.next(); said.isPresent(); said = child.next()) {
        heard(said.get(), begun);
      }
      child.end();
    }
  }

  /**
   * Restores into one place after the other, each killed until it is done in spite of it; the first
   * is left alone, and says how long one takes.
   */
  private void restores(Home home, Supplier<String> store, long size, long keys) throws Exception {
    Random random = new Random(6);
    String backups = home.folder().resolve("backups").toString();
    for (int place = 0; restore.kills() < (KILLS + ACTS - 1) / ACTS; place++) {
      Path target = folder.resolve("restored-" + place);
      String url = store.get();
      List<String> arguments = List.of("restore", target.toString(), backups, url);
      while (Files.notExists(target)) {
        boolean alone = place == 0 || restore.kills() >= (KILLS + ACTS - 1) / ACTS;
        killOnce(restore, arguments, alone ? Integer.MAX_VALUE : 1, random);
      }
      Files.copy(
          folder.resolve("safe/passphrase"),
          target.resolve("passphrase"),
          StandardCopyOption.COPY_ATTRIBUTES);
      try (Organization restored = Organization.open(new Home(target), InstantSource.system())) {
        Aftermath aftermath = new Aftermath(folder, new Home(target), restored);
        aftermath.restored(restore, size, keys);
        aftermath.logIsConsistent(restore);
      }
      if (Lab.isBegun(target)) {
        restore.half("a draft is left beside " + target.getFileName());
      }
    }
  }

  private void report(String store, List<Act> killed) throws IOException {
    List<String> lines = new ArrayList<>();
    killed.forEach(act -> lines.add(act.row(store)));
    String table = String.join("", lines);
    System.out.print(table);
    Path result = Files.createDirectories(Path.of("target", "kills")).resolve("result.txt");
    String title =
        """
        | store | act | kills | in the middle | completed | taken up again | lost | half |
        |---|---|---:|---:|---:|---:|---:|---:|
        """;
    List<String> before = Files.exists(result) ? Files.readAllLines(result) : List.of();
    try (Stream<String> others =
        before.stream().filter(line -> !line.startsWith("| " + store + " "))) {
      String kept = String.join("\n", others.skip(Math.min(2, before.size())).toList());
      Files.writeString(
          result,
          title + kept + (kept.isEmpty() ? "" : "\n") + table,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
  }
}
