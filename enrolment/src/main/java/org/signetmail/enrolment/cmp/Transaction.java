package org.signetmail.enrolment.cmp;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.cmp.CmpBody;

/**
 * An operation of CMP (RFC 9483 §4.1): a request for a certificate, and what follows it until it is
 * over. A name that was used is kept for a day, so that no request comes twice.
 *
 * @param id the transactionID, in hexadecimal
 * @param mailbox who asks
 * @param credential what protects every message of it
 * @param nonce our last senderNonce, which the client repeats
 * @param until in {@link Stage.Unconfirmed} the confirmation may come, else it is remembered
 */
public record Transaction(
    String id, Mailbox mailbox, Credential credential, byte[] nonce, Stage stage, Instant until) {

  /** What the client protects its messages with (RFC 9483 §4.1.1: one for all of them). */
  public sealed interface Credential {
    /**
     * The code of an invitation.
     *
     * @param since from when on the person is in the state that the code was made for
     */
    record Code(Instant since) implements Credential {}

    /**
     * The key of a certificate.
     *
     * @param fingerprint as {@link Certificate#fingerprint} gives it
     */
    record Signer(String fingerprint) implements Credential {}
  }

  /** How far it is. */
  public sealed interface Stage {
    /** The request came; nothing is known of its end. */
    record Begun() implements Stage {}

    /** An administrator decides first. */
    record Waiting(CmpBody.Request kind, byte[] request) implements Stage {
      public Waiting {
        request = request.clone();
      }

      @Override
      public byte[] request() {
        return request.clone();
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Waiting that
            && kind == that.kind
            && Arrays.equals(request, that.request);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(request);
      }
    }

    /**
     * The certificate was sent and not confirmed; it ends when no confirmation comes in time, or
     * the client rejects it.
     */
    record Unconfirmed(KeyId issuer, BigInteger serial) implements Stage {}

    /** The same of a certificate that was there before, which does not end by this. */
    record Repeated(KeyId issuer, BigInteger serial) implements Stage {}

    /** The certificate is being revoked. */
    record Ending(KeyId issuer, BigInteger serial) implements Stage {}

    /** Confirmed, refused, or ended. */
    record Over() implements Stage {}
  }

  public Transaction {
    nonce = nonce.clone();
  }

  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  /** The same, further on. */
  Transaction at(Stage next, byte[] said, Instant end) {
    return new Transaction(id, mailbox, credential, said, next, end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transaction that
        && id.equals(that.id)
        && mailbox.equals(that.mailbox)
        && credential.equals(that.credential)
        && Arrays.equals(nonce, that.nonce)
        && stage.equals(that.stage)
        && until.equals(that.until);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Transaction[" + id + ", " + mailbox + ", " + stage.getClass().getSimpleName() + "]";
  }
}
