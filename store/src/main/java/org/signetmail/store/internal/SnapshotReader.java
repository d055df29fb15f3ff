package org.signetmail.store.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.StoreSnapshot.NotRestorable;

/**
 * Reads what {@link SnapshotWriter} wrote, and finds damage: nothing it gave counts before {@link
 * #end} has returned. Used by one thread.
 */
final class SnapshotReader {
  private static final int BUFFER = 1 << 16;
  private static final int DIGEST = 32;

  /** The longest value; a certificate or a CRL with millions of entries is far below. */
  private static final int LONGEST = 1 << 29;

  private static final int MOST_COLUMNS = 100;

  private final MessageDigest digest = sha256();
  private final ByteArrayOutputStream sums = new ByteArrayOutputStream();
  private final Counted counted;
  private final DataInputStream in;
  private final int version;
  private String place = "the beginning";
  private List<String> columns = List.of();
  private long rows;

  /** Reads a copy from its beginning. */
  SnapshotReader(InputStream plain) throws IOException {
    counted = new Counted(new BufferedInputStream(plain, BUFFER));
    in = new DataInputStream(new DigestInputStream(counted, digest));
    byte[] magic = in.readNBytes(SnapshotWriter.MAGIC.length);
    if (!Arrays.equals(magic, SnapshotWriter.MAGIC)) {
      throw new NotRestorable("store copy: is not one; name a file that a backup wrote");
    }
    version = guarded(in::readInt);
    digest.reset();
  }

  /**
   * Goes on after a table that was read before.
   *
   * @param plain the copy from its beginning
   * @param position what {@link #position} was then, and {@code sums} what {@link #sums} was
   */
  SnapshotReader(InputStream plain, long position, byte[] sums) throws IOException {
    this(plain);
    try {
      counted.skipTo(position);
    } catch (EOFException e) {
      throw new NotRestorable("store copy: is shorter than it was; take the one of before", e);
    }
    this.sums.write(sums);
    digest.reset();
  }

  /** How many octets were read. */
  long position() {
    return counted.octets;
  }

  /** The digests of all tables so far. */
  byte[] sums() {
    return sums.toByteArray();
  }

  /** The version of the tables that were copied. */
  int version() {
    return version;
  }

  /** The columns of the table that comes next, which must be this one. */
  List<String> beginTable(String name) throws IOException {
    place = "table " + name;
    rows = 0;
    return guarded(() -> {
      if (in.read() != SnapshotWriter.TABLE || !text().equals(name)) {
        throw damaged();
      }
      int count = in.readInt();
      if (count < 1 || count > MOST_COLUMNS) {
        throw damaged();
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add(text());
      }
      columns = List.copyOf(names);
      return columns;
    });
  }

  /** The values of the next row; null after the last, whose count and digest have been checked. */
  @Nullable Object @Nullable [] row() throws IOException {
    int mark = guarded(in::read);
    if (mark == SnapshotWriter.ROW) {
      rows++;
      return guarded(() -> {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value();
        }
        return values;
      });
    }
    if (mark != SnapshotWriter.END_OF_TABLE || guarded(in::readLong) != rows) {
      throw damaged();
    }
    byte[] sum = digest.digest();
    sums.write(sum);
    requireDigest(sum);
    return null;
  }

  /** Checks that this was all of it. */
  void end() throws IOException {
    place = "the end";
    if (guarded(in::read) != SnapshotWriter.END) {
      throw damaged();
    }
    requireDigest(sha256().digest(sums.toByteArray()));
    if (in.read() >= 0) {
      throw damaged();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void requireDigest(byte[] sum) throws IOException {
    if (!Arrays.equals(in.readNBytes(DIGEST), sum)) {
      throw damaged();
    }
    digest.reset();
  }

  private @Nullable Object value() throws IOException {
    return switch (in.read()) {
      case SnapshotWriter.NULL -> null;
      case SnapshotWriter.NUMBER -> in.readLong();
      case SnapshotWriter.TEXT -> text();
      case SnapshotWriter.OCTETS -> octets();
      default -> throw damaged();
    };
  }

  private String text() throws IOException {
    return new String(octets(), StandardCharsets.UTF_8);
  }

  private byte[] octets() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw damaged();
    }
    byte[] octets = in.readNBytes(length); // grows with what is really there
    if (octets.length < length) {
      throw new EOFException();
    }
    return octets;
  }

  private <T> T guarded(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (EOFException e) {
      throw new NotRestorable(
          "store copy: ends in " + place + "; take another copy, nothing was restored", e);
    }
  }

  private IOException damaged() {
    return new NotRestorable(
        "store copy: is damaged in " + place + "; take another copy, nothing was restored");
  }

  /** Counts what is really read, and not what a buffer reads ahead. */
  private static final class Counted extends FilterInputStream {
    private long octets;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      octets += octet < 0 ? 0 : 1;
      return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      octets += Math.max(0, read);
      return read;
    }

    void skipTo(long position) throws IOException {
      in.skipNBytes(position - octets);
      octets = position;
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
