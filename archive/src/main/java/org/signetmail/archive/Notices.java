package org.signetmail.archive;

import org.signetmail.pkix.Mailbox;

/** Tells the owners of archived keys what is done with them. Safe for many threads. */
public interface Notices {
  /**
   * Returns when the notice can no longer be lost: on its way, or in a durable outbox. It is called
   * before the step is taken, so that no key is released unannounced; a step that then fails leaves
   * a notice too many, never one too few.
   *
   * @throws java.io.UncheckedIOException when the notice cannot be kept; then the step is not taken
   */
  void tell(Mailbox owner, Notice notice);

  /** Whether the owner has an address at which a notice would be read today. */
  boolean reaches(Mailbox owner);
}
