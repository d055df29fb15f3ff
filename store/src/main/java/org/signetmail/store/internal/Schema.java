package org.signetmail.store.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.signetmail.store.StoreUnavailable;

/**
 * The tables and how they came to be: numbered SQL files, each run once, in order. A file that was
 * released never changes; what changes the tables is a new file at the end of {@link #FILES}.
 *
 * <p>Which files have run is one row of {@code signet_schema}. The caller holds a lock that keeps
 * every other process out, and a transaction around all of it.
 */
final class Schema {
  private static final List<String> FILES =
      List.of(
          "V001__schema.sql",
          "V002__partner.sql",
          "V003__status.sql",
          "V004__recovery.sql",
          "V005__backup.sql",
          "V006__retention.sql",
          "V007__officer_set.sql",
          "V008__former_certificate.sql",
          "V009__harvested_certificate.sql",
          "V010__ring_key.sql",
          "V011__submission_password.sql",
          "V012__invitation.sql",
          "V013__form_password.sql",
          "V014__sealed_page.sql",
          "V015__pending_request.sql",
          "V016__acme.sql",
          "V017__directory_word.sql",
          "V018__portal.sql",
          "V022__rollout.sql",
          "V025__console.sql",
          "V026__census.sql",
          "V029__coverage.sql",
          "V030__ordered.sql",
          "V033__sts_policy.sql",
          "V035__replica_beat.sql",
          "V036__wave_policy.sql",
          "V037__cmp.sql",
          "V038__certificates_ordered.sql");

  /** The version that this program makes and reads. */
  static final int VERSION = FILES.size();

  /** The version from which certificates are found by parts of them. */
  private static final int SEARCHABLE = 3;

  /** The version from which recovery cases are found by their request. */
  private static final int DIGESTED = 4;

  /** The file from which the log has what people are. */
  private static final String PEOPLE_LOGGED = "V014__sealed_page.sql";

  /** The file from which people are found by words. */
  private static final String WORDS = "V017__directory_word.sql";

  /** The file from which certificates are counted by their end, and people found by words. */
  private static final String CENSUS = "V026__census.sql";

  /**
   * Later files only add to what this one left, and a program that knows the tables up to here goes
   * on beside newer ones. A file that does more than add takes this place.
   */
  private static final String ONLY_ADDED_SINCE = "V018__portal.sql";

  /** The file from which the tables say that. */
  private static final String SAID = "V035__replica_beat.sql";

  /** Reads the version; the table is there or the query fails. */
  static final String READ_VERSION = "SELECT version FROM signet_schema WHERE id = 1";

  private Schema() {}

  /** Makes the first table. */
  static void found(Session session, Dialect dialect) throws SQLException {
    session.run(
        dialect.fill(
            "CREATE TABLE signet_schema (id ${number} PRIMARY KEY CHECK (id = 1),"
                + " version ${number} NOT NULL) ${plain}"),
        "INSERT INTO signet_schema (id, version) VALUES (1, 0)");
  }

  /** Runs the files that have not run yet, up to a version. */
  static void migrate(Session session, Dialect dialect, Object url, int target)
      throws SQLException {
    long version = version(session, url);
    for (int next = (int) version; next < target; next++) {
      session.run(statements(FILES.get(next), dialect));
      if (next + 1 == SEARCHABLE) {
        SearchRows.fillIn(session);
      }
      if (next + 1 == DIGESTED) {
        RecoveryTable.fillIn(session);
      }
      if (FILES.get(next).equals(PEOPLE_LOGGED)) {
        PersonTable.fillIn(session, dialect);
      }
      if (FILES.get(next).equals(WORDS)) {
        WordTable.fillIn(session);
      }
      if (FILES.get(next).equals(CENSUS)) {
        OlderRows.fillIn(session);
        dialect.settle(session);
      }
    }
    session.update("UPDATE signet_schema SET version = ? WHERE id = 1", target);
    if (target > FILES.indexOf(SAID)) {
      session.update(
          "UPDATE signet_schema SET usable_from = ? WHERE id = 1",
          FILES.indexOf(ONLY_ADDED_SINCE) + 1);
    }
  }

  /**
   * The version of tables that this program can use: its own, an earlier one, or a later one that
   * says so. Nodes of before a rolling upgrade go on, and start again, beside the new ones.
   *
   * @throws StoreUnavailable when it could damage them
   */
  static long version(Session session, Object url) throws SQLException {
    long version = session.number(READ_VERSION);
    if (version > VERSION
        && session.number("SELECT coalesce(usable_from, version) FROM signet_schema WHERE id = 1")
            > VERSION) {
      throw new StoreUnavailable(
          "store "
              + url
              + ": has schema version "
              + version
              + ", this Signet knows up to "
              + VERSION
              + "; run the newer Signet, or restore a backup made before the upgrade");
    }
    return version;
  }

  /** Refuses to copy tables of which it may not know all: what is left out would be lost. */
  static void requireWhole(Session session) throws SQLException {
    long version = session.number(READ_VERSION);
    if (version > VERSION) {
      throw new StoreUnavailable(
          "store: has schema version "
              + version
              + ", this Signet knows up to "
              + VERSION
              + ", so a copy would lack tables; take backups with the newer Signet");
    }
  }

  private static String[] statements(String file, Dialect dialect) {
    try (InputStream in =
        Schema.class.getResourceAsStream("/org/signetmail/store/schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("store: " + file + " is missing from the program");
      }
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String withoutComments = sql.replaceAll("(?m)^\\s*--.*$", "");
      return dialect.fill(withoutComments).strip().split(";\\s*(\\n|$)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
