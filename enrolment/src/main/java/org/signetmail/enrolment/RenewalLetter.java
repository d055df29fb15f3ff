package org.signetmail.enrolment;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;

/** Tells people how to renew. On its way when it returns; for many threads. */
@FunctionalInterface
public interface RenewalLetter {
  /**
   * @param ending what ends soon with nothing to follow it, the first to end first
   */
  void send(Person person, List<Certificate> ending, Instant at);
}
