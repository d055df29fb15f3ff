package org.signetmail.pkix;

/**
 * What {@link PathValidator} finds: the codes {@code path.*}, {@code revocation.*} and {@code
 * algorithm.*}, the more specific before the more general.
 */
public enum PathFinding implements FindingCode {
  REVOKED(
      "revocation.revoked",
      Weight.INVALID,
      "RFC 5280 §6.3",
      "do not rely on it; ask its holder for a new certificate by another way"),
  EXPIRED("path.expired", Weight.INVALID, "RFC 5280 §4.1.2.5", "ask for a renewed certificate"),
  NOT_YET_VALID(
      "path.not-yet-valid", Weight.INVALID, "RFC 5280 §4.1.2.5", "check the clock, or wait"),
  KEY_USAGE(
      "path.key-usage",
      Weight.INVALID,
      "RFC 8550 §4.4.2",
      "use a certificate that is meant for this"),
  EXTENDED_KEY_USAGE(
      "path.extended-key-usage",
      Weight.INVALID,
      "RFC 8550 §4.4.4",
      "use a certificate that is meant for mail"),
  WEAK_SIGNATURE(
      "algorithm.weak-signature",
      Weight.INVALID,
      "RFC 8551 §2.2",
      "have the certificate issued anew, signed with SHA-256 or stronger"),
  WEAK_KEY(
      "algorithm.weak-key",
      Weight.INVALID,
      "RFC 8551 §4.2",
      "have a certificate issued over a stronger key"),
  SIGNATURE(
      "path.signature",
      Weight.INVALID,
      "RFC 5280 §6.1.3",
      "do not rely on it; get the certificate from its issuer"),
  NOT_AUTHORITY(
      "path.not-authority",
      Weight.INVALID,
      "RFC 5280 §4.2.1.9",
      "do not rely on it; its issuer may not certify anybody"),
  ISSUER_KEY_USAGE(
      "path.issuer-key-usage",
      Weight.INVALID,
      "RFC 5280 §4.2.1.3",
      "do not rely on it; its issuer may not certify anybody"),
  PATH_LENGTH(
      "path.length",
      Weight.INVALID,
      "RFC 5280 §4.2.1.9",
      "do not rely on it; an authority above it forbids so long a path"),
  NAME_CONSTRAINTS(
      "path.name-constraints",
      Weight.INVALID,
      "RFC 5280 §4.2.1.10",
      "do not rely on it; its issuer may not certify this name"),
  POLICY(
      "path.policy",
      Weight.INVALID,
      "RFC 9618 §5",
      "use a certificate issued under a policy that is asked for"),
  CRITICAL_EXTENSION(
      "path.critical-extension",
      Weight.INVALID,
      "RFC 5280 §4.2",
      "do not rely on it; it holds a condition that is not understood here"),
  MALFORMED("path.malformed", Weight.INVALID, "RFC 5280 §4.2", "have the certificate issued anew"),
  UNTRUSTED_ROOT(
      "path.untrusted-root",
      Weight.INVALID,
      "RFC 5280 §6.1",
      "trust this root only when you know by another way whose it is"),
  REVOCATION_UNKNOWN(
      "revocation.unknown",
      Weight.UNDETERMINED,
      "RFC 5280 §6.3",
      "get its issuer's current CRL or OCSP response"),
  REVOCATION_OUTDATED(
      "revocation.outdated",
      Weight.UNDETERMINED,
      "RFC 5280 §5.1.2.5",
      "get a newer CRL or OCSP response"),
  REVOKED_LATER(
      "revocation.revoked-later",
      Weight.NONE,
      "RFC 5280 §6.3",
      "note that it must not be relied on any more"),
  ISSUER_MISSING(
      "path.issuer-missing",
      Weight.UNDETERMINED,
      "RFC 5280 §6.1",
      "get the certificate of its issuer and try again"),
  BUDGET(
      "path.budget",
      Weight.UNDETERMINED,
      "RFC 5280 §8",
      "give fewer certificates: only those that may lie on the path");

  private enum Weight {
    INVALID,
    UNDETERMINED,
    NONE
  }

  private final String code;
  private final Weight weight;
  private final String clause;
  private final String advice;

  PathFinding(String code, Weight weight, String clause, String advice) {
    this.code = code;
    this.weight = weight;
    this.clause = clause;
    this.advice = advice;
  }

  /** Whether it leaves the question open, where the other errors answer it with no. */
  public boolean isUndetermined() {
    return weight == Weight.UNDETERMINED;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Severity severity() {
    return weight == Weight.NONE ? Severity.WARNING : Severity.ERROR;
  }

  @Override
  public String clause() {
    return clause;
  }

  @Override
  public String advice() {
    return advice;
  }
}
