package org.signetmail.tlog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A checkpoint that the log has signed, and when. The time is the log's own and not signed: C2SP
 * leaves proof of time to the cosignatures of witnesses.
 *
 * @param note the signed checkpoint
 * @param at when it was signed, to the second
 */
public record PublishedCheckpoint(SignedNote note, Instant at) {

  /**
   * A published checkpoint; the time loses its fraction of a second.
   *
   * @throws LogFormatException when the note's text is not a checkpoint
   */
  public PublishedCheckpoint {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    Checkpoint.parse(note.text());
  }

  /** What the note says. */
  public Checkpoint checkpoint() {
    return Checkpoint.parse(note.text());
  }
}
