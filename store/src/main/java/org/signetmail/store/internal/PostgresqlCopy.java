package org.signetmail.store.internal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * Reads rows as PostgreSQL's {@code COPY … (FORMAT binary)} gives them, several times as fast as
 * through a result set: octets go from one stream to the other, and texts are never decoded.
 *
 * <p>The format is that of the PostgreSQL manual, COPY, "Binary Format": a signature of 11 octets,
 * flags, an extension; for each row the number of its fields (16 bits), for each field its length
 * (32 bits, −1 for none) and octets; −1 at the end.
 */
final class PostgresqlCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int BUFFER = 1 << 18;

  private byte[] octets = new byte[1 << 16];

  /**
   * @param types of the columns, {@link Types}
   */
  void write(Connection connection, String select, List<Integer> types, SnapshotWriter writer)
      throws SQLException, IOException {
    String copy = "COPY (" + select + ") TO STDOUT (FORMAT binary)";
    try (PGCopyInputStream rows =
            new PGCopyInputStream(connection.unwrap(PGConnection.class), copy);
        DataInputStream in = new DataInputStream(new BufferedInputStream(rows, BUFFER))) {
      skipHead(in);
      for (int fields = in.readShort(); fields >= 0; fields = in.readShort()) {
        if (fields != types.size()) {
          throw new IOException("store: a row has " + fields + " columns, not " + types.size());
        }
        writer.beginRow();
        for (int type : types) {
          field(in, type, writer);
        }
      }
    }
  }

  private static void skipHead(DataInputStream in) throws IOException {
    if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
      throw new IOException("store: PostgreSQL answers COPY with another format; update signet");
    }
    in.readInt(); // flags
    in.skipNBytes(in.readInt());
  }

  private void field(DataInputStream in, int type, SnapshotWriter writer) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      writer.nothing();
    } else if (type == Types.BIGINT) {
      writer.number(in.readLong());
    } else {
      if (length > octets.length) {
        octets = new byte[length];
      }
      in.readFully(octets, 0, length);
      switch (type) {
        case Types.BINARY -> writer.octets(octets, length);
        case Types.VARCHAR -> writer.utf8(octets, length);
        default -> throw new IllegalStateException("store: a column of SQL type " + type);
      }
    }
  }
}
