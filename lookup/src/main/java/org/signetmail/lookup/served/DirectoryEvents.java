package org.signetmail.lookup.served;

/** Hears what is asked, for figures: no mailbox and no client is named. Called by many threads. */
public interface DirectoryEvents {
  /** What came of a question about people. */
  enum Outcome {
    FOUND,
    /** Nobody answers to it. */
    NOBODY,
    /** It would have listed people. */
    TOO_WIDE,
    /** The client has asked too much. */
    REFUSED,
    /** The store did not answer. */
    FAILED
  }

  void asked(Outcome outcome);
}
