package org.signetmail.backup.internal;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.signetmail.backup.BackupManifest;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.SealedOctets;

/**
 * Writes the body: segments, each AuthEnvelopedData (RFC 5083) of some megabytes after its length
 * in four octets, and a length of zero at the end.
 *
 * <p>Each is sealed for itself, so that one can be opened without the others, and none needs more
 * memory than it has octets. Their order and number are under the manifest's digest. Sealing runs
 * beside the thread that writes.
 */
final class Segments {
  /** The most octets that are sealed together. */
  static final int LARGEST = 4 << 20;

  /** The most that a sealed segment has: its recipients take some kilobytes each. */
  static final int LARGEST_SEALED = LARGEST + (4 << 20);

  private static final int AT_ONCE = 2;

  private final List<Certificate> recipients;
  private final SecureRandom random;
  private final OutputStream plain;
  private final DataOutputStream out;
  private final MessageDigest digest = Digests.sha256();
  private final Deque<FutureTask<byte[]>> sealing = new ArrayDeque<>();
  private final byte[] segment = new byte[LARGEST];
  private int filled;
  private int begun;
  private int index;
  private long octets;

  Segments(List<Certificate> recipients, SecureRandom random, OutputStream plain) {
    this.recipients = recipients;
    this.random = random;
    this.plain = plain;
    this.out = new DataOutputStream(new DigestOutputStream(plain, digest));
  }

  /** Where the next octets will lie. */
  record Place(int segment, int offset) {}

  /** Adds a chunk, which lies in one segment. */
  Place add(byte[] chunk, int length) throws IOException {
    if (filled + length > LARGEST) {
      seal();
    }
    Place place = new Place(begun, filled);
    System.arraycopy(chunk, 0, segment, filled, length);
    filled += length;
    return place;
  }

  /** Adds the index, from a new segment on. */
  void addIndex(byte[] encoded) throws IOException {
    seal();
    index = begun;
    for (int from = 0; from < encoded.length; from += LARGEST) {
      int to = Math.min(encoded.length, from + LARGEST);
      add(Arrays.copyOfRange(encoded, from, to), to - from);
    }
    seal();
  }

  /** Ends the body. */
  BackupManifest.Body finish() throws IOException {
    while (!sealing.isEmpty()) {
      writeOldest();
    }
    out.writeInt(0);
    octets += Integer.BYTES;
    plain.flush();
    return new BackupManifest.Body(octets, Digests.hex(digest), begun, index);
  }

  private void seal() throws IOException {
    if (filled == 0) {
      return;
    }
    byte[] content = Arrays.copyOf(segment, filled);
    FutureTask<byte[]> task =
        new FutureTask<>(() -> SealedOctets.seal(content, recipients, random));
    Thread.ofPlatform().daemon().name("backup-sealing").start(task);
    sealing.add(task);
    filled = 0;
    begun++;
    while (sealing.size() > AT_ONCE) {
      writeOldest();
    }
  }

  private void writeOldest() throws IOException {
    try {
      byte[] sealed = sealing.remove().get();
      out.writeInt(sealed.length);
      out.write(sealed);
      octets += Integer.BYTES + sealed.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("backup: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused; // a recipient's certificate cannot be sealed to
      }
      throw new IllegalStateException("backup: a segment cannot be sealed", e.getCause());
    }
  }
}
