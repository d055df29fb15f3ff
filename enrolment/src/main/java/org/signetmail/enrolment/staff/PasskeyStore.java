package org.signetmail.enrolment.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Passkeys, and the codes that let somebody register one. Durable on return, a log entry in the
 * same transaction; safe for many threads and nodes.
 */
public interface PasskeyStore {
  /**
   * Lets somebody register a passkey; a code of before is of no use any more.
   *
   * @param digest SHA-256 of the code
   */
  void allow(Mailbox mailbox, byte[] digest, Instant until);

  /**
   * Keeps a passkey if the code is the present one, and uses the code up.
   *
   * @return whether it was, and the passkey is new
   */
  boolean register(Passkey passkey, byte[] code, LogEntry entry);

  Optional<Passkey> find(byte[] id);

  List<Passkey> of(Mailbox mailbox);

  /**
   * Notes a use.
   *
   * @return whether the counter went up, or there is none: else the key was copied (WebAuthn §7.2)
   */
  boolean used(byte[] id, long counter);

  /**
   * Takes all of somebody's passkeys away, and a code that waits.
   *
   * @return how many there were; nothing is logged for none
   */
  int remove(Mailbox mailbox, LogEntry entry);
}
