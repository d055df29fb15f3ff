package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/** Keeps that somebody had old mail opened. Safe for use by many threads. */
@FunctionalInterface
public interface ReprocessingRecord {
  /**
   * Keeps one use; durable when it returns, and before anything that was opened is sent.
   *
   * @param handedIn how many messages the person handed in
   * @param opened how many of them were opened
   */
  void keep(Mailbox person, int handedIn, int opened, Instant at) throws IOException;
}
