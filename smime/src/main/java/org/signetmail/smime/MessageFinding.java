package org.signetmail.smime;

import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be found about a message: its structure, signature, signer, headers, encryption. */
public enum MessageFinding implements FindingCode {
  // The structure of the message
  /** A layer that claims to be signed or encrypted cannot be read. */
  CMS_UNREADABLE(
      "structure.cms-unreadable",
      Severity.ERROR,
      "RFC 5652 §3",
      "ask the sender to send it again; it was damaged or is not what it claims"),
  /** A signature beside its content carries another content inside. */
  DETACHED_WITH_CONTENT(
      "structure.detached-with-content",
      Severity.ERROR,
      "RFC 8551 §3.5.3",
      "do not trust what is shown: the signature speaks of a hidden text"),
  /** A signature came without the content it signs. */
  CONTENT_MISSING(
      "structure.content-missing",
      Severity.ERROR,
      "RFC 8551 §3.5.2",
      "ask the sender to send the signature together with its content"),
  /** A signed message has not exactly two whole parts. */
  PARTS(
      "structure.parts",
      Severity.ERROR,
      "RFC 1847 §2.1",
      "ask the sender to send it again; a signed message has exactly two parts"),
  /** The lines between the parts can be read in two ways, or are not there. */
  BOUNDARY(
      "structure.boundary",
      Severity.ERROR,
      "RFC 2046 §5.1.1",
      "treat it as forged: programs disagree where its parts begin"),
  /** There is text beside the signed part that the signature does not cover. */
  OUTSIDE_TEXT(
      "structure.outside-text",
      Severity.WARNING,
      "RFC 2046 §5.1.1",
      "ignore the text outside the signed part; nobody signed it"),
  /** A field that decides the structure is there twice. */
  HEADER_REPEATED(
      "structure.header-repeated",
      Severity.ERROR,
      "RFC 5322 §3.6",
      "treat it as forged: programs disagree which of the fields counts"),
  /** A header has lines that programs read differently. */
  HEADER_LINE(
      "structure.header-line",
      Severity.ERROR,
      "RFC 5322 §2.2",
      "treat it as forged: programs disagree where its header ends"),
  /** A label says another kind of protection than there is. */
  TYPE_MISMATCH(
      "structure.type-mismatch",
      Severity.WARNING,
      "RFC 8551 §3.2.2",
      "nothing: the content decides, not the label"),
  /** The message asks more of its reader than a message may. */
  BUDGET(
      "structure.budget",
      Severity.ERROR,
      "RFC 8551 §6",
      "do not open it elsewhere; it is built to exhaust its reader"),
  /** The message carries certificates and nothing else. */
  CERTIFICATES_ONLY(
      "structure.certificates-only",
      Severity.INFO,
      "RFC 8551 §3.8",
      "import the certificates if you expected them"),

  /** The message is a signed receipt for another. */
  RECEIPT(
      "structure.receipt",
      Severity.INFO,
      "RFC 2634 §2.6",
      "hold it against the message that was sent: signet receipt verify"),
  /** What was to be held against each other is not a receipt and a signed message. */
  NO_RECEIPT(
      "structure.no-receipt",
      Severity.ERROR,
      "RFC 2634 §2.6",
      "give the receipt, and the signed message as it was sent"),

