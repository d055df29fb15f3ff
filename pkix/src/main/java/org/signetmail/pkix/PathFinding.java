package org.signetmail.pkix;

/**
 * What {@link PathValidator} finds: the codes {@code path.*}, {@code revocation.*} and {@code
 * algorithm.*}, the more specific before the more general.
 */
public enum PathFinding implements FindingCode {
  /** A certificate of the path was revoked by then. */
  REVOKED(
      "revocation.revoked",
      Weight.INVALID,
      "RFC 5280 §6.3",
      "do not rely on it; ask its holder for a new certificate by another way"),
  /** The validity of a certificate had ended. */
  EXPIRED("path.expired", Weight.INVALID, "RFC 5280 §4.1.2.5", "ask for a renewed certificate"),
  /** The validity of a certificate had not begun. */
  NOT_YET_VALID(
      "path.not-yet-valid", Weight.INVALID, "RFC 5280 §4.1.2.5", "check the clock, or wait"),
  /** The key usage does not allow what is asked. */
  KEY_USAGE(
      "path.key-usage",
      Weight.INVALID,
      "RFC 8550 §4.4.2",
      "use a certificate that is meant for this"),
  /** The extended key usage does not allow what is asked. */
  EXTENDED_KEY_USAGE(
      "path.extended-key-usage",
      Weight.INVALID,
      "RFC 8550 §4.4.4",
      "use a certificate that is meant for mail"),
  /** A certificate is signed with an algorithm that does not count any more. */
  WEAK_SIGNATURE(
      "algorithm.weak-signature",
      Weight.INVALID,
      "RFC 8551 §2.2",
      "have the certificate issued anew, signed with SHA-256 or stronger"),
  /** A key of the path is too short. */
  WEAK_KEY(
      "algorithm.weak-key",
      Weight.INVALID,
      "RFC 8551 §4.2",
      "have a certificate issued over a stronger key"),
  /** A signature over a certificate does not hold. */
  SIGNATURE(
      "path.signature",
      Weight.INVALID,
      "RFC 5280 §6.1.3",
      "do not rely on it; get the certificate from its issuer"),
  /** An issuer is not marked as an authority. */
  NOT_AUTHORITY(
      "path.not-authority",
      Weight.INVALID,
      "RFC 5280 §4.2.1.9",
      "do not rely on it; its issuer may not certify anybody"),
  /** An issuer's key may not sign certificates. */
  ISSUER_KEY_USAGE(
      "path.issuer-key-usage",
      Weight.INVALID,
      "RFC 5280 §4.2.1.3",
      "do not rely on it; its issuer may not certify anybody"),
  /** The path is longer than an authority allows. */
  PATH_LENGTH(
      "path.length",
      Weight.INVALID,
      "RFC 5280 §4.2.1.9",
      "do not rely on it; an authority above it forbids so long a path"),
  /** A name is outside of what an authority may certify. */
  NAME_CONSTRAINTS(
      "path.name-constraints",
      Weight.INVALID,
      "RFC 5280 §4.2.1.10",
      "do not rely on it; its issuer may not certify this name"),
  /** The path has no policy that is asked for. */
  POLICY(
      "path.policy",
      Weight.INVALID,
      "RFC 9618 §5",
      "use a certificate issued under a policy that is asked for"),
  /** A certificate holds a critical extension that is not known here. */
  CRITICAL_EXTENSION(
      "path.critical-extension",
      Weight.INVALID,
      "RFC 5280 §4.2",
      "do not rely on it; it holds a condition that is not understood here"),
  /** A certificate is not formed as it must be. */
  MALFORMED("path.malformed", Weight.INVALID, "RFC 5280 §4.2", "have the certificate issued anew"),
  /** The path ends in a root that is not trusted. */
  UNTRUSTED_ROOT(
      "path.untrusted-root",
      Weight.INVALID,
      "RFC 5280 §6.1",
      "trust this root only when you know by another way whose it is"),
  /** Nothing at hand says whether a certificate was revoked. */
  REVOCATION_UNKNOWN(
      "revocation.unknown",
      Weight.UNDETERMINED,
      "RFC 5280 §6.3",
      "get its issuer's current CRL or OCSP response"),
  /** What is at hand of revocation is too old. */
  REVOCATION_OUTDATED(
      "revocation.outdated",
      Weight.UNDETERMINED,
      "RFC 5280 §5.1.2.5",
      "get a newer CRL or OCSP response"),
  /** A certificate was revoked, but later than the time asked about. */
  REVOKED_LATER(
      "revocation.revoked-later",
      Weight.NONE,
      "RFC 5280 §6.3",
      "note that it must not be relied on any more"),
  /** The certificate of an issuer is not at hand. */
  ISSUER_MISSING(
      "path.issuer-missing",
      Weight.UNDETERMINED,
      "RFC 5280 §6.1",
      "get the certificate of its issuer and try again"),
  /** There were more possible paths than are looked at. */
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

  private final Entry entry;
  private final Weight weight;

  PathFinding(String code, Weight weight, String clause, String advice) {
    Severity severity = weight == Weight.NONE ? Severity.WARNING : Severity.ERROR;
    this.entry = new Entry(code, severity, clause, advice);
    this.weight = weight;
  }

  /** Whether it leaves the question open, where the other errors answer it with no. */
  public boolean isUndetermined() {
    return weight == Weight.UNDETERMINED;
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
