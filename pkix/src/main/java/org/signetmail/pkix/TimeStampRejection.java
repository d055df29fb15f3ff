package org.signetmail.pkix;

import org.signetmail.pkix.internal.TimeStampForm;

/** A request that gets no time stamp (RFC 3161 §2.4.2: PKIStatus rejection), with the reason. */
public final class TimeStampRejection extends Exception {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** PKIFailureInfo, with its bit. */
  public enum Failure {
    BAD_ALG(0),
    BAD_REQUEST(2),
    BAD_DATA_FORMAT(5),
    TIME_NOT_AVAILABLE(14),
    UNACCEPTED_POLICY(15),
    UNACCEPTED_EXTENSION(16),
    SYSTEM_FAILURE(25);

    private final int bit;

    Failure(int bit) {
      this.bit = bit;
    }

    public int bit() {
      return bit;
    }
  }

  /**
   * @param reason for a person, in a phrase
   */
  public TimeStampRejection(Failure failure, String reason) {
    super(reason);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }

  /** TimeStampResp that says so, as DER. */
  public byte[] response() {
    return TimeStampForm.rejection(failure, String.valueOf(getMessage()));
  }
}
