package org.signetmail.app.home;

/** The keys that the system itself holds, each in a file of its own under the home folder. */
public enum KeyName {
  /** Signs issuing authorities; made at {@code init}, meant to be carried away. */
  ROOT("offline/root.key"),
  /** Opens backups; made at {@code init}, meant to be carried away. */
  BACKUP("offline/backup.p12"),
  /** Signs people's certificates and revocation lists. */
  ISSUING("keys/issuing.key"),
  /** Opens keys on their way into the archive, for as long as it takes to seal them again. */
  ARCHIVE_TRANSPORT("keys/archive-transport.p12"),
  /**
   * Opens keys on their way into the gateway's ring; made when one is first wanted. The archive's
   * key opens none of them.
   */
  RING_TRANSPORT("keys/ring-transport.p12"),
  /** Signs the archive's receipts. */
  ARCHIVE_RECEIPTS("keys/archive-receipts.p12"),
  /** Signs backups. */
  BACKUP_SIGNING("keys/backup-signing.p12"),
  /** Opens backups for drills; made at {@code init}. */
  DRILL("keys/drill.p12"),
  /** Open canaries, and nothing else: the shares of them are sealed to these. */
  CANARIES("keys/canaries.p12"),
  /** Signs checkpoints of the transparency log. */
  LOG("keys/log.key"),
  /** The organisation's seal on mail. */
  SEAL("keys/seal.key"),
  /** Gives time stamps, and does nothing else. */
  TSA("keys/tsa.p12"),
  /** Opens requests for certificates that come by SCEP. */
  REGISTRATION("keys/registration.p12"),
  /** Signs answers to them, and keys that are made for people. */
  REGISTRATION_SIGNING("keys/registration-signing.p12"),
  /** Speaks to an authority outside, where people's certificates come from one. */
  ACME_ACCOUNT("keys/acme-account.key"),
  /** Answers HTTPS. */
  TLS("keys/tls.p12");

  private final String file;

  KeyName(String file) {
    this.file = file;
  }

  /** Relative to the home folder. */
  public String file() {
    return file;
  }
}
