package org.signetmail.gateway;

import java.io.IOException;
import java.util.Map;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * The server to which mail goes on. {@link #send} returns only with that server's final answer.
 * Safe for use by many threads.
 */
public interface NextHop {
  /**
   * Hands one variant of a message over.
   *
   * @return the final answer for each recipient of the envelope
   * @throws IOException when no final answer came: nobody knows whether it was accepted, or no
   *     connection could be had
   */
  Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException;
}
