package org.signetmail.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * A full backup and the incremental ones up to the one that is wanted, in order: all that it takes
 * to restore the last.
 */
public record BackupChain(List<Link> links) {
  /**
   * @param manifest as the file says; whether it is true is for {@link Backup#verify} to find out
   */
  public record Link(Path file, BackupManifest manifest) {
    /** The file's own name. */
    public String name() {
      return String.valueOf(file.getFileName());
    }
  }

  public BackupChain {
    links = List.copyOf(links);
    if (links.isEmpty()) {
      throw new IllegalArgumentException("backup chain: has no link; a full backup is one");
    }
  }

  /** The backup that the chain leads to. */
  public Link last() {
    return links.getLast();
  }
}
