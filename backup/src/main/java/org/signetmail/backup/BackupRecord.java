package org.signetmail.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * A backup that this system took.
 *
 * @param id the {@link BackupManifest#id} of its manifest
 * @param number how many backups of its chain come before it; 0 for a full one
 * @param base the id of the one it builds on
 * @param file where it was written to; it may have been carried away since
 * @param octets of the file
 * @param content octets of all that is in it, those of its chain among them
 * @param verified when it was last proven whole
 * @param removed when its time was over and its file was deleted
 */
public record BackupRecord(
    String id,
    Instant at,
    int number,
    Optional<String> base,
    String file,
    long octets,
    long content,
    Optional<Instant> verified,
    Optional<Instant> removed) {

  public boolean isFull() {
    return number == 0;
  }
}
