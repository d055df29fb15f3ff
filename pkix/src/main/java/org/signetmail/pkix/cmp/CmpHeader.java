package org.signetmail.pkix.cmp;

import java.time.Instant;
import java.util.Optional;

/**
 * PKIHeader (RFC 9810 §5.1.1) as it came: what must be there and is not, is for the reader to
 * refuse in an answer.
 *
 * @param version pvno: 2 or 3 in what is taken
 * @param sender GeneralName, DER
 * @param senderName the common name of the sender, where it is a directory name that has one
 * @param senderKid names the sender's key, or the secret that both sides know
 * @param messageTime to the second
 * @param confirmation what the client wishes
 */
public record CmpHeader(
    int version,
    byte[] sender,
    Optional<String> senderName,
    Optional<byte[]> senderKid,
    Optional<byte[]> transactionId,
    Optional<byte[]> senderNonce,
    Optional<byte[]> recipNonce,
    Optional<Instant> messageTime,
    Confirmation confirmation) {

  /** Whether a certificate is confirmed by a message of its own (RFC 9810 §5.1.1.1). */
  public enum Confirmation {
    EXPLICIT,
    IMPLICIT
  }

  public CmpHeader {
    sender = sender.clone();
  }

  @Override
  public byte[] sender() {
    return sender.clone();
  }
}
