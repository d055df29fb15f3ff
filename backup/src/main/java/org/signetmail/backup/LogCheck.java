package org.signetmail.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether a restored log contains the checkpoint that its backup was taken at. */
@FunctionalInterface
public interface LogCheck {
  /**
   * @param home the restored folder, not yet in its place; the store is filled
   * @param manifest of the backup: its checkpoint, and the tree it says is in it
   * @return what speaks against it, in words; empty when the log contains the checkpoint
   */
  Optional<String> objection(Path home, BackupManifest manifest) throws IOException;
}
