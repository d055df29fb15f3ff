package org.signetmail.pkix;

/** OCSPResponseStatus of a request that gets no answer (RFC 6960 §2.3, §4.2.1), unsigned. */
public enum OcspFailure {
  MALFORMED_REQUEST(1),
  INTERNAL_ERROR(2),
  TRY_LATER(3),
  /** Not asked of us: another issuer's certificate (RFC 9919 §3.2.3). */
  UNAUTHORIZED(6);

  private final int code;

  OcspFailure(int code) {
    this.code = code;
  }

  /** OCSPResponse with this status and nothing else, as DER. */
  public byte[] response() {
    return new byte[] {0x30, 0x03, 0x0a, 0x01, (byte) code};
  }
}
