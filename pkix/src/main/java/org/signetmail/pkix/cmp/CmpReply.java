package org.signetmail.pkix.cmp;

import java.time.Instant;
import org.signetmail.pkix.internal.CmpDraft;

/** Makes the messages in which an authority answers (RFC 9483 §3.1). */
public final class CmpReply {
  private CmpReply() {}

  /**
   * A message, DER: of the version, the transaction and with the nonce of the one it answers.
   *
   * @param seal what protects it
   * @param nonce 16 fresh random octets, which the next message of the client repeats
   * @param at now
   */
  public static byte[] make(
      CmpMessage to, CmpAnswer answer, CmpSeal seal, byte[] nonce, Instant at) {
    return CmpDraft.reply(to.header(), answer, seal, nonce, at);
  }
}
