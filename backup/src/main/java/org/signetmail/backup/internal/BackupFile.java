package org.signetmail.backup.internal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.Progress;

/**
 * The file, from front to back, so that it can be written to a pipe and to tape:
 *
 * <ol>
 *   <li>the words {@code signet backup 2} and a line feed, 16 octets;
 *   <li>the body: {@linkplain Segments sealed segments} of chunks, then of the {@link Index};
 *   <li>the manifest: it has the body's length and digest;
 *   <li>the detached signature over the manifest (RFC 5652 §5);
 *   <li>the lengths of manifest and signature, four octets each;
 *   <li>SHA-256 of all this, the body by its digest: for bits that fell over; against people there
 *       is the signature.
 * </ol>
 */
public final class BackupFile {
  public static final byte[] MAGIC = "signet backup 2\n".getBytes(StandardCharsets.US_ASCII);

  private static final int LARGEST_TRAILER = 4 << 20;
  private static final int LENGTHS = 2 * Integer.BYTES;
  private static final int SUM = 32;
  private static final int BUFFER = 1 << 16;

  private BackupFile() {}

  /** The two parts after the body. */
  public record Trailer(byte[] manifest, byte[] signature) {}

  /**
   * What a whole file really holds.
   *
   * @param bodyDigest in hexadecimal
   */
  public record Whole(Trailer trailer, long bodyOctets, String bodyDigest, int segments) {}

  static void writeTrailer(Trailer trailer, String bodyDigest, OutputStream out)
      throws IOException {
    byte[] lengths =
        ByteBuffer.allocate(LENGTHS)
            .putInt(trailer.manifest().length)
            .putInt(trailer.signature().length)
            .array();
    out.write(trailer.manifest());
    out.write(trailer.signature());
    out.write(lengths);
    out.write(sum(bodyDigest, trailer, lengths));
    out.flush();
  }

  /**
   * Reads a file to its end.
   *
   * @throws NotABackup when it does not begin as one
   * @throws Damaged when it is not whole
   */
  public static Whole read(Path file, Progress progress) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      requireMagic(in.readNBytes(MAGIC.length));
      byte[] sealed = new byte[BUFFER];
      long octets = 0;
      int segments = 0;
      while (true) {
        int length = in.readInt();
        requireSegment(length);
        if (length > sealed.length) {
          sealed = new byte[Segments.LARGEST_SEALED];
        }
        in.readFully(sealed, 0, length);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
        digest.update(sealed, 0, length);
        octets += Integer.BYTES + length;
        progress.done(Integer.BYTES + length);
        if (length == 0) {
          break;
        }
        segments++;
      }
      byte[] rest = in.readNBytes(LARGEST_TRAILER + 1);
      String bodyDigest = Digests.hex(digest);
      Trailer trailer = trailer(rest, rest.length);
      if (trailer.manifest().length + trailer.signature().length + LENGTHS + SUM != rest.length) {
        throw new Damaged("the lengths at its end do not fit");
      }
      requireSum(rest, bodyDigest, trailer);
      progress.done(rest.length);
      return new Whole(trailer, octets, bodyDigest, segments);
    } catch (EOFException e) {
      throw new Damaged("it is cut short");
    }
  }

  /**
   * What the file says of itself, from its end; whether the body is there is not looked at.
   *
   * @throws NotABackup when it does not begin as one
   * @throws Damaged when it does not end as one, or a bit of its end fell over
   * @throws MalformedDocument when its manifest is none
   */
  public static BackupManifest glance(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] magic = new byte[(int) Math.min(MAGIC.length, channel.size())];
      read(channel, magic, 0);
      requireMagic(magic);
      byte[] end = new byte[(int) Math.min(LARGEST_TRAILER, channel.size() - MAGIC.length)];
      read(channel, end, channel.size() - end.length);
      Trailer trailer = trailer(end, end.length);
      BackupManifest manifest = BackupManifest.of(trailer.manifest());
      // Else a flipped bit of its time could hide the newest backup behind an older one.
      requireSum(end, manifest.body().sha256(), trailer);
      return manifest;
    }
  }

  static void read(FileChannel channel, byte[] into, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new Damaged("it is cut short");
      }
      at += read;
    }
  }

  static void requireSegment(int length) throws Damaged {
    if (length < 0 || length > Segments.LARGEST_SEALED) {
      throw new Damaged("a segment claims to have " + Integer.toUnsignedString(length) + " octets");
    }
  }

  private static Trailer trailer(byte[] end, int length) throws Damaged {
    if (length < LENGTHS + SUM || length > LARGEST_TRAILER) {
      throw new Damaged("it is cut short, or something follows after its end");
    }
    ByteBuffer lengths = ByteBuffer.wrap(end, length - SUM - LENGTHS, LENGTHS);
    int manifest = lengths.getInt();
    int signature = lengths.getInt();
    int before = length - SUM - LENGTHS;
    if (manifest < 0 || signature < 0 || manifest > before || signature > before - manifest) {
      throw new Damaged("its end is not that of a backup");
    }
    int from = before - signature - manifest;
    return new Trailer(
        Arrays.copyOfRange(end, from, from + manifest),
        Arrays.copyOfRange(end, from + manifest, before));
  }

  private static void requireSum(byte[] end, String bodyDigest, Trailer trailer) throws Damaged {
    byte[] lengths = Arrays.copyOfRange(end, end.length - SUM - LENGTHS, end.length - SUM);
    byte[] sum = Arrays.copyOfRange(end, end.length - SUM, end.length);
    if (!Arrays.equals(sum, sum(bodyDigest, trailer, lengths))) {
      throw new Damaged("its check sum at the end does not fit");
    }
  }

  private static byte[] sum(String bodyDigest, Trailer trailer, byte[] lengths) {
    MessageDigest digest = Digests.sha256();
    digest.update(MAGIC);
    digest.update(HexFormat.of().parseHex(bodyDigest));
    digest.update(trailer.manifest());
    digest.update(trailer.signature());
    digest.update(lengths);
    return digest.digest();
  }

  private static void requireMagic(byte[] magic) throws NotABackup {
    if (!Arrays.equals(magic, MAGIC)) {
      throw new NotABackup();
    }
  }

  /** The file is something else. */
  public static final class NotABackup extends IOException {
    private static final long serialVersionUID = 1L;

    NotABackup() {
      super("it does not begin as a backup");
    }
  }
}
