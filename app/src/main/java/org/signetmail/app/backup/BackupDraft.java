package org.signetmail.app.backup;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupShelf;

/**
 * A backup that is being written: {@code .NAME.part} beside the file it will be, locked by the
 * process that writes. It gets its name after its record is in the store. So when a process was
 * killed, a draft that the store knows is whole and is given its name by the next who comes, and
 * one that it does not know is deleted.
 */
final class BackupDraft implements Closeable {
  private static final String ENDING = BackupShelf.SUFFIX + ".part";
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Path draft;
  private final FileChannel channel;

  private BackupDraft(Path file, Path draft, FileChannel channel) {
    this.file = file;
    this.draft = draft;
    this.channel = channel;
  }

  static BackupDraft begin(Path file) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new IOException(draft + ": another process writes this backup; wait for its end");
    }
    channel.truncate(0);
    return new BackupDraft(file, draft, channel);
  }

  /** Where to write; flushing it is for the writer, closing it for {@link #close}. */
  OutputStream out() {
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /** Makes what was written survive a crash of the machine. */
  void force() throws IOException {
    channel.force(true);
  }

  /** How many there are. */
  long octets() throws IOException {
    return channel.size();
  }

  void putInPlace() throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was not put in place. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
    channel.close();
  }

  /**
   * Finishes or deletes what killed processes left in a folder.
   *
   * @param known the ids of the backups that the store knows
   */
  static void settle(Path folder, Set<String> known) throws IOException {
    List<Path> left;
    try (Stream<Path> found = Files.list(folder)) {
      left = found.filter(BackupDraft::isDraft).toList();
    }
    for (Path draft : left) {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        if (lock(channel)) {
          settleOne(draft, known);
        }
      }
    }
  }

  private static void settleOne(Path draft, Set<String> known) throws IOException {
    String name = String.valueOf(draft.getFileName());
    Path file = draft.resolveSibling(name.substring(1, name.length() - ".part".length()));
    boolean recorded =
        BackupShelf.of(List.of(draft)).backups().stream()
            .map(BackupChain.Link::manifest)
            .anyMatch(manifest -> known.contains(manifest.id()));
    if (recorded && !Files.exists(file)) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(draft);
    }
  }

  private static boolean isDraft(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") && name.endsWith(ENDING);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process writes it
    }
  }
}
