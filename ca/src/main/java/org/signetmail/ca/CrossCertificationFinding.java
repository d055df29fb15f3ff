package org.signetmail.ca;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a certificate that another authority gave to ours cannot be used. */
public enum CrossCertificationFinding implements FindingCode {
  /** It is not over our issuing authority's key. */
  OTHER_KEY(
      "cross-certification.other-key",
      "RFC 5280 §3.2",
      "give the certificate that was made for the request of 'signet ca request'"),
  /** It names our authority otherwise. */
  OTHER_NAME(
      "cross-certification.other-name",
      "RFC 5280 §4.1.2.4",
      "ask the other authority to keep the subject of the request, octet for octet"),
  /** It identifies our authority's key otherwise. */
  OTHER_KEY_IDENTIFIER(
      "cross-certification.other-key-identifier",
      "RFC 5280 §4.2.1.1",
      "ask the other authority to keep the subject key identifier of the request"),
  /** It does not make our authority one. */
  NOT_AN_AUTHORITY(
      "cross-certification.not-an-authority",
      "RFC 5280 §4.2.1.9",
      "ask for basic constraints with cA, keyCertSign, cRLSign, and emailProtection if anything");

  private final Entry entry;

  /** Always an error: no reader could use such a certificate. */
  CrossCertificationFinding(String code, String clause, String advice) {
    this.entry = new Entry(code, Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
