package org.signetmail.smime;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be found about a message: its structure, signature, signer, headers, encryption. */
public enum MessageFinding implements FindingCode {
  // The structure of the message
  CMS_UNREADABLE(
      "structure.cms-unreadable",
      Severity.ERROR,
      "RFC 5652 §3",
      "ask the sender to send it again; it was damaged or is not what it claims"),
  DETACHED_WITH_CONTENT(
      "structure.detached-with-content",
      Severity.ERROR,
      "RFC 8551 §3.5.3",
      "do not trust what is shown: the signature speaks of a hidden text"),
  CONTENT_MISSING(
      "structure.content-missing",
      Severity.ERROR,
      "RFC 8551 §3.5.2",
      "ask the sender to send the signature together with its content"),
  PARTS(
      "structure.parts",
      Severity.ERROR,
      "RFC 1847 §2.1",
      "ask the sender to send it again; a signed message has exactly two parts"),
  BOUNDARY(
      "structure.boundary",
      Severity.ERROR,
      "RFC 2046 §5.1.1",
      "treat it as forged: programs disagree where its parts begin"),
  OUTSIDE_TEXT(
      "structure.outside-text",
      Severity.WARNING,
      "RFC 2046 §5.1.1",
      "ignore the text outside the signed part; nobody signed it"),
  HEADER_REPEATED(
      "structure.header-repeated",
      Severity.ERROR,
      "RFC 5322 §3.6",
      "treat it as forged: programs disagree which of the fields counts"),
  HEADER_LINE(
      "structure.header-line",
      Severity.ERROR,
      "RFC 5322 §2.2",
      "treat it as forged: programs disagree where its header ends"),
  TYPE_MISMATCH(
      "structure.type-mismatch",
      Severity.WARNING,
      "RFC 8551 §3.2.2",
      "nothing: the content decides, not the label"),
  BUDGET(
      "structure.budget",
      Severity.ERROR,
      "RFC 8551 §6",
      "do not open it elsewhere; it is built to exhaust its reader"),
  CERTIFICATES_ONLY(
      "structure.certificates-only",
      Severity.INFO,
      "RFC 8551 §3.8",
      "import the certificates if you expected them"),

  // The signature
  NO_SIGNER(
      "signature.none",
      Severity.ERROR,
      "RFC 5652 §5.1",
      "treat it as unsigned: it claims a signature and has none"),
  SEVERAL_SIGNERS(
      "signature.several", Severity.WARNING, "RFC 5652 §5.1", "look at the signers one by one"),
  SEVERAL_ACCEPTABLE(
      "signature.several-acceptable",
      Severity.ERROR,
      "RFC 5652 §5.1",
      "ask the sender to sign once"),
  ATTRIBUTES_MISSING(
      "signature.attributes-missing",
      Severity.ERROR,
      "RFC 5652 §5.3",
      "ask the sender to sign with signed attributes; without them a signature can be moved to"
          + " another content"),
  ATTRIBUTES_MALFORMED(
      "signature.attributes-malformed",
      Severity.ERROR,
      "RFC 5652 §11",
      "ask the sender to sign again with another program"),
  CONTENT_TYPE(
      "signature.content-type",
      Severity.ERROR,
      "RFC 5652 §11.1",
      "treat it as forged: the signature is over something that is not a message"),
  DIGEST_MISMATCH(
      "signature.digest-mismatch",
      Severity.ERROR,
      "RFC 5652 §11.2",
      "do not trust the content; it was changed after signing"),
  SIGNATURE_INVALID(
      "signature.invalid",
      Severity.ERROR,
      "RFC 5652 §5.6",
      "do not trust the content; the signature was not made by this key"),
  ALGORITHM_PROTECTION(
      "signature.algorithm-protection",
      Severity.ERROR,
      "RFC 6211 §3",
      "treat it as forged: its algorithms were exchanged"),
  CERTIFICATE_SUBSTITUTED(
      "signature.certificate-substituted",
      Severity.ERROR,
      "RFC 5035 §5.4",
      "treat it as forged: another certificate was put in the place of the signer's"),
  FORGED_ATTRIBUTES(
      "signature.forged-attributes",
      Severity.ERROR,
      "RFC 5652 §5.4",
      "treat it as forged: its content is made of signed attributes"),
  AROUND_CIPHERTEXT(
      "signature.around-ciphertext",
      Severity.WARNING,
      "RFC 8551 §3.7",
      "the signer need not have known the text; ask for mail signed before it is encrypted"),
  TIME_AHEAD(
      "signature.time-ahead",
      Severity.WARNING,
      "RFC 8551 §2.5.1",
      "compare the clocks of sender and receiver"),

