package org.signetmail.backup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is put into a backup.
 *
 * @param organization whose system it is
 * @param files of the home folder, no name twice; private keys among them are sealed already
 * @param checkpoint the log's signed checkpoint (C2SP tlog-checkpoint), taken before the snapshot,
 *     so that the restored log must contain it
 */
public record BackupSources(
    String organization, StoreSnapshot store, List<HomeFile> files, String checkpoint) {
  /** The most files a backup has. */
  public static final int MOST_FILES = 10_000;

  /**
   * @throws IllegalArgumentException when a file's name is there twice, or there are too many
   */
  public BackupSources {
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (HomeFile file : files) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException(
            "backup: file " + file.name() + " is named twice; name it once");
      }
    }
    if (files.size() > MOST_FILES) {
      throw new IllegalArgumentException(
          "backup: " + files.size() + " files, the most is " + MOST_FILES + "; leave some out");
    }
  }
}
