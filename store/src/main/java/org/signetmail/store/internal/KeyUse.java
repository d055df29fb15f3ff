package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;

/**
 * What a public key is for, once and for all: the table {@code key_use} has one row a key, and
 * certificates and archived keys refer to key and use together, so no history can hold both.
 */
enum KeyUse {
  SIGNING("signing"),
  ENCRYPTION("encryption");

  private final String word;

  KeyUse(String word) {
    this.word = word;
  }

  static KeyUse of(CertificateProfile.Kind kind) {
    return switch (kind) {
      case PERSON_ENCRYPTION, OFFICER, ARCHIVE -> ENCRYPTION;
      case ROOT,
          ISSUING,
          PERSON_SIGNING,
          SEAL,
          OFFICER_SIGNING,
          ARCHIVE_SIGNING,
          TLS_SERVER,
          TSA,
          OCSP ->
          SIGNING;
    };
  }

  /** The use that a key has; empty for a key not seen before. */
  static Optional<KeyUse> find(Session session, KeyId key) throws SQLException {
    return session
        .first("SELECT key_use FROM key_use WHERE key_id = ?", row -> row.text("key_use"), key)
        .map(word -> word.equals(SIGNING.word) ? SIGNING : ENCRYPTION);
  }

  void keep(Session session, KeyId key) throws SQLException {
    session.update("INSERT INTO key_use (key_id, key_use) VALUES (?, ?)", key, word);
  }

  /** The word in the columns. */
  String word() {
    return word;
  }
}
