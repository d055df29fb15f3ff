package org.signetmail.archive;

import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.LogEntry;

/**
 * Certificates of former times over people's keys, by whomever issued. Nothing is proven by them:
 * old messages name their recipients by these, and a key that one of them lets sign is never
 * archived. Safe for many threads and nodes.
 */
public interface FormerCertificates extends KnownCertificates {
  /** What came of keeping a certificate. */
  enum Kept {
    /** It is durable, together with the log entry. */
    NOW,
    /** It was there already; nothing changes. */
    BEFORE,
    /** The key is kept for the other use: it signs, or it is for encryption. Nothing changes. */
    KEY_HAS_OTHER_USE
  }

  /** Keeps a certificate, and with it what its key is for. */
  Kept keep(Certificate certificate, LogEntry entry);
}
