package org.signetmail.smime;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where large octets wait: files encrypted under a key that exists only in this object, so that
 * what a crash leaves behind is noise. Small octets stay in memory. Where the platform allows it, a
 * file loses its name as soon as it is open, and the system removes it with the process.
 *
 * <p>A few files that are done with are kept for the next octets: to write over what a file has is
 * half the work of making it grow anew. What they held stays as unreadable as before, for each use
 * has a key stream of its own.
 *
 * <p>Safe for use by many threads.
 */
public final class Spool {
  private static final long STANDARD_IN_MEMORY = 1 << 16;
  private static final int MOST_KEPT = 4; // files
  private static final long LARGEST_KEPT = 256L << 20;

  private final Path folder;
  private final long inMemoryUpTo;
  private final long maximum;
  private final AtomicLong uses = new AtomicLong();
  private final Deque<FileChannel> free = new ArrayDeque<>();
  private volatile @Nullable SecretKey key;

  /**
   * @param folder made when first needed, for its owner alone (0700)
   * @param inMemoryUpTo octets up to this size never touch the disk
   * @param maximum more than this in one piece is refused with an {@link IOException}
   */
  public Spool(Path folder, long inMemoryUpTo, long maximum) {
    this.folder = folder;
    this.inMemoryUpTo = Math.min(inMemoryUpTo, Integer.MAX_VALUE - 16);
    this.maximum = maximum;
  }

  /** In memory up to 64 KB, else in the system's folder for temporary files; no maximum. */
  public static Spool standard() {
    return new Spool(
        Path.of(System.getProperty("java.io.tmpdir")), STANDARD_IN_MEMORY, Long.MAX_VALUE);
  }

  /** Reads the stream to its end; the stream stays its caller's to close. */
  public Octets keep(InputStream in) throws IOException {
    try (Draft draft = draft()) {
      in.transferTo(draft);
      return draft.finish();
    }
  }

  /** Written by the caller, then frozen by {@link Draft#finish}. */
  public Draft draft() {
    return new SpoolDraft(this);
  }

  /** Octets being written: nothing can be read from it before it is finished. */
  public abstract static class Draft extends OutputStream {
    /** Freezes what was written. */
    public abstract Octets finish() throws IOException;

    /** Without {@link #finish}: discards. */
    @Override
    public abstract void close() throws IOException;
  }

  long inMemoryUpTo() {
    return inMemoryUpTo;
  }

  void requireRoom(long size) throws IOException {
    if (size > maximum) {
      throw new IOException(
          "message: is larger than " + maximum + " bytes; send less or raise the limit");
    }
  }

  SpoolFile create() throws IOException {
    Optional<FileChannel> used = used();
    FileChannel channel = used.isPresent() ? used.get() : file();
    return new SpoolFile(this, channel, key(), uses.incrementAndGet());
  }

  /** Takes a file that nobody reads any more. */
  void takeBack(FileChannel channel) throws IOException {
    if (channel.isOpen() && channel.size() <= LARGEST_KEPT) {
      synchronized (free) {
        if (free.size() < MOST_KEPT) {
          free.push(channel);
          return;
        }
      }
    }
    channel.close();
  }

  private Optional<FileChannel> used() {
    synchronized (free) {
      return Optional.ofNullable(free.poll());
    }
  }

  private FileChannel file() throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, posix ? owner("rwx------") : new FileAttribute<?>[0]);
    }
    byte[] name = new byte[16];
    new SecureRandom().nextBytes(name);
    return FileChannel.open(
        folder.resolve("signet-" + HexFormat.of().formatHex(name) + ".spool"),
        Set.of(CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE),
        posix ? owner("rw-------") : new FileAttribute<?>[0]);
  }

  private static FileAttribute<?>[] owner(String permissions) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private synchronized SecretKey key() {
    SecretKey known = key;
    if (known == null) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      known = new SecretKeySpec(bytes, "AES");
      key = known;
    }
    return known;
  }
}
