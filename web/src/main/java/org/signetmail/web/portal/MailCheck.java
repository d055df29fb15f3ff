package org.signetmail.web.portal;

import java.io.IOException;
import java.util.List;
import org.signetmail.smime.SignerClaim;

/** Judges a message that somebody hands in, and keeps nothing of it. For many threads. */
public interface MailCheck {
  /** What the seal beside the answer looks like. */
  enum Shape {
    FILLED,
    BROKEN,
    OPEN,
    EMPTY
  }

  /**
   * What a reader should know.
   *
   * @param sentence the verdict in plain words
   * @param facts who, since when, what is protected: what a reader sees beside a message
   * @param details one finding a line
   */
  record Answer(Shape shape, String sentence, List<Fact> facts, List<String> details) {
    public Answer {
      facts = List.copyOf(facts);
      details = List.copyOf(details);
    }
  }

  /** One thing that is known of a message, on one line. */
  record Fact(String name, String value) {}

  /**
   * @param message as it is on the wire
   */
  Answer check(byte[] message);

  /**
   * The same of a signature that was found to hold where its message is, which is not here.
   *
   * @throws IOException when the claim names algorithms that are not understood, one line
   */
  Answer signer(SignerClaim claim) throws IOException;
}
