package org.signetmail.smtp.internal;

import java.io.IOException;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.ServerLimits;

/**
 * Gathers a message that comes in BDAT chunks (RFC 3030 §2). Its octets are counted, not searched
 * for an end; the rules of text hold all the same, because it goes on as text. For one thread.
 */
final class ChunkReader {
  private final Spool.Draft draft;
  private final MessageText text;
  private final ServerLimits limits;

  ChunkReader(Spool.Draft draft, ServerLimits limits) {
    this.draft = draft;
    this.text = new MessageText(draft, limits);
    this.limits = limits;
  }

  /** False when the other side went away before the chunk was whole. */
  boolean read(WireInput in, long size) throws IOException {
    for (long left = size; left > 0; ) {
      WireInput.Run run = in.run(left, limits.timeouts().silence());
      if (run.from() == run.to()) {
        return false;
      }
      text.accept(run.buffer(), run.from(), run.to());
      left -= run.to() - run.from();
    }
    return true;
  }

  static boolean skip(WireInput in, long size, ServerLimits.Timeouts timeouts) throws IOException {
    for (long left = size; left > 0; ) {
      WireInput.Run run = in.run(left, timeouts.silence());
      if (run.from() == run.to()) {
        return false;
      }
      left -= run.to() - run.from();
    }
    return true;
  }

  Spool.Draft draft() {
    return draft;
  }

  MessageText text() {
    return text;
  }
}
