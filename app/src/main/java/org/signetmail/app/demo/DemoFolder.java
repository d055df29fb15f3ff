package org.signetmail.app.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;

/**
 * The folder of one run of the demo. A lock that dies with the process keeps two runs apart; what
 * an earlier run left, finished or killed, is cleared away; a folder that the demo did not make is
 * never touched.
 */
final class DemoFolder implements Closeable {
  private static final String MARK = ".signet-demo";
  private static final int MOST_AT_ONCE = 20;

  private final Path folder;
  private final FileChannel channel;

  private DemoFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** The first of {@code base}, {@code base-2}, {@code base-3} … that no other run is using. */
  static DemoFolder claim(Path base) throws IOException {
    for (int n = 1; n <= MOST_AT_ONCE; n++) {
      Path folder = n == 1 ? base : base.resolveSibling(base.getFileName() + "-" + n);
      DemoFolder claimed = tryClaim(folder);
      if (claimed != null) {
        claimed.clear();
        return claimed;
      }
    }
    throw new Failure(
        ExitCode.FAILED, base + ": " + MOST_AT_ONCE + " demos run here already; stop one of them");
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable DemoFolder tryClaim(Path folder) throws IOException {
    Path mark = folder.resolve(MARK);
    if (Files.exists(folder) && !Files.exists(mark) && !isEmpty(folder)) {
      throw new Failure(
          ExitCode.USAGE,
          folder
              + ": was not made by the demo, and it does not touch what is in it;"
              + " name another folder with --home");
    }
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DemoFolder(folder, channel);
      }
    } catch (OverlappingFileLockException e) {
      // another demo of this very process
    }
    channel.close();
    return null;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private void clear() throws IOException {
    List<Path> old;
    try (Stream<Path> found = Files.walk(folder)) {
      old = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : old) {
      if (!path.equals(folder) && !path.equals(folder.resolve(MARK))) {
        Files.delete(path);
      }
    }
  }
}
