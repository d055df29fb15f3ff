package org.signetmail.enrolment.staff;

import java.time.Instant;
import java.util.Arrays;
import org.signetmail.pkix.Mailbox;

/**
 * A passkey of somebody who runs the system (W3C WebAuthn §4, public key credential): its public
 * half.
 *
 * @param id the credential's name, chosen by the authenticator
 * @param host the relying party identifier that it was made for: the console's host name
 * @param credential the attested credential data (WebAuthn §6.5.1), in which the public key is
 * @param counter the highest signature counter seen (WebAuthn §6.1.1); 0 where there is none
 */
public record Passkey(
    byte[] id, Mailbox mailbox, String host, byte[] credential, long counter, Instant since) {
  /** WebAuthn §4: a credential's name has at most so many octets. */
  public static final int LONGEST_ID = 1023;

  public Passkey {
    id = id.clone();
    credential = credential.clone();
  }

  @Override
  public byte[] id() {
    return id.clone();
  }

  @Override
  public byte[] credential() {
    return credential.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Passkey that
        && Arrays.equals(id, that.id)
        && mailbox.equals(that.mailbox)
        && host.equals(that.host)
        && Arrays.equals(credential, that.credential)
        && counter == that.counter
        && since.equals(that.since);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  @Override
  public String toString() {
    return "Passkey[" + mailbox + " at " + host + ", since " + since + "]";
  }
}
