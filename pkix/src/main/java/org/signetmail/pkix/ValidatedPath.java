package org.signetmail.pkix;

import java.time.Instant;
import java.util.List;

/**
 * Proof that a certificate led to a trusted root at {@link #at()}: a value of this type exists only
 * because {@link PathValidator} made it.
 */
public final class ValidatedPath {
  private final List<Certificate> certificates;
  private final Instant at;

  ValidatedPath(List<Certificate> certificates, Instant at) {
    this.certificates = List.copyOf(certificates);
    this.at = at;
  }

  /** End entity first, trusted root last. */
  public List<Certificate> certificates() {
    return certificates;
  }

  public Certificate endEntity() {
    return certificates.getFirst();
  }

  public Certificate root() {
    return certificates.getLast();
  }

  public Instant at() {
    return at;
  }
}
