package org.signetmail.store.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.signetmail.backup.StoreSnapshot.NotRestorable;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.StoreUrl;

/**
 * A copy of the store by {@code pg_dump}, put back by {@code pg_restore}.
 *
 * <pre>
 * copy = "signet-pgdump-1\n" version(4) schema program archive
 * schema, program = length(2) UTF-8
 * archive = what pg_dump --format=custom writes
 * </pre>
 *
 * <p>{@code pg_dump} reads the snapshot that the caller's transaction exported, so that what is
 * counted in the transaction is of the very copy. The archive is not compressed: what did not
 * change has the same octets in the next. Only the store's own tables are in it; it goes back into
 * tables that are empty, or into none, in one transaction: interrupted, nothing is there.
 */
final class PostgresqlDump {
  static final byte[] MAGIC = "signet-pgdump-1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int VERSIONS_A_MAJOR = 10_000;

  private final StoreUrl.Postgresql url;
  private final PostgresqlTools tools;

  private PostgresqlDump(StoreUrl.Postgresql url, PostgresqlTools tools) {
    this.url = url;
    this.tools = tools;
  }

  /**
   * @throws NotRestorable when the store is no PostgreSQL database
   */
  static PostgresqlDump of(StoreUrl url, PostgresqlTools tools) throws NotRestorable {
    return switch (url) {
      case StoreUrl.Postgresql postgresql -> new PostgresqlDump(postgresql, tools);
      case StoreUrl.Sqlite sqlite ->
          throw new NotRestorable(
              "store copy: pg_dump made it, "
                  + sqlite
                  + " is none of PostgreSQL's; name a database with --store");
    };
  }

  /**
   * What stands before the archive.
   *
   * @param version of the tables
   * @param schema they are in
   * @param program that made it, {@link PostgresqlProgram#title}
   */
  record Head(int version, String schema, String program) {
    void write(OutputStream plain) throws IOException {
      DataOutputStream out = new DataOutputStream(plain);
      out.write(MAGIC);
      out.writeInt(version);
      out.writeUTF(schema);
      out.writeUTF(program);
      out.flush();
    }

    /** Reads no octet of the archive. */
    static Head read(InputStream plain) throws IOException {
      DataInputStream in = new DataInputStream(plain);
      try {
        in.skipNBytes(MAGIC.length);
        return new Head(in.readInt(), in.readUTF(), in.readUTF());
      } catch (EOFException | java.io.UTFDataFormatException e) {
        throw new NotRestorable(
            "store copy: ends in the beginning; take another copy, nothing was restored", e);
      }
    }

    int major() {
      String digits = program.replaceFirst("^\\D*", "").split("\\D", 2)[0];
      return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
  }

  /** Whether this is such a copy; reads nothing. */
  static boolean isNext(InputStream in) throws IOException {
    in.mark(MAGIC.length);
    boolean next = Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    in.reset();
    return next;
  }

  /**
   * Writes a copy of the snapshot that this transaction sees.
   *
   * @return the program that made it
   */
  String write(Session session, OutputStream out) throws SQLException, IOException {
    PostgresqlProgram program = PostgresqlProgram.find("pg_dump", major(session), tools);
    String schema = schema(session);
    String snapshot =
        session
            .first("SELECT pg_export_snapshot()", row -> row.text("pg_export_snapshot"))
            .orElseThrow(() -> new IllegalStateException("store: no snapshot was exported"));
    new Head((int) session.number(Schema.READ_VERSION), schema, program.title()).write(out);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--format=custom",
                "--compress=0",
                "--no-owner",
                "--no-privileges",
                "--no-password",
                "--lock-wait-timeout=20000",
                "--snapshot=" + snapshot));
    arguments.add(table(schema, "signet_schema"));
    for (Table table : Table.values()) {
      arguments.add(table(schema, table.sql()));
    }
    program.read(url, arguments, out);
    out.flush();
    return program.title();
  }

  /** Puts an archive in the place of the store's empty tables. */
  void restore(Database database, Head head, InputStream archive) throws IOException {
    Place place =
        database.read(session ->
            new Place(schema(session), name(session, "current_database()"), major(session)));
    if (!place.schema().equals(head.schema())) {
      throw new NotRestorable(
          "store copy: its tables are in schema "
              + head.schema()
              + ", this store's would be in "
              + place.schema()
              + "; restore into a database where that is the current schema");
    }
    PostgresqlProgram.find("pg_restore", Math.max(place.major(), head.major()), tools)
        .feed(
            url,
            List.of(
                "--dbname=" + place.database(),
                "--single-transaction",
                "--exit-on-error",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--no-privileges",
                "--no-password"),
            archive);
  }

  /** Where an archive goes. */
  private record Place(String schema, String database, int major) {}

  private static String table(String schema, String name) {
    return "--table=\"" + schema.replace("\"", "\"\"") + "\".\"" + name + "\"";
  }

  private static int major(Session session) throws SQLException {
    return (int) session.number("SELECT CAST(current_setting('server_version_num') AS BIGINT)")
        / VERSIONS_A_MAJOR;
  }

  private static String schema(Session session) throws SQLException {
    return name(session, "current_schema()");
  }

  private static String name(Session session, String function) throws SQLException {
    return session
        .first("SELECT " + function + " AS name", row -> row.text("name"))
        .orElseThrow(() -> new IllegalStateException("store: " + function + " is nothing"));
  }
}
