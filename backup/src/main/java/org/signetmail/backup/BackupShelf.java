package org.signetmail.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.backup.BackupChain.Link;
import org.signetmail.backup.internal.BackupFile;
import org.signetmail.backup.internal.Damaged;
import org.signetmail.pkix.Finding;

/**
 * Backups that lie somewhere, by what they say of themselves: which there are, and which chain
 * leads to one. It only finds; nothing here is believed before {@link Backup#verify} was asked.
 */
public final class BackupShelf {
  /** How the files of backups end. */
  public static final String SUFFIX = ".backup";

  private final List<Link> named = new ArrayList<>();
  private final Map<String, Link> byId = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private BackupShelf() {}

  /** What came of looking for a chain. */
  public sealed interface Found {
    record Chain(BackupChain chain) implements Found {}

    record None(List<Finding> findings) implements Found {}
  }

  /**
   * Looks at files, and at all files of folders that end in {@value #SUFFIX}. What a file builds on
   * is looked for beside it.
   *
   * @throws IOException when a place cannot be read
   */
  public static BackupShelf of(List<Path> places) throws IOException {
    BackupShelf shelf = new BackupShelf();
    Map<Path, Boolean> files = new LinkedHashMap<>();
    for (Path place : places) {
      boolean folder = Files.isDirectory(place);
      if (!folder) {
        files.put(place.toAbsolutePath().normalize(), true);
      }
      Path where = folder ? place : place.toAbsolutePath().resolveSibling("");
      for (Path beside : backupsIn(where)) {
        files.merge(beside.toAbsolutePath().normalize(), folder, Boolean::logicalOr);
      }
    }
    for (Map.Entry<Path, Boolean> file : files.entrySet()) {
      shelf.look(file.getKey(), file.getValue());
    }
    shelf.named.sort(
        Comparator.comparing((Link link) -> link.manifest().at())
            .thenComparingInt(link -> link.manifest().number()));
    return shelf;
  }

  /** Those that were named, or lie in folders that were, oldest first. */
  public List<Link> backups() {
    return List.copyOf(named);
  }

  /** What is wrong with files that were named: they are no backups, or were cut off. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * The chain to the newest of those that were named.
   *
   * @param until only backups of before this, or of this moment
   */
  public Found newest(Optional<Instant> until) {
    if (!findings.isEmpty()) {
      return new Found.None(findings());
    }
    List<Link> wanted =
        named.stream()
            .filter(link -> until.isEmpty() || !link.manifest().at().isAfter(until.get()))
            .toList();
    return wanted.isEmpty()
        ? new Found.None(
            List.of(
                BackupFinding.BACKUP_NONE.on(
                    "backups", "there is none" + until.map(at -> " of before " + at).orElse(""))))
        : chainTo(wanted.getLast());
  }

  /** The chain to one of those that were named. */
  public Found chainTo(Link last) {
    Deque<Link> links = new ArrayDeque<>(List.of(last));
    while (!links.getFirst().manifest().isFull()) {
      Link first = links.getFirst();
      BackupManifest.Base base = first.manifest().base().orElseThrow();
      Link before = byId.get(base.id());
      if (before == null || links.size() > BackupManifest.LONGEST_CHAIN) {
        return new Found.None(
            List.of(
                BackupFinding.BACKUP_CHAIN.on(
                    first.name(),
                    "builds on backup "
                        + base.id().substring(0, 16)
                        + ", number "
                        + (first.manifest().number() - 1)
                        + " of its chain, which is not here")));
      }
      links.addFirst(before);
    }
    return new Found.Chain(new BackupChain(List.copyOf(links)));
  }

  private void look(Path file, boolean isNamed) throws IOException {
    try {
      Link link = new Link(file, BackupFile.glance(file));
      byId.putIfAbsent(link.manifest().id(), link);
      if (isNamed) {
        named.add(link);
      }
    } catch (BackupFile.NotABackup e) {
      note(isNamed, BackupFinding.BACKUP_NOT_A_BACKUP, file, e);
    } catch (Damaged e) {
      note(isNamed, BackupFinding.BACKUP_DAMAGED, file, e);
    } catch (MalformedDocument e) {
      note(isNamed, BackupFinding.BACKUP_MANIFEST, file, e);
    }
  }

  private void note(boolean isNamed, BackupFinding code, Path file, IOException e) {
    if (isNamed) {
      findings.add(code.on(String.valueOf(file.getFileName()), String.valueOf(e.getMessage())));
    }
  }

  private static List<Path> backupsIn(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}
