package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/**
 * Published CRLs. CRL numbers of one issuer strictly grow (RFC 5280 §5.2.3), whichever node asks.
 */
public interface CrlStore {
  /** A number that nobody got before, for this issuer; durable when returned. */
  BigInteger nextNumber(KeyId issuer);

  /** Keeps {@code crl}; an older number than the current one is ignored. */
  void publish(KeyId issuer, Crl crl);

  Optional<Crl> current(KeyId issuer);

  /** One CRL as DER with what its readers plan by. */
  record Crl(BigInteger number, Instant thisUpdate, Instant nextUpdate, byte[] encoded) {}
}
