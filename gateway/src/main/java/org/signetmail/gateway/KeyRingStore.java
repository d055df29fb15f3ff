package org.signetmail.gateway;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Where the keys of a ring lie, sealed. What a method returned from is durable, its log entry in
 * the same transaction. Safe for use by many threads and many nodes.
 */
public interface KeyRingStore {
  /**
   * A key of the ring.
   *
   * @param certificate by which messages name it
   * @param sealed the private key, which only the ring can open
   */
  record Entry(RingHolder holder, Certificate certificate, byte[] sealed, Instant since) {
    public Entry {
      sealed = sealed.clone();
    }

    @Override
    public byte[] sealed() {
      return sealed.clone();
    }

    public KeyId key() {
      return certificate.keyId();
    }
  }

  /**
   * Keeps a key.
   *
   * @return its place in the log
   * @throws IllegalArgumentException when the holder has it already, or the key signs by another
   *     certificate that is known here
   */
  long add(Entry entry, LogEntry log);

  /** Forgets a key; whether the holder had it, else nothing is logged. */
  boolean remove(RingHolder holder, KeyId key, LogEntry log);

  /** Those of a holder, the newest first. */
  List<Entry> of(RingHolder holder);

  /** All, by holder. */
  List<Entry> entries();
}
