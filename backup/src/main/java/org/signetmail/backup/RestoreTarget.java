package org.signetmail.backup;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a backup is restored to.
 *
 * @param home a folder that does not exist or is empty
 * @param store makes the store that is filled
 * @param log looks at the result before it is put in place
 */
public record RestoreTarget(Path home, StoreMaker store, LogCheck log) {

  /** Makes an empty store for a home folder. */
  @FunctionalInterface
  public interface StoreMaker {
    /**
     * @param home the folder the store belongs to; it will be moved, so nothing in it stays open
     *     when {@link StoreSnapshot#restore} returns
     */
    StoreSnapshot in(Path home) throws IOException;
  }
}
