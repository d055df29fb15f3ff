package org.signetmail.pkix;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * TBSCertList (RFC 5280 §5.1.2) as plain values, but for its entries.
 *
 * @param number grows with each CRL of its issuer and scope (§5.2.3)
 * @param thisUpdate to the second
 * @param baseNumber of the complete CRL that a delta CRL builds on (§5.2.4); empty for a complete
 *     one
 * @param distributionPoint the address of a list that speaks only of certificates that name this
 *     address as theirs (§5.2.5); empty for one that speaks of all
 * @param freshest where delta CRLs to this one are (§5.2.6)
 */
public record ListToBeSigned(
    BigInteger number,
    Instant thisUpdate,
    Instant nextUpdate,
    Optional<BigInteger> baseNumber,
    Optional<String> distributionPoint,
    Optional<String> freshest) {

  public ListToBeSigned {
    if (baseNumber.isPresent() && freshest.isPresent()) {
      throw new IllegalArgumentException(
          "CRL: a delta points to no other delta (RFC 5280 §5.2.6); leave the address out");
    }
  }

  /** A complete CRL of everything that the issuer revoked. */
  public static ListToBeSigned complete(BigInteger number, Instant thisUpdate, Instant nextUpdate) {
    return new ListToBeSigned(
        number, thisUpdate, nextUpdate, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
