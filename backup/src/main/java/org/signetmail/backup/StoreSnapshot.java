package org.signetmail.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.tlog.LogEntry;

/**
 * A consistent copy of the whole store, made while it is in use, and put back into an empty one.
 */
public interface StoreSnapshot {
  /**
   * Writes a copy of one moment: every transaction is in it whole, or not at all. Most of what did
   * not change since another copy has the same octets in this one.
   */
  Summary write(OutputStream out) throws IOException;

  /** What a copy of this moment would have in it, without the copy. */
  Summary look() throws IOException;

  /**
   * Fills an empty store, and goes on where it was interrupted: a store that is half filled can be
   * used for nothing else. Done again after it was done, it changes nothing.
   *
   * @param in the copy from its beginning; it is skipped over what is filled already
   * @param mark the last act of the filled store's log; it says from which backup it is
   * @throws NotRestorable when the store is not empty (nothing is overwritten), or the copy is not
   *     whole (then the store is as empty as before)
   * @throws IOException when the copy cannot be read; it may be tried again
   */
  void restore(InputStream in, LogEntry mark) throws IOException;

  /**
   * What is in a copy.
   *
   * @param rows how many by the name of their table
   * @param digests which, for those tables whose rows acts in the log left: {@link TableDigest}
   * @param tree the log in it
   * @param tool the program of the database's own that made it, with its version; empty for a copy
   *     row by row
   */
  record Summary(
      SortedMap<String, Long> rows,
      SortedMap<String, String> digests,
      TreeHead tree,
      Optional<String> tool) {
    public Summary {
      rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
      digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }
  }

  /** What a restore is refused for: the store is not empty, or the copy is not whole. */
  final class NotRestorable extends IOException {
    private static final long serialVersionUID = 1L;

    public NotRestorable(String line) {
      super(line);
    }

    public NotRestorable(String line, Throwable cause) {
      super(line, cause);
    }
  }
}
