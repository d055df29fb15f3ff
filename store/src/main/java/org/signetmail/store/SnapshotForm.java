package org.signetmail.store;

/** How a store is copied for a backup. */
public enum SnapshotForm {
  /** Row by row, the same octets from either database; goes back into either. */
  ROWS,
  /**
   * By {@code pg_dump}, in its custom format, of one exported snapshot; goes back through {@code
   * pg_restore}. PostgreSQL only.
   */
  PG_DUMP
}
