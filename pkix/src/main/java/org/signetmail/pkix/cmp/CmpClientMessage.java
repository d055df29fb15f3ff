package org.signetmail.pkix.cmp;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.internal.CmpQuestionForm;

/** The client's side of CMP: makes what {@link CmpMessage} reads (RFC 9483 §4). */
public final class CmpClientMessage {
  private static final int OCTETS = 16; // RFC 9483 §3.1

  private CmpClientMessage() {}

  /**
   * How a message stands in an exchange.
   *
   * @param recipNonce what the other side said last; empty in the first message
   * @param at now
   */
  public record Place(
      byte[] transactionId,
      byte[] senderNonce,
      Optional<byte[]> recipNonce,
      Instant at,
      CmpHeader.Confirmation confirmation) {

    /** The first message of a new exchange. */
    public static Place first(Instant at, SecureRandom random) {
      return new Place(
          octets(random), octets(random), Optional.empty(), at, CmpHeader.Confirmation.EXPLICIT);
    }

    /** The next message of the same. */
    public Place next(byte[] said, Instant at, SecureRandom random) {
      return new Place(
          transactionId,
          octets(random),
          Optional.of(said.clone()),
          at,
          CmpHeader.Confirmation.EXPLICIT);
    }

    /** The same, without a wish to confirm. */
    public Place confirmedAtOnce() {
      return new Place(transactionId, senderNonce, recipNonce, at, CmpHeader.Confirmation.IMPLICIT);
    }

    private static byte[] octets(SecureRandom random) {
      byte[] octets = new byte[OCTETS];
      random.nextBytes(octets);
      return octets;
    }
  }

  /** A message, DER. */
  public static byte[] make(CmpBody body, CmpSeal seal, Place place) {
    return CmpQuestionForm.message(body, seal, place);
  }
}
