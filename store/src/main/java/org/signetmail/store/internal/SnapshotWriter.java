package org.signetmail.store.internal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the copy of a store: the same octets for the same rows, whichever database they come from.
 *
 * <pre>
 * copy   = "signet-store-1\n" version(4) *table 'Z' sha256(all digests before)
 * table  = 'T' text(name) count(4) *text(column) *row 'E' rows(8) sha256(from 'T' to rows)
 * row    = 'R' *value                     one for each column
 * value  = 'n' | 'i' number(8) | 't' text | 'o' length(4) octets
 * text   = length(4) UTF-8                numbers are big-endian
 * </pre>
 *
 * <p>The digests find damage; who made the copy is for a signature around it to say. Used by one
 * thread.
 */
final class SnapshotWriter {
  static final byte[] MAGIC = "signet-store-1\n".getBytes(StandardCharsets.US_ASCII);
  static final int TABLE = 'T';
  static final int ROW = 'R';
  static final int END_OF_TABLE = 'E';
  static final int END = 'Z';
  static final int NULL = 'n';
  static final int NUMBER = 'i';
  static final int TEXT = 't';
  static final int OCTETS = 'o';

  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest = SnapshotReader.sha256();
  private final MessageDigest digests = SnapshotReader.sha256();
  private final OutputStream plain;
  private final DataOutputStream out;
  private long rows;

  SnapshotWriter(OutputStream plain, int version) throws IOException {
    this.plain = plain;
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(new DigestOutputStream(plain, digest), BUFFER));
    plain.write(MAGIC);
    out.writeInt(version);
    out.flush();
    digest.reset();
  }

  void beginTable(String name, List<String> columns) throws IOException {
    rows = 0;
    out.write(TABLE);
    text(name);
    out.writeInt(columns.size());
    for (String column : columns) {
      text(column);
    }
  }

  void beginRow() throws IOException {
    rows++;
    out.write(ROW);
  }

  void value(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> nothing();
      case Number number -> number(number.longValue());
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        utf8(utf8, utf8.length);
      }
      case byte[] octets -> octets(octets, octets.length);
      default -> throw new IllegalStateException("store: a column of " + value.getClass());
    }
  }

  void nothing() throws IOException {
    out.write(NULL);
  }

  void number(long number) throws IOException {
    out.write(NUMBER);
    out.writeLong(number);
  }

  /** A text, from the first octets of an array. */
  void utf8(byte[] octets, int length) throws IOException {
    out.write(TEXT);
    out.writeInt(length);
    out.write(octets, 0, length);
  }

  /** Octets, from the first of an array. */
  void octets(byte[] octets, int length) throws IOException {
    out.write(OCTETS);
    out.writeInt(length);
    out.write(octets, 0, length);
  }

  /** Ends the table, and says how many rows it had. */
  long endTable() throws IOException {
    out.write(END_OF_TABLE);
    out.writeLong(rows);
    out.flush();
    byte[] sum = digest.digest();
    digests.update(sum);
    plain.write(sum);
    return rows;
  }

  void end() throws IOException {
    plain.write(END);
    plain.write(digests.digest());
    plain.flush();
  }

  private void text(String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }
}
