package org.signetmail.enrolment;

import org.signetmail.archive.KeyTransport;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * The ring of keys that the gateway opens people's mail with, as enrolment sees it: a key comes in
 * with the request that its certificate is issued on, sealed to the ring by the side that made it.
 * Nothing is ever taken out of the archive for it. What a method returned from is durable, with its
 * entry in the log. Safe for use by many threads.
 */
public interface GatewayRing {
  /** There is none. */
  GatewayRing NONE =
      new GatewayRing() {
        @Override
        public Admission admission(Person person) {
          return Admission.CLOSED;
        }

        @Override
        public KeyTransport transport() {
          throw new IllegalStateException("ring: there is none");
        }

        @Override
        public void add(Mailbox owner, EncryptionKey key, Certificate certificate) {
          throw new IllegalStateException("ring: there is none");
        }

        @Override
        public boolean has(Mailbox owner, KeyId key) {
          return false;
        }

        @Override
        public void again(Mailbox owner, Certificate certificate) {}

        @Override
        public int remove(Mailbox owner) {
          return 0;
        }
      };

  /** Whether a person's key may come in. */
  enum Admission {
    /** The gateway does not read for this person. */
    CLOSED,
    /** It comes in where the person's side sealed it to the ring. */
    WITH_CONSENT,
    /** The organisation wants it: without it there is no certificate. */
    REQUIRED
  }

  Admission admission(Person person);

  /** Opens what is sealed to the ring. */
  KeyTransport transport();

  /**
   * Puts a key in; the owner is told.
   *
   * @throws IllegalArgumentException in one line when it may not be, or is there already
   */
  void add(Mailbox owner, EncryptionKey key, Certificate certificate);

  /** Whether somebody's key is in. */
  boolean has(Mailbox owner, KeyId key);

  /** Puts another certificate over somebody's key beside the one that is in, if the key is. */
  void again(Mailbox owner, Certificate certificate);

  /** Takes all keys of somebody out; how many there were. The owner is told. */
  int remove(Mailbox owner);
}
