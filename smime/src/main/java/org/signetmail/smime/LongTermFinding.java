package org.signetmail.smime;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be found about a signature that is kept as evidence (CAdES), and its time stamps. */
public enum LongTermFinding implements FindingCode {
  /** The signature or one of its parts is not formed as it must be. */
  MALFORMED(
      "evidence.malformed",
      Weight.CONTRADICTION,
      "ETSI EN 319 122-1 §5",
      "take another copy of the evidence; this one was damaged"),
  /** A time stamp cannot be read. */
  STAMP_UNREADABLE(
      "evidence.stamp-unreadable",
      Weight.CONTRADICTION,
      "RFC 3161 §2.4.2",
      "take another copy of the evidence; this one was damaged"),
  /** A time stamp is about something else than what is there. */
  STAMP_MISMATCH(
      "evidence.stamp-mismatch",
      Weight.CONTRADICTION,
      "ETSI EN 319 122-1 §5.5.3",
      "take another copy of the evidence; something in this one was changed or removed"),
  /** A time stamp is not signed by the certificate it names. */
  STAMP_SIGNATURE(
      "evidence.stamp-signature",
      Weight.CONTRADICTION,
      "RFC 3161 §2.4.2",
      "take another copy of the evidence; this one was damaged"),
  /** A time stamp says a later time than the one that proves it was there. */
  STAMP_ORDER(
      "evidence.stamp-order",
      Weight.CONTRADICTION,
      "ETSI EN 319 102-1 §5.6.2.4",
      "do not rely on it; ask the time stamping authority what it stamped"),
  /** A time stamp came to its end before another one was put over it. */
  NOT_RENEWED(
      "evidence.not-renewed",
      Weight.UNDETERMINED,
      "ETSI EN 319 102-1 §5.6.2.4",
      "look for a copy that was renewed in time; this one proves nothing any more"),
  /**
   * The signature used an algorithm that had fallen before a time stamp proved that it was there.
   */
  STAMPED_TOO_LATE(
      "evidence.stamped-too-late",
      Weight.UNDETERMINED,
      "ETSI EN 319 102-1 §5.2.8",
      "look for a copy that was stamped earlier; anybody could have made this one by then"),
  /** Nothing but the signature itself says when it was made. */
  NO_STAMP(
      "evidence.no-stamp",
      Weight.NOTE,
      "ETSI EN 319 122-1 §6.1",
      "get a time stamp as long as its certificate is valid: signet evidence make"),
  /** The signature does not say under which certificate it was made. */
  UNNAMED_CERTIFICATE(
      "evidence.unnamed-certificate",
      Weight.NOTE,
      "ETSI EN 319 122-1 §5.2.2",
      "nothing; it is no CAdES baseline signature, and the first time stamp binds the certificate");

  private enum Weight {
    CONTRADICTION,
    UNDETERMINED,
    NOTE
  }

  private final Entry entry;
  private final Weight weight;

  LongTermFinding(String code, Weight weight, String clause, String advice) {
    Severity severity = weight == Weight.NOTE ? Severity.INFO : Severity.ERROR;
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
