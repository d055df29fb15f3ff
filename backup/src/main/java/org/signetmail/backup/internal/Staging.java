package org.signetmail.backup.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder beside the target, where everything is put first; {@link #close} removes what was not
 * moved from it.
 *
 * <p>Only its owner can read it. A crash leaves a folder {@code .restoring-…} that can be deleted.
 */
public final class Staging implements Contents.Receiver, AutoCloseable {
  private final Path root;
  private final Path home;

  /**
   * @param target beside which to stage: moving within one file system is atomic
   */
  public Staging(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(target + ": nothing can be restored to the root folder; name another");
    }
    Files.createDirectories(parent);
    this.root = Files.createTempDirectory(parent, ".restoring-");
    this.home = Files.createDirectory(root.resolve("home"));
    makePrivate(home, "rwx------");
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

  /** The snapshot of the store. */
  public InputStream snapshot() throws IOException {
    return Files.newInputStream(root.resolve("store"));
  }

  @Override
  public void store(InputStream octets) throws IOException {
    write(root.resolve("store"), octets);
  }

  @Override
  public void file(String name, InputStream octets) throws IOException {
    Path file = home.resolve(name).normalize();
    if (!file.startsWith(home)) {
      throw new Contents.UnsafeName();
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
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": cannot be removed; delete it", e);
    }
  }

  /** The target is a mount point, or cannot be replaced: what is inside moves, one by one. */
  private void moveEach(Path target) throws IOException {
    if (!isFree(target)) {
      throw new IOException(target + ": is not empty any more; restore into another folder");
    }
    Files.createDirectories(target);
    List<Path> children;
    try (Stream<Path> inside = Files.list(home)) {
      children = inside.toList();
    }
    for (Path child : children) {
      Files.move(child, target.resolve(home.relativize(child)));
    }
  }

  private static void write(Path file, InputStream octets) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
