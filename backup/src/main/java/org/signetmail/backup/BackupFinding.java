package org.signetmail.backup;

import java.util.Locale;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be wrong with a backup or with restoring it. All of them stop the restore. */
public enum BackupFinding implements FindingCode {
  BACKUP_NOT_A_BACKUP("Signet backup 1", "give a file that signet backup create made"),
  BACKUP_DAMAGED(
      "FIPS 180-4", "fetch the file again from where it is kept, or take another backup"),
  BACKUP_MANIFEST("Signet backup 1", "take another backup; this one was not made whole"),
  BACKUP_SIGNATURE("RFC 5652 §5.4", "give the root and the certificates of who made the backup"),
  BACKUP_MAKER("Signet backup 1", "use a backup that this organisation's own backup signer made"),
  BACKUP_NOT_FOR_KEY("RFC 5083 §2.1", "give the key of one of the backup's recipients"),
  BACKUP_UNSAFE_NAME("Signet backup 1", "do not use this file: it was made to write elsewhere"),
  BACKUP_TARGET_NOT_EMPTY(
      "Signet backup 1", "restore into a folder that does not exist or is empty"),
  BACKUP_STORE("Signet backup 1", "restore into an empty store of the same kind"),
  BACKUP_LOG("C2SP tlog-checkpoint", "do not use this backup before the log's keeper explains it");

  private final String clause;
  private final String advice;

  BackupFinding(String clause, String advice) {
    this.clause = clause;
    this.advice = advice;
  }

  /** {@code backup.not-for-key} of {@code BACKUP_NOT_FOR_KEY}. */
  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String clause() {
    return clause;
  }

  @Override
  public String advice() {
    return advice;
  }

  /** This finding about a thing. */
  public Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
