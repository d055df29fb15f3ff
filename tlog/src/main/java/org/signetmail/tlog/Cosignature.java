package org.signetmail.tlog;

import java.time.Instant;

/**
 * A witness's word on a checkpoint: that it follows from every one the witness saw before, and that
 * at this time it was the largest (C2SP tlog-cosignature). Only {@link Witness#verify} makes one.
 */
public final class Cosignature {
  private final NoteSignature line;
  private final String checkpoint;
  private final Instant at;

  Cosignature(NoteSignature line, String checkpoint, Instant at) {
    this.line = line;
    this.checkpoint = checkpoint;
    this.at = at;
  }

  /** The name of the witness. */
  public String witness() {
    return line.name();
  }

  /** When the witness signed, to the second, by its own clock. */
  public Instant at() {
    return at;
  }

  /** Whether it is about the checkpoint in this note. */
  public boolean isOf(SignedNote note) {
    return checkpoint.equals(note.text());
  }

  /** The line as it stands in the note. */
  NoteSignature line() {
    return line;
  }

  @Override
  public String toString() {
    return "Cosignature[" + witness() + ", " + at + "]";
  }
}
