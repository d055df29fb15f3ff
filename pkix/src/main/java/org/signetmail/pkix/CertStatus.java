package org.signetmail.pkix;

import java.time.Instant;

/** CertStatus (RFC 6960 §4.2.1). */
public sealed interface CertStatus {
  /** It was issued and is not revoked. */
  record Good() implements CertStatus {}

  /** It is revoked or on hold. */
  record Revoked(Instant at, Revocation.Reason reason) implements CertStatus {}

  /** Nobody here has issued it. */
  record Unknown() implements CertStatus {}
}
