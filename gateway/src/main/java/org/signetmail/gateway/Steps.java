package org.signetmail.gateway;

/**
 * Hears where a message's time goes: of each step when it begins, and when it ends. Belongs to one
 * message; its steps may be on several threads. Quick, and without exceptions.
 */
@FunctionalInterface
public interface Steps {
  /** Nobody listens. */
  Steps NONE = step -> () -> {};

  /** A step begins on this thread, and ends on it. */
  Ending begins(Step step);

  /** The end of a step. */
  interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  /** What takes time on a message's way. */
  enum Step {
    /** Facts are gathered, the policy is asked. */
    DECISION,
    /** A recipient's certificates are looked for. */
    LOOKUP,
    SIGNATURE,
    ENCRYPTION,
    /** Both, in one go. */
    SIGNATURE_AND_ENCRYPTION,
    /** A server is given a form of the message, and answers. */
    NEXT_HOP
  }
}
