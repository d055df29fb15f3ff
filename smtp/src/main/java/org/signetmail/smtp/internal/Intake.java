package org.signetmail.smtp.internal;

import java.io.IOException;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.ServerLimits;

/** Takes the text of a message in and gives it to the handler, by DATA or by BDAT. */
record Intake(MailHandler handler, Spool spool, ServerLimits limits) {
  private static final System.Logger LOG = System.getLogger(Intake.class.getName());

  /**
   * What came of it.
   *
   * @param answer for the client
   * @param next what becomes of the conversation
   */
  record Outcome(Answer answer, Next next) {}

  enum Next {
    /** More chunks may come. */
    MORE,
    /** The message was answered; the next may begin. */
    DONE,
    /** Nobody can tell any more what is text and what is command. */
    CLOSE,
    /** There is nobody to answer. */
    LOST
  }

  private static final Outcome LOST =
      new Outcome(new Answer(421, "4.4.2", "connection lost"), Next.LOST);

  /** Reads what follows 354. */
  Outcome data(WireInput in, Transaction transaction) throws IOException {
    try (Spool.Draft draft = spool.draft()) {
      MessageText text = new MessageText(draft, limits);
      ServerLimits.Timeouts timeouts = limits.timeouts();
      return switch (new DataReader(in, text).read(timeouts.silence(), timeouts.message())) {
        case LOST -> LOST;
        case AMBIGUOUS ->
            new Outcome(
                new Answer(
                    521,
                    "5.6.0",
                    "message: has a full stop alone between bare CR or LF (RFC 5321 §2.3.8);"
                        + " end lines with CR LF"),
                Next.CLOSE);
        case COMPLETE -> new Outcome(answer(transaction, draft, text), Next.DONE);
      };
    }
  }

  /** Reads one chunk of {@code size} octets. */
  Outcome chunk(WireInput in, Transaction transaction, long size, boolean last) throws IOException {
    ChunkReader chunks = transaction.chunks();
    if (chunks == null) {
      chunks = new ChunkReader(spool.draft(), limits);
      transaction.begin(chunks);
    }
    if (!chunks.read(in, size)) {
      return LOST;
    }
    return last
        ? new Outcome(answer(transaction, chunks.draft(), chunks.text()), Next.DONE)
        : new Outcome(new Answer(250, "2.0.0", size + " octets received"), Next.MORE);
  }

  private Answer answer(Transaction transaction, Spool.Draft draft, MessageText text) {
    return text.fault().orElseGet(() -> handle(transaction, draft));
  }

  private Answer handle(Transaction transaction, Spool.Draft draft) {
    try (Octets message = draft.finish()) {
      return handler.handle(transaction.arrival(), transaction.envelope(), message);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it was, the client must not take silence for an answer.
      String id = transaction.arrival().id();
      LOG.log(System.Logger.Level.ERROR, "smtp " + id + ": message not handled", e);
      return new Answer(451, "4.3.0", "message: could not be handled here; try again later");
    }
  }
}
