package org.signetmail.backup;

import java.time.Instant;

/**
 * A drill that was held.
 *
 * @param backup the id of the backup that was tried
 * @param report SHA-256 of the report's JSON, in hexadecimal
 */
public record DrillRecord(String backup, Instant at, Result result, String report) {
  /** How it came out. */
  public enum Result {
    PASSED,
    FAILED
  }
}
