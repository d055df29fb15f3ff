package org.signetmail.enrolment.emailreply;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** Why a mail does not prove a mailbox to our own ACME server. */
public enum ResponseFinding implements FindingCode {
  /** Larger than any answer is. */
  TOO_LARGE("RFC 8823 §3.2", "answer with the response block alone"),
  /** A header field that must be there once is missing, or there several times. */
  FIELD_COUNT("RFC 5322 §3.6", "answer with a mail program"),
  /** The mail is not from one mailbox, or not to us alone. */
  FIELD_MALFORMED("RFC 8823 §3.2 (2), (3)", "answer from the one mailbox, to the sender alone"),
  /** A program wrote it by itself: an absence notice, a bounce. */
  AUTOMATIC("RFC 3834 §2", "answer the challenge yourself, or with an ACME client"),
  /** It came over a mailing list. */
  MAILING_LIST("RFC 8823 §3.2 (6)", "order for a mailbox of one person"),
  /** Somebody sent on what another had sent. */
  RESENT("RFC 5322 §3.6.6", "answer the challenge; do not redirect or forward an answer"),
  /** The subject holds no token. */
  NO_TOKEN("RFC 8823 §3.2 (1)", "answer the challenge and leave its subject as it is"),
  /** Nobody whom we trust says who sent the mail. */
  NOT_AUTHENTICATED(
      "RFC 8823 §3.2 (9)", "have your mail server sign with DKIM for your domain, or sign it"),
  /** The mail's DKIM signature does not cover what it must. */
  DKIM_COVERS_LITTLE(
      "RFC 8823 §3.2 (9)", "have your mail server sign these fields even where they are absent"),
  /** The mail's S/MIME signature does not hold, or not by whom it must. */
  SIGNATURE("RFC 8823 §3.2 (9)", "sign with your own valid certificate, header included"),
  /** No response block, more than one, or none that can be read. */
  NO_RESPONSE("RFC 8823 §3.2 (7)", "answer with the lines that your ACME client shows, as text"),
  /** No order waits for this answer: it never did, or its time is over. */
  NOT_EXPECTED("RFC 8823 §3 (8)", "order again, and answer the challenge that comes"),
  /** The answer comes from another mailbox than the challenge went to. */
  OTHER_MAILBOX("RFC 8823 §3 (8)", "answer from the mailbox that the certificate is for"),
  /** The challenge was answered before. */
  REPLAYED("RFC 8823 §3 (6)", "answer once; order again if the first answer was wrong"),
  /** The digest is another. */
  WRONG_DIGEST("RFC 8555 §8.1", "order again, and answer with the account that ordered");

  private final Entry entry;

  ResponseFinding(String clause, String advice) {
    entry = new Entry("email-response." + Entry.word(name()), Severity.ERROR, clause, advice);
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