  // The signature
  /** A receipt belongs to another message than the one it was held against. */
  RECEIPT_OF_ANOTHER(
      "signature.receipt-of-another",
      Severity.ERROR,
      "RFC 2634 §2.6",
      "look for the message it belongs to; it proves nothing about this one"),
  /** What claims to be signed has no signer. */
  NO_SIGNER(
      "signature.none",
      Severity.ERROR,
      "RFC 5652 §5.1",
      "treat it as unsigned: it claims a signature and has none"),
  /** Somebody signed beside the signer who counts. */
  SEVERAL_SIGNERS(
      "signature.several", Severity.WARNING, "RFC 5652 §5.1", "look at the signers one by one"),
  /** More than one signer would do, so that nobody can say who speaks. */
  SEVERAL_ACCEPTABLE(
      "signature.several-acceptable",
      Severity.ERROR,
      "RFC 5652 §5.1",
      "ask the sender to sign once"),
  /** The signature has no signed attributes. */
  ATTRIBUTES_MISSING(
      "signature.attributes-missing",
      Severity.ERROR,
      "RFC 5652 §5.3",
      "ask the sender to sign with signed attributes; without them a signature can be moved to"
          + " another content"),
  /** The attributes of a signature are there twice, in the wrong place, or cannot be read. */
  ATTRIBUTES_MALFORMED(
      "signature.attributes-malformed",
      Severity.ERROR,
      "RFC 5652 §11",
      "ask the sender to sign again with another program"),
  /** The signature is over something other than a message. */
  CONTENT_TYPE(
      "signature.content-type",
      Severity.ERROR,
      "RFC 5652 §11.1",
      "treat it as forged: the signature is over something that is not a message"),
  /** The content is not the one that was signed. */
  DIGEST_MISMATCH(
      "signature.digest-mismatch",
      Severity.ERROR,
      "RFC 5652 §11.2",
      "do not trust the content; it was changed after signing"),
  /** The signature does not hold under the signer's key. */
  SIGNATURE_INVALID(
      "signature.invalid",
      Severity.ERROR,
      "RFC 5652 §5.6",
      "do not trust the content; the signature was not made by this key"),
  /** The algorithms stated are not those that were signed. */
  ALGORITHM_PROTECTION(
      "signature.algorithm-protection",
      Severity.ERROR,
      "RFC 6211 §3",
      "treat it as forged: its algorithms were exchanged"),
  /** The signature names another certificate over the same key. */
  CERTIFICATE_SUBSTITUTED(
      "signature.certificate-substituted",
      Severity.ERROR,
      "RFC 5035 §5.4",
      "treat it as forged: another certificate was put in the place of the signer's"),
  /** The content is a set of signed attributes, taken from another signature. */
  FORGED_ATTRIBUTES(
      "signature.forged-attributes",
      Severity.ERROR,
      "RFC 5652 §5.4",
      "treat it as forged: its content is made of signed attributes"),
  /** The signature was made around the encryption, not inside. */
  AROUND_CIPHERTEXT(
      "signature.around-ciphertext",
      Severity.WARNING,
      "RFC 8551 §3.7",
      "the signer need not have known the text; ask for mail signed before it is encrypted"),
  /** The signer's time is still to come. */
  TIME_AHEAD(
      "signature.time-ahead",
      Severity.WARNING,
      "RFC 8551 §2.5.1",
      "compare the clocks of sender and receiver"),

  // The signer, and From
  /** The signer's certificate is not at hand. */
  CERTIFICATE_MISSING(
      "signer.certificate-missing",
      Severity.WARNING,
      "RFC 8551 §2.6",
      "get the signer's certificate and give it with the trusted ones"),
  /** The signer's certificate does not let its key sign. */
  MAY_NOT_SIGN(
      "signer.may-not-sign",
      Severity.ERROR,
      "RFC 8550 §4.4.2",
      "ask the sender to sign with a certificate for signing"),
  /** The signer's certificate names another mailbox than From. */
  MAILBOX_MISMATCH(
      "signer.mailbox-mismatch",
      Severity.ERROR,
      "RFC 8550 §3",
      "do not take it for mail of the sender that is shown"),
  /** The signer's certificate names no mailbox. */
  MAILBOX_MISSING(
      "signer.mailbox-missing",
      Severity.ERROR,
      "RFC 8550 §3",
      "ask the signer for a certificate that names the mailbox"),
  /** From is not there, or names nobody. */
  FROM_MISSING(
      "signer.from-missing",
      Severity.ERROR,
      "RFC 5322 §3.6.2",
      "treat it as mail of an unknown sender"),
  /** From is there several times, or names several mailboxes. */
  FROM_SEVERAL(
      "signer.from-several",
      Severity.ERROR,
      "RFC 5322 §3.6.2",
      "treat it as forged: one signature cannot speak for several senders"),
  /** From cannot be read as a mailbox. */
  FROM_UNREADABLE(
      "signer.from-unreadable",
      Severity.ERROR,
      "RFC 5322 §3.4",
      "treat it as mail of an unknown sender"),
  /** Around the signature of the author there is one of somebody else. */
  OUTER_SIGNER(
      "signer.outer-differs",
      Severity.WARNING,
      "RFC 2634 §1.1",
      "look who sent it on: a list or a gateway does so, and so can whoever received it"),
  /** Sender names another mailbox than From. */
  SENDER_DIFFERS(
      "signer.sender-differs",
      Severity.INFO,
      "RFC 5322 §3.6.2",
      "nothing: the signature is held against From"),

