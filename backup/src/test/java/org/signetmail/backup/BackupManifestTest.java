package org.signetmail.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.MalformedDocument;

/** What a backup says of itself, in its one form. */
class BackupManifestTest {
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  /** Without the two lines that backups of before have not. */
  private static final String BEFORE =
      """
      signet backup manifest 2
      organization: Example Corp
      at: 2026-11-23T12:00:00Z
      number: 0
      body-octets: 81234
      body-sha256: %s
      segments: 3 2
      recipient: %s
      rows: archived_key 12
      rows: person 3
      tree: 4812 n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
      checkpoint: ZXhhbXBsZQ==
      """
          .formatted(DIGEST, DIGEST);

  private static final String NOW =
      BEFORE
          .replace("rows: archived_key 12", "rows: archived_key 12 " + DIGEST)
          .replace("rows: arch", "copied-by: pg_dump 17.6\nrows: arch");

  @Test
  void oneOfBeforeIsReadAsItIs() throws MalformedDocument {
    BackupManifest manifest = read(BEFORE);
    assertEquals(12L, manifest.rows().get("archived_key"));
    assertTrue(manifest.digests().isEmpty());
    assertEquals(Optional.empty(), manifest.tool());
    assertArrayEquals(BEFORE.getBytes(StandardCharsets.UTF_8), manifest.encoded());
  }

  @Test
  void whichRowsAndByWhatIsReadToo() throws MalformedDocument {
    BackupManifest manifest = read(NOW);
    assertEquals(Map.of("archived_key", DIGEST), manifest.digests());
    assertEquals(Map.of("archived_key", 12L, "person", 3L), manifest.rows());
    assertEquals(Optional.of("pg_dump 17.6"), manifest.tool());
    assertArrayEquals(NOW.getBytes(StandardCharsets.UTF_8), manifest.encoded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rows: person 3             | rows: aardvark 3
          rows: person 3             | rows: person 3 9f86
          rows: person 3             | rows: person 3 x y
          rows: person 3             | rows: person 03
          copied-by: pg_dump 17.6    | copied-by:
          number: 0                  | number: 1
          segments: 3 2              | segments: 3
          """)
  void whatIsNotInItsOneFormIsRefused(String good, String bad) {
    assertThrows(MalformedDocument.class, () -> read(NOW.replace(good, bad)));
    assertThrows(MalformedDocument.class, () -> read(NOW + "x: y\n"));
  }

  private static BackupManifest read(String text) throws MalformedDocument {
    return BackupManifest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
