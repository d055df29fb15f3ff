package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads the text that follows DATA (RFC 5321 §4.5.2): only CR LF, full stop, CR LF ends it.
 *
 * <p>Everything hangs on that one sequence. A full stop alone between line ends of which one is a
 * bare CR or LF is what smuggling is made of: some server before or behind us may take it for the
 * end. There is no safe way to go on from there, neither to read on nor to answer and wait for the
 * next command, so it ends the connection ({@link Ending#AMBIGUOUS}).
 *
 * <p>The states name what was just read. The full stop that begins a line is not part of the text
 * and is left out. For one thread.
 */
public final class DataReader {
  /** How the text ended. */
  public enum Ending {
    COMPLETE,
    AMBIGUOUS,
    /** The other side went away in the middle. */
    LOST
  }

  private enum State {
    LINE_START,
    DOT,
    DOT_CR,
    MIDDLE,
    CR,
    BARE_END,
    BARE_END_DOT
  }

  private final WireInput in;
  private final MessageText text;
  private State state = State.LINE_START;

  public DataReader(WireInput in, MessageText text) {
    this.in = in;
    this.text = text;
  }

  /**
   * Reads to the end of the text.
   *
   * @throws SocketTimeoutException when the other side was silent, or slow, for too long
   */
  public Ending read(Duration silence, Duration whole) throws IOException {
    long deadline = System.nanoTime() + whole.toNanos();
    while (true) {
      WireInput.Run run = in.run(Long.MAX_VALUE, silence);
      if (run.from() == run.to()) {
        return Ending.LOST;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("message: took too long");
      }
      Ending ending = scan(run);
      if (ending != Ending.LOST) {
        return ending;
      }
    }
  }

  /** {@link Ending#LOST} here means: not yet ended. */
  private Ending scan(WireInput.Run run) {
    byte[] b = run.buffer();
    int unsent = run.from();
    int i = run.from();
    while (i < run.to()) {
      byte c = b[i];
      switch (state) {
        case LINE_START -> {
          if (c == '.') {
            text.accept(b, unsent, i);
            unsent = i + 1;
            state = State.DOT;
            i++;
          } else {
            state = State.MIDDLE;
          }
        }
        case DOT -> {
          if (c == '\n') {
            return Ending.AMBIGUOUS;
          }
          if (c == '\r') {
            unsent = i + 1;
            state = State.DOT_CR;
            i++;
          } else {
            state = State.MIDDLE;
          }
        }
        case DOT_CR -> {
          if (c != '\n') {
            return Ending.AMBIGUOUS;
          }
          in.unread(run.to() - i - 1);
          return Ending.COMPLETE;
        }
        case MIDDLE -> {
          while (i < run.to() && b[i] != '\r' && b[i] != '\n') {
            i++;
          }
          if (i < run.to()) {
            state = b[i] == '\r' ? State.CR : State.BARE_END;
            i++;
          }
        }
        case CR -> {
          if (c == '\n') {
            state = State.LINE_START;
            i++;
          } else {
            state = State.BARE_END;
          }
        }
        case BARE_END -> {
          if (c == '.') {
            state = State.BARE_END_DOT;
            i++;
          } else {
            state = State.MIDDLE;
          }
        }
        case BARE_END_DOT -> {
          if (c == '\r' || c == '\n') {
            return Ending.AMBIGUOUS;
          }
          state = State.MIDDLE;
        }
      }
    }
    text.accept(b, unsent, run.to());
    return Ending.LOST;
  }
}
