package org.signetmail.smime;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.pkix.Mailbox;

/**
 * What a signer asks of those who receive a message: a signed receipt (RFC 2634 §2.7). Immutable.
 *
 * @param contentIdentifier names the message, in hexadecimal; the receipt says it again
 * @param to where receipts are sent; not empty
 */
public record ReceiptRequest(String contentIdentifier, From from, List<Mailbox> to) {
  private static final int MOST = 16; // ub-receiptsTo

  /** Who is asked. */
  public sealed interface From {
    /** Everybody who receives the message. */
    record Everybody() implements From {}

    /** Those who did not receive it by way of a mailing list. */
    record FirstTier() implements From {}

    /** These and nobody else. */
    record Listed(List<Mailbox> mailboxes) implements From {
      public Listed {
        mailboxes = List.copyOf(mailboxes);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when there are no or more than 16 places to send receipts to
   */
  public ReceiptRequest {
    to = List.copyOf(to);
    if (to.isEmpty() || to.size() > MOST) {
      throw new IllegalArgumentException(
          "receipt: is to go to "
              + to.size()
              + " mailboxes (RFC 2634 §2.7); name between one and "
              + MOST);
    }
  }

  /** Of everybody, to be sent to one mailbox, under a name that no other message has. */
  public static ReceiptRequest everybody(Mailbox to, SecureRandom random) {
    byte[] name = new byte[24];
    random.nextBytes(name);
    return new ReceiptRequest(HexFormat.of().formatHex(name), new From.Everybody(), List.of(to));
  }
}
