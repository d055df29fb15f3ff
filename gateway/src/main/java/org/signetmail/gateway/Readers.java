package org.signetmail.gateway;

import org.signetmail.pkix.Certificate;
import org.signetmail.smime.Capabilities;

/**
 * What is known of the programs that recipients read with, so that the strongest form is made which
 * they open. Safe for use by many threads, and quick.
 */
public interface Readers {
  /** Nothing is known of anybody. */
  Readers UNKNOWN = certificate -> Capabilities.UNKNOWN;

  Capabilities of(Certificate recipient);
}
