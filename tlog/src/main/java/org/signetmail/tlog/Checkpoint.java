package org.signetmail.tlog;

import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.StrictText;

/**
 * What a log commits itself to: its name, its size and the root of its tree (C2SP tlog-checkpoint).
 *
 * <p>As the text of a {@link SignedNote} it has three lines. Extension lines of other logs are
 * permitted and not kept here: they are opaque, and monitors do not audit them.
 *
 * @param origin the log's unique name, best a URL without its scheme; ours is the name of the log's
 *     key as well
 * @param size the number of leaves
 * @param root the root of the Merkle tree of that size
 */
public record Checkpoint(String origin, long size, Hash root) {

  private static final int MAX_LINES = 64;

  /**
   * A checkpoint.
   *
   * @throws LogFormatException when the origin is empty or more than a line, or the size negative
   */
  public Checkpoint {
    if (origin.isEmpty() || origin.indexOf('\n') >= 0) {
      throw new LogFormatException("checkpoint: the origin must be one line and not empty");
    }
    if (size < 0) {
      throw new LogFormatException("checkpoint: negative size " + size);
    }
  }

  /**
   * Reads the text of a note as a checkpoint. It may be believed only when the note was verified:
   * see {@link #open}.
   *
   * @throws LogFormatException when it is not one
   */
  public static Checkpoint parse(String text) {
    List<String> lines = List.of(text.split("\n", MAX_LINES + 2));
    if (!text.endsWith("\n") || lines.size() < 4 || lines.size() > MAX_LINES + 1) {
      throw new LogFormatException(
          "checkpoint: must have 3 to " + MAX_LINES + " lines (C2SP tlog-checkpoint)");
    }
    if (lines.subList(0, lines.size() - 1).contains("")) {
      throw new LogFormatException("checkpoint: an empty line (C2SP tlog-checkpoint)");
    }
    return new Checkpoint(
        lines.get(0),
        StrictText.decimal("checkpoint size", lines.get(1)),
        Hash.ofBase64(lines.get(2)));
  }

  /**
   * The checkpoint in a note, after checking that the log's key signed it and that it is about the
   * log of that name.
   *
   * @throws LogFormatException when the note's text is not a checkpoint
   */
  public static Verification<Checkpoint> open(SignedNote note, NoteVerifier log) {
    return switch (log.verify(note)) {
      case Refused<SignedNote>(String reason) -> new Refused<>(reason);
      case Verified<SignedNote>(SignedNote signed) -> {
        Checkpoint checkpoint = parse(signed.text());
        yield checkpoint.origin.equals(log.name())
            ? new Verified<>(checkpoint)
            : new Refused<>(
                "checkpoint: of log %s, wanted is %s (C2SP tlog-checkpoint)"
                    .formatted(StrictText.excerpt(checkpoint.origin), log.name()));
      }
    };
  }

  /** The text to sign: three lines, each ended by a newline. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
