package org.signetmail.ca;

import java.time.Instant;
import java.util.Optional;

/** A clock that knows when it is not to be believed. Thread-safe. */
@FunctionalInterface
public interface TrustedTime {
  /** The time; empty when nobody can vouch for it. */
  Optional<Instant> now();
}
