package org.signetmail.web.cmp;

import java.security.MessageDigest;
import java.util.Optional;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpRejection;

/**
 * A message from somebody known, on its way to an answer.
 *
 * @param running the transaction of its name, if there is one
 * @param nonce what our answer says
 */
record CmpExchange(
    CmpMessage message,
    Optional<Transaction> running,
    CmpAsker asker,
    byte[] nonce,
    CmpCaller caller) {

  /**
   * The transaction that the message goes on with.
   *
   * @throws CmpRejection when there is none, or the message does not repeat what we said last
   */
  Transaction goesOn() throws CmpRejection {
    Transaction transaction = running.orElseThrow(CmpExchange::nothingRuns);
    boolean isNext =
        message
            .header()
            .recipNonce()
            .filter(said -> MessageDigest.isEqual(said, transaction.nonce()))
            .isPresent();
    if (!isNext) {
      throw new CmpRejection(
          CmpFailure.BAD_RECIPIENT_NONCE,
          "recipNonce is not the senderNonce of our last message (RFC 9483 §3.5)");
    }
    return transaction;
  }

  static CmpRejection nothingRuns() {
    return new CmpRejection(
        CmpFailure.BAD_REQUEST,
        "nothing in this transaction waits for this message (RFC 9483 §3.5); begin a new one");
  }
}
