package org.signetmail.store.internal;

import java.sql.SQLException;
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
      case PERSON_ENCRYPTION, OFFICER, STATION, ARCHIVE, REGISTRATION -> ENCRYPTION;
      case ROOT,
          ISSUING,
          PERSON_SIGNING,
          SEAL,
          OFFICER_SIGNING,
          ARCHIVE_SIGNING,
          REGISTRATION_SIGNING,
          TLS_SERVER,
          TSA,
          OCSP ->
          SIGNING;
    };
  }

  /**
   * Takes a key for this use, if it has none yet.
   *
   * @return the use that it has, from now on or from before
   */
  KeyUse claim(Session session, KeyId key) throws SQLException {
    return session
        .first(
            "INSERT INTO key_use (key_id, key_use) VALUES (?, ?)"
                + " ON CONFLICT (key_id) DO UPDATE SET key_use = key_use.key_use"
                + " RETURNING key_use",
            row -> row.text("key_use").equals(SIGNING.word) ? SIGNING : ENCRYPTION,
            key,
            word)
        .orElseThrow(() -> new IllegalStateException("store: key_use returns no row"));
  }

  /** The word in the columns. */
  String word() {
    return word;
  }
}
