package org.signetmail.pkix.cmp;

/** PKIFailureInfo (RFC 9810 §5.2.3), as far as it is said here, with its bit. */
public enum CmpFailure {
  BAD_ALG(0),
  BAD_MESSAGE_CHECK(1),
  BAD_REQUEST(2),
  BAD_TIME(3),
  BAD_CERT_ID(4),
  BAD_DATA_FORMAT(5),
  BAD_POP(9),
  CERT_REVOKED(10),
  WRONG_INTEGRITY(12),
  BAD_RECIPIENT_NONCE(13),
  BAD_SENDER_NONCE(18),
  BAD_CERT_TEMPLATE(19),
  SIGNER_NOT_TRUSTED(20),
  TRANSACTION_ID_IN_USE(21),
  UNSUPPORTED_VERSION(22),
  NOT_AUTHORIZED(23),
  SYSTEM_UNAVAIL(24);

  private final int bit;

  CmpFailure(int bit) {
    this.bit = bit;
  }

  /** Its place in the bit string. */
  public int bit() {
    return bit;
  }
}