  // Algorithms and keys
  /** An algorithm of the signature is not known here. */
  ALGORITHM_UNKNOWN(
      "algorithm.unknown",
      Severity.WARNING,
      "RFC 8551 §2.2",
      "ask the sender for another algorithm, or update this program"),
  /** The profile does not accept an algorithm of the signature. */
  ALGORITHM_WEAK(
      "algorithm.refused",
      Severity.ERROR,
      "RFC 8551 §2",
      "ask the sender for a stronger algorithm; read old mail with the profile legacy-read"),
  /** The signer's key is too short, or longer than a reader should pay for. */
  KEY_SIZE(
      "algorithm.key-size",
      Severity.ERROR,
      "RFC 8551 §4.3",
      "ask the sender to renew the certificate with a key of usual size"),

  // Header fields
  /** The signature does not cover the header that is shown. */
  HEADER_UNPROTECTED(
      "header.unprotected",
      Severity.INFO,
      "RFC 9788 §4.1",
      "do not rely on subject and date; the signature does not cover them"),
  /** A field outside says another thing than the protected one. */
  HEADER_DIFFERS(
      "header.differs",
      Severity.WARNING,
      "RFC 9788 §4",
      "believe the protected field; the outer one was changed on the way"),
  /** A field of addresses stands outside and the author wrote none. */
  HEADER_ADDED(
      "header.added",
      Severity.WARNING,
      "RFC 9788 §6.2",
      "do not answer to it; it was added on the way"),
  /** From outside is another than the protected one. */
  FROM_DIFFERS(
      "header.from-differs",
      Severity.WARNING,
      "RFC 9788 §4.4.1",
      "believe the sender the signature names; the outer From was changed on the way"),
  /** From outside is another than inside, and no signature names the one inside. */
  FROM_MISMATCH(
      "header.from-mismatch",
      Severity.ERROR,
      "RFC 9788 §4.4.2",
      "treat it as forged: it names two senders and no signature says which is right"),
  /** The author encrypted the message and it came without encryption. */
  NOT_ENCRYPTED(
      "header.not-encrypted",
      Severity.WARNING,
      "RFC 9788 §2.1.1",
      "take it for readable by others: its encryption was taken off on the way"),
  /** The name shown before an address looks like another address. */
  DISPLAY_NAME(
      "header.display-name",
      Severity.WARNING,
      "RFC 5322 §3.4",
      "look at the address, not at the name"),

  // Encryption
  /** The encryption does not prove that nothing was changed, and no signature inside does. */
  UNAUTHENTICATED(
      "encryption.unauthenticated",
      Severity.WARNING,
      "RFC 8551 §6",
      "show it as plain text only; it may have been changed on the way"),
  /**
   * It did not open with a key that it names; the cause is not told, for it would help whoever
   * changed it.
   */
  OPENING_FAILED(
      "encryption.failed", Severity.ERROR, "RFC 3218 §2.3", "ask the sender to send it again"),
  /** None of the keys at hand is a recipient's. */
  NOT_FOR_US(
      "encryption.not-for-us",
      Severity.INFO,
      "RFC 5652 §6.2",
      "use the key it was encrypted to, or ask for its recovery"),
  /** The profile does not accept the content encryption, or it is not known. */
  CONTENT_ALGORITHM(
      "encryption.algorithm-refused",
      Severity.ERROR,
      "RFC 8551 §2.7",
      "ask the sender for AES; read old mail with the profile legacy-read"),
  /** The profile does not accept how the key was sent. */
  KEY_METHOD(
      "encryption.key-method-refused",
      Severity.ERROR,
      "RFC 8551 §2.3",
      "choose a profile that allows it"),
  /**
   * Authenticated encryption stands in a structure that does not authenticate, or the other way
   * round.
   */
  MISPLACED_AEAD(
      "encryption.misplaced-aead",
      Severity.ERROR,
      "RFC 5083 §1",
      "ask the sender to update; authenticated encryption belongs in AuthEnvelopedData");

  private final Entry entry;

  MessageFinding(String code, Severity severity, String clause, String advice) {
    entry = new Entry(code, severity, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
