package org.signetmail.tlog;

import java.util.List;

/**
 * Where the log is kept.
 *
 * <p>Most entries are appended by the stores of other rooms, inside the transaction of the act they
 * record: entry and act are committed together or not at all. They use {@link Frontier} and the
 * same tables; {@link #append} is for acts that have no store of their own.
 *
 * <p>Durability: when {@link #append} or {@link #saveCheckpoint} returns, what it was given
 * survives a crash of the process and of the machine. After a crash the log holds all entries of a
 * call or none.
 *
 * <p>Concurrency: safe for several threads and several nodes. Appends are ordered one after the
 * other (by a lock that a transaction holds until its commit), so indexes have no gaps and no index
 * is given twice; readers are not held up by them.
 */
public interface LogStore extends LogReader {

  /**
   * Appends entries, with their openings, in this order and without another entry between them.
   *
   * @return the index of each
   */
  List<Long> append(List<LogEntry> entries);

  /**
   * The entries {@code [from, to)} with what is kept of their openings.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size()}
   * @throws LogFormatException when a stored leaf is not an entry, or a stored opening not its own:
   *     someone changed the store
   */
  List<LogEntry> entries(long from, long to);

  /**
   * Keeps a checkpoint. The latest never goes back: one that is smaller than the kept one changes
   * nothing, and one of the same size replaces it (it may carry more cosignatures).
   */
  void saveCheckpoint(PublishedCheckpoint checkpoint);
}
