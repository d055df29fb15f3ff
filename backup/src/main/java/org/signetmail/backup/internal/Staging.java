package org.signetmail.backup.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code .NAME.restoring} beside the target, where everything is put first. It stays
 * when a restore is interrupted, and the next of the same backup goes on in it; what another left
 * is thrown away. One process at a time; only its owner can read it.
 */
public final class Staging implements Closeable {
  private final Path root;
  private final Path home;
  private final FileChannel lock;
  private final Instant begun;

  private Staging(Path root, FileChannel lock, Instant begun) {
    this.root = root;
    this.home = root.resolve("home");
    this.lock = lock;
    this.begun = begun;
  }

  /**
   * Begins, or goes on.
   *
   * @param target beside which to stage: moving within one file system is atomic
   * @param plan what is restored, in one line
   */
  public static Staging open(Path target, String plan, Instant now) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(target + ": nothing can be restored to the root folder; name another");
    }
    Files.createDirectories(parent);
    Path root = parent.resolve("." + target.getFileName() + ".restoring");
    Files.createDirectories(root);
    makePrivate(root, "rwx------");
    FileChannel lock = lock(root);
    try {
      String[] before = read(root.resolve("plan")).split("\n");
      if (before.length == 2 && before[0].equals(plan)) {
        return begin(new Staging(root, lock, Instant.parse(before[1])));
      }
      deleteIn(root.resolve("home"));
      Path draft = root.resolve("plan.draft");
      Files.writeString(draft, plan + "\n" + now + "\n");
      Files.move(draft, root.resolve("plan"), StandardCopyOption.ATOMIC_MOVE);
      return begin(new Staging(root, lock, now));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether a target may be restored to: it does not exist, or is an empty folder. */
  public static boolean isFree(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(target)) {
      return inside.findAny().isEmpty();
    }
  }

  /** The home folder to be. */
  public Path home() {
    return home;
  }

  /** Whether the target has a part of the home already, because it could not be moved at once. */
  public boolean isMoving() {
    return Files.exists(root.resolve("moving"));
  }

  /** When the restore was begun, however often it was interrupted. */
  public Instant begun() {
    return begun;
  }

  /** Writes a file of the home folder, again if need be. */
  public void file(String name, InputStream octets) throws IOException {
    Path file = home.resolve(name).normalize();
    if (!file.startsWith(home)) {
      throw new Index.UnsafeName();
    }
    for (Path folder = file.getParent();
        folder != null && !folder.equals(home);
        folder = folder.getParent()) {
      Files.createDirectories(folder);
      makePrivate(folder, "rwx------");
    }
    write(file, octets);
  }

  /** Puts the home folder in its place, at once where the file system can. */
  public void moveTo(Path target) throws IOException {
    try {
      Files.move(home, target.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      moveEach(target);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      moveEach(target);
    }
    discard();
  }

  /** Throws away what is here: nothing will go on in it. */
  public void discard() throws IOException {
    deleteIn(root);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static Staging begin(Staging staging) throws IOException {
    Files.createDirectories(staging.home);
    makePrivate(staging.home, "rwx------");
    return staging;
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This very process restores there.
    }
    channel.close();
    throw new IOException(root + ": another restore is at work there; wait for its end");
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The target is a mount point, or cannot be replaced: what is inside moves, one by one. */
  private void moveEach(Path target) throws IOException {
    if (!isMoving() && !isFree(target)) {
      throw new IOException(target + ": is not empty any more; restore into another folder");
    }
    Files.write(root.resolve("moving"), new byte[0]);
    Files.createDirectories(target);
    List<Path> children;
    try (Stream<Path> inside = Files.list(home)) {
      children = inside.toList();
    }
    for (Path child : children) {
      Files.move(child, target.resolve(home.relativize(child)));
    }
  }

  private static void deleteIn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void write(Path file, InputStream octets) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      makePrivate(file, "rw-------");
      octets.transferTo(out);
      channel.force(true);
    }
  }

  private static void makePrivate(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
