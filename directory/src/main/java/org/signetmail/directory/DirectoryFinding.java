package org.signetmail.directory;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/**
 * What a lookup noticed about sources and candidates. None is an error of the lookup itself: what
 * it does not find it says by its kind of answer. Why a path does not hold is told by {@code
 * path.*} and {@code revocation.*} beside these.
 */
public enum DirectoryFinding implements FindingCode {
  /** No source has a certificate for the mailbox. */
  NOTHING_FOUND(
      "directory.nothing-found",
      Severity.INFO,
      "RFC 8550 §4.1",
      "ask the recipient for a signed message, or their organisation for its directory"),
  /** A source could not be asked. */
  SOURCE_UNREACHABLE(
      "directory.source-unreachable",
      Severity.WARNING,
      "RFC 8550 §4.1",
      "look at the source's own log and at the network between"),
  /** A source did not answer in time. */
  SOURCE_SLOW(
      "directory.source-slow",
      Severity.WARNING,
      "RFC 8550 §4.1",
      "make the source faster, give it more time, or remove it"),
  /** A source gave more certificates than are looked at. */
  TOO_MANY_CANDIDATES(
      "directory.too-many-candidates",
      Severity.WARNING,
      "RFC 8550 §4.1",
      "remove old certificates from the source"),
  /** A certificate found under one mailbox names others only. */
  OTHER_MAILBOX(
      "directory.other-mailbox",
      Severity.WARNING,
      "RFC 8550 §3",
      "do not use it; tell who runs the source that an entry holds another's certificate"),
  /** A certificate's key is not for encryption. */
  NOT_FOR_ENCRYPTION(
      "directory.not-for-encryption",
      Severity.INFO,
      "RFC 8550 §4.4.2",
      "ask the recipient for the certificate of their encryption key"),
  /** A certificate's validity has ended or not begun. */
  NOT_VALID_NOW(
      "directory.not-valid-now",
      Severity.INFO,
      "RFC 5280 §4.1.2.5",
      "ask the recipient for a current certificate"),
  /**
   * A certificate leads to no trusted root, or was revoked: finding it does not make it trusted.
   */
  NOT_TRUSTED(
      "directory.not-trusted",
      Severity.WARNING,
      "RFC 5280 §6",
      "read the findings beside this one; trust the organisation's root only if you mean to");

  private final Entry entry;

  DirectoryFinding(String code, Severity severity, String clause, String advice) {
    entry = new Entry(code, severity, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