  // The signer, and From
  CERTIFICATE_MISSING(
      "signer.certificate-missing",
      Severity.WARNING,
      "RFC 8551 §2.6",
      "get the signer's certificate and give it with the trusted ones"),
  MAY_NOT_SIGN(
      "signer.may-not-sign",
      Severity.ERROR,
      "RFC 8550 §4.4.2",
      "ask the sender to sign with a certificate for signing"),
  MAILBOX_MISMATCH(
      "signer.mailbox-mismatch",
      Severity.ERROR,
      "RFC 8550 §3",
      "do not take it for mail of the sender that is shown"),
  MAILBOX_MISSING(
      "signer.mailbox-missing",
      Severity.ERROR,
      "RFC 8550 §3",
      "ask the signer for a certificate that names the mailbox"),
  FROM_MISSING(
      "signer.from-missing",
      Severity.ERROR,
      "RFC 5322 §3.6.2",
      "treat it as mail of an unknown sender"),
  FROM_SEVERAL(
      "signer.from-several",
      Severity.ERROR,
      "RFC 5322 §3.6.2",
      "treat it as forged: one signature cannot speak for several senders"),
  FROM_UNREADABLE(
      "signer.from-unreadable",
      Severity.ERROR,
      "RFC 5322 §3.4",
      "treat it as mail of an unknown sender"),
  SENDER_DIFFERS(
      "signer.sender-differs",
      Severity.INFO,
      "RFC 5322 §3.6.2",
      "nothing: the signature is held against From"),

  // Algorithms and keys
  ALGORITHM_UNKNOWN(
      "algorithm.unknown",
      Severity.WARNING,
      "RFC 8551 §2.2",
      "ask the sender for another algorithm, or update this program"),
  ALGORITHM_WEAK(
      "algorithm.refused",
      Severity.ERROR,
      "RFC 8551 §2",
      "ask the sender for a stronger algorithm; read old mail with the profile legacy-read"),
  KEY_SIZE(
      "algorithm.key-size",
      Severity.ERROR,
      "RFC 8551 §4.3",
      "ask the sender to renew the certificate with a key of usual size"),

  // Header fields
  HEADER_UNPROTECTED(
      "header.unprotected",
      Severity.INFO,
      "RFC 9788 §4",
      "do not rely on subject and date; the signature does not cover them"),
  HEADER_DIFFERS(
      "header.differs",
      Severity.WARNING,
      "RFC 9788 §4.3",
      "believe the protected field; the outer one was changed on the way"),
  FROM_DIFFERS(
      "header.from-differs",
      Severity.WARNING,
      "RFC 9788 §4.4",
      "believe the sender the signature names; the outer From was changed on the way"),
  DISPLAY_NAME(
      "header.display-name",
      Severity.WARNING,
      "RFC 5322 §3.4",
      "look at the address, not at the name"),

  // Encryption
  UNAUTHENTICATED(
      "encryption.unauthenticated",
      Severity.WARNING,
      "RFC 8551 §6",
      "show it as plain text only; it may have been changed on the way"),
  OPENING_FAILED(
      "encryption.failed", Severity.ERROR, "RFC 3218 §2.3", "ask the sender to send it again"),
  NOT_FOR_US(
      "encryption.not-for-us",
      Severity.INFO,
      "RFC 5652 §6.2",
      "use the key it was encrypted to, or ask for its recovery"),
  CONTENT_ALGORITHM(
      "encryption.algorithm-refused",
      Severity.ERROR,
      "RFC 8551 §2.7",
      "ask the sender for AES; read old mail with the profile legacy-read"),
  KEY_METHOD(
      "encryption.key-method-refused",
      Severity.ERROR,
      "RFC 8551 §2.3",
      "choose a profile that allows it"),
  MISPLACED_AEAD(
      "encryption.misplaced-aead",
      Severity.ERROR,
      "RFC 5083 §1",
      "ask the sender to update; authenticated encryption belongs in AuthEnvelopedData");

  private final String code;
  private final Severity severity;
  private final String clause;
  private final String advice;

  MessageFinding(String code, Severity severity, String clause, String advice) {
    this.code = code;
    this.severity = severity;
    this.clause = clause;
    this.advice = advice;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Severity severity() {
    return severity;
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
