package org.signetmail.enrolment;

import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Revocation;

/** Why people and their programs may end a certificate (RFC 5280 §5.3.1, S/MIME BR §4.9.1). */
public final class SubscriberReason {
  private static final Map<Integer, Revocation.Reason> REASONS =
      Map.of(
          0, Revocation.Reason.UNSPECIFIED,
          1, Revocation.Reason.KEY_COMPROMISE,
          3, Revocation.Reason.AFFILIATION_CHANGED,
          4, Revocation.Reason.SUPERSEDED,
          5, Revocation.Reason.CESSATION_OF_OPERATION);

  private SubscriberReason() {}

  /** The reason with this CRLReason; empty when it is none that a subscriber gives. */
  public static Optional<Revocation.Reason> of(int code) {
    return Optional.ofNullable(REASONS.get(code));
  }
}
