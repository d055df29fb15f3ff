package org.signetmail.enrolment.emailreply;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a challenge mail is not answered. */
public enum ChallengeFinding implements FindingCode {
  /** The subject is not that of a challenge. */
  NOT_A_CHALLENGE("RFC 8823 §3.1 (1)", "give the mail whose subject begins with ACME:"),
  /** The subject is that of an answer to a challenge. */
  IS_A_REPLY("RFC 8823 §3 (5)", "give the challenge itself, not an answer to it"),
  /** The subject is in a character set that is not allowed. */
  CHARSET("RFC 8823 §3.1 (1)", "tell the authority; its challenge must be UTF-8 or US-ASCII"),
  /** The token in the subject is not base64url. */
  TOKEN_MALFORMED("RFC 8823 §3.1 (1)", "save the mail as it came, and try again"),
  /** The token in the subject could be guessed. */
  TOKEN_SHORT("RFC 8823 §3.1 (1)", "tell the authority; order again when it is mended"),
  /** A header field that must be there once is missing, or there several times. */
  FIELD_COUNT("RFC 5322 §3.6", "save the mail as it came; do not trust a mail that is odd"),
  /** A header field cannot be read. */
  FIELD_MALFORMED("RFC 5322 §3.6", "save the mail as it came; do not trust a mail that is odd"),
  /** The mail is not from the address that the authority announced. */
  WRONG_FROM("RFC 8823 §3.1 (2)", "give the mail of the order that is waiting, or order again"),
  /** The mail is not for the mailbox that the certificate is for, or not for it alone. */
  WRONG_RECIPIENT("RFC 8823 §3.1 (3)", "give the challenge that was sent to this mailbox"),
  /** The mail does not say that a program made it. */
  NOT_AUTOMATIC("RFC 8823 §3.1 (5)", "do not answer it; order again if you did order"),
  /** The mail came over a mailing list. */
  MAILING_LIST("RFC 8823 §6", "order for a mailbox of one person"),
  /** Nobody whom we trust says who sent the mail. */
  NOT_AUTHENTICATED(
      "RFC 8823 §3.1 (6)",
      "name your own mail server with --authserv-id, or the signer's root with --mail-trust"),
  /** The mail's DKIM signature does not cover what it must. */
  DKIM_COVERS_LITTLE("RFC 8823 §3.1 (6)", "tell the authority; order again when it is mended"),
  /** The mail's signature does not hold, or not by whom it must. */
  SIGNATURE("RFC 8823 §3.1 (6)", "do not answer it; order again if you did order"),
  /** The mail is signed, but its header is not. */
  HEADER_UNPROTECTED("RFC 8823 §3.1 (7)", "tell the authority; its header must be protected"),
  /** The header says something else than what was signed. */
  HEADER_CHANGED("RFC 8823 §3.1 (7)", "do not answer it; it was changed on its way"),
  /** The challenge was answered before. */
  ANSWERED("RFC 8823 §3 (6)", "wait for the authority, then finish; or order again"),
  /** No order waits for a challenge to this mailbox. */
  NOT_EXPECTED("RFC 8823 §3 (5)", "do not answer it; nobody here asked for a certificate");

  private final Entry entry;

  ChallengeFinding(String clause, String advice) {
    entry = new Entry("email-reply." + Entry.word(name()), Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** This finding about a thing. */
  public Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
