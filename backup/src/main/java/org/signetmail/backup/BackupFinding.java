package org.signetmail.backup;

import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.Severity;

/** What can be wrong with a backup or with restoring it. All of them stop the restore. */
public enum BackupFinding implements FindingCode {
  /** The file is not a backup. */
  BACKUP_NOT_A_BACKUP("Signet backup 2", "give a file that signet backup create made"),
  /** The file is not whole. */
  BACKUP_DAMAGED(
      "FIPS 180-4", "fetch the file again from where it is kept, or take another backup"),
  /** The list of what is in the backup does not say what is in it. */
  BACKUP_MANIFEST("Signet backup 2", "take another backup; this one was not made whole"),
  /** The signature of the backup does not hold. */
  BACKUP_SIGNATURE("RFC 5652 §5.4", "give the root and the certificates of who made the backup"),
  /** The backup was signed by somebody who does not make backups. */
  BACKUP_MAKER("Signet backup 2", "use a backup that this organisation's own backup signer made"),
  /** The key is not one that the backup is sealed to. */
  BACKUP_NOT_FOR_KEY("RFC 5083 §2.1", "give the key of one of the backup's recipients"),
  /** A backup that this one builds on is not here, or is not the one it was made on. */
  BACKUP_CHAIN("Signet backup 2", "give the full backup and every incremental one after it"),
  /** There is none to choose from. */
  BACKUP_NONE("Signet backup 2", "name a folder or files that signet backup create made"),
  /** A name in the backup leads out of the folder it is restored to. */
  BACKUP_UNSAFE_NAME("Signet backup 2", "do not use this file: it was made to write elsewhere"),
  /** There is something where it would be restored to. */
  BACKUP_TARGET_NOT_EMPTY(
      "Signet backup 2", "restore into a folder that does not exist or is empty"),
  /** The store it would be restored to is not empty, or of another kind. */
  BACKUP_STORE("Signet backup 2", "restore into an empty store of the same kind"),
  /** The transparency log in the backup does not fit what is known of it. */
  BACKUP_LOG("C2SP tlog-checkpoint", "do not use this backup before the log's keeper explains it"),
  /** The log has no entry of this backup. */
  BACKUP_UNLOGGED("Signet backup 2", "use a backup that the log knows"),
  /** There are newer ones: an older backup stands in the place of the newest. */
  BACKUP_OLDER("Signet backup 2", "use the newest, or say with --until that an older one is meant"),
  /** Something that the log has is not in the backup, or the other way round. */
  BACKUP_RECORDS("Signet backup 2", "do not use this backup: somebody left something out of it");

  private final Entry entry;

  BackupFinding(String clause, String advice) {
    entry = new Entry(Entry.word(name()).replaceFirst("-", "."), Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** This finding about a thing. */
  public Finding on(Object subject, String detail) {
    return Finding.of(this, subject.toString(), detail);
  }
}
