package org.signetmail.enrolment;

import java.time.Instant;
import java.util.Optional;

/**
 * Who is signed in to the portal, or to the console, for all nodes. Durable on return; safe for
 * many threads and nodes. Nothing of it is worth a backup.
 */
public interface SessionStore {
  /**
   * Keeps a new session, and forgets those that nobody can use any more.
   *
   * @param unused sessions that were opened before
   */
  void open(BrowserSession session, Instant unused);

  Optional<BrowserSession> find(byte[] digest);

  /** Its holder came again. Nothing when it was closed. */
  void seen(byte[] digest, Instant at);

  /** Ends it for every node. */
  void close(byte[] digest);
}
