package org.signetmail.backup.internal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.Progress;
import org.signetmail.backup.internal.Index.Chunk;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.tlog.Hash;

/** A chain opened with the key of a recipient: the content of its last backup. */
public final class OpenedChain implements Closeable {
  private final List<OpenedBackup> backups = new ArrayList<>();
  private final Index index;

  /**
   * @throws OpenedBackup.Unopened when none of the keys is a recipient's
   * @throws Damaged when what was sealed is not what a backup has inside
   */
  public OpenedChain(BackupChain chain, List<DecryptionIdentity> keys) throws IOException {
    try {
      for (BackupChain.Link link : chain.links()) {
        backups.add(new OpenedBackup(link.file(), link.manifest().body().segments(), keys));
      }
      var body = chain.last().manifest().body();
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      for (int i = body.index(); i < body.segments(); i++) {
        encoded.writeBytes(backups.getLast().segment(i));
      }
      index = Index.of(encoded.toByteArray());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether it was a key that was wrong, not the file. */
  public static boolean isWrongKey(IOException e) {
    return e instanceof OpenedBackup.Unopened;
  }

  /** The octets of all entries. */
  public long octets() {
    return index.entries().values().stream().mapToLong(Index::octets).sum();
  }

  /** The copy of the store; what is skipped is not opened. */
  public InputStream store(Progress progress) {
    return new ChunkStream(index.store(), progress);
  }

  /** Takes the files of the home folder. */
  @FunctionalInterface
  public interface FileReceiver {
    /**
     * @param name {@linkplain org.signetmail.backup.HomeFile#isSafe safe}
     */
    void file(String name, InputStream octets) throws IOException;
  }

  public void files(FileReceiver receiver, Progress progress) throws IOException {
    for (Map.Entry<String, List<Chunk>> entry : index.entries().entrySet()) {
      if (entry.getKey().startsWith(Index.HOME)) {
        receiver.file(
            entry.getKey().substring(Index.HOME.length()),
            new ChunkStream(entry.getValue(), progress));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (OpenedBackup backup : backups) {
      backup.close();
    }
  }

  private byte[] read(Chunk chunk) throws IOException {
    if (chunk.backup() >= backups.size()) {
      throw new Damaged("its index leads out of the chain");
    }
    byte[] octets =
        backups.get(chunk.backup()).read(chunk.segment(), chunk.offset(), chunk.length());
    if (!Hash.sha256(octets).equals(chunk.digest())) {
      throw new Damaged("a part of it is not the one its index names");
    }
    return octets;
  }

  /** Chunks, one after the other. */
  private final class ChunkStream extends InputStream {
    private final List<Chunk> chunks;
    private final Progress progress;
    private int next;
    private byte[] current = new byte[0];
    private int read;

    ChunkStream(List<Chunk> chunks, Progress progress) {
      this.chunks = chunks;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (read == current.length) {
        if (next == chunks.size()) {
          return -1;
        }
        current = OpenedChain.this.read(chunks.get(next++));
        progress.done(current.length);
        read = 0;
      }
      int part = Math.min(length, current.length - read);
      System.arraycopy(current, read, into, offset, part);
      read += part;
      return part;
    }

    @Override
    public long skip(long octets) throws IOException {
      long rest = octets;
      int inCurrent = (int) Math.min(Math.max(0, rest), current.length - read);
      read += inCurrent;
      rest -= inCurrent;
      while (rest > 0 && next < chunks.size() && chunks.get(next).length() <= rest) {
        rest -= chunks.get(next).length();
        progress.done(chunks.get(next++).length());
      }
      if (rest > 0 && next < chunks.size()) {
        current = OpenedChain.this.read(chunks.get(next++));
        progress.done(current.length);
        read = (int) rest;
        rest = 0;
      }
      return Math.max(0, octets) - Math.max(0, rest);
    }
  }
}
