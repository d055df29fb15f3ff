package org.signetmail.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A consistent copy of the whole store, made while it is in use, and put back into an empty one.
 */
public interface StoreSnapshot {
  /** Writes a copy of one moment: every transaction is in it whole, or not at all. */
  void write(OutputStream out) throws IOException;

  /**
   * Fills an empty store.
   *
   * @throws IOException when the store is not empty (nothing is overwritten) or the copy is damaged
   */
  void restore(InputStream in) throws IOException;
}
