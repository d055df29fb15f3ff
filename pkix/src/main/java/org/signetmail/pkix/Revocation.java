package org.signetmail.pkix;

import java.math.BigInteger;
import java.time.Instant;

/** One entry of a CRL (RFC 5280 §5.3): which certificate ended, when and why. */
public record Revocation(BigInteger serial, Instant at, Reason reason) {
  /** CRLReason, RFC 5280 §5.3.1, with its code. */
  public enum Reason {
    UNSPECIFIED(0),
    KEY_COMPROMISE(1),
    CA_COMPROMISE(2),
    AFFILIATION_CHANGED(3),
    SUPERSEDED(4),
    CESSATION_OF_OPERATION(5),
    CERTIFICATE_HOLD(6),
    REMOVE_FROM_CRL(8),
    PRIVILEGE_WITHDRAWN(9),
    AA_COMPROMISE(10);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }
}
