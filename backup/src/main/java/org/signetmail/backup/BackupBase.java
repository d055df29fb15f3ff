package org.signetmail.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.signetmail.backup.internal.Index;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogFormatException;

/**
 * What is remembered of a backup, so that the next can build on it: what it says of itself, and
 * which chunks the chain has. It opens nothing, and shows digests of the store's content to those
 * who have it: it is kept beside the store.
 */
public final class BackupBase {
  private final BackupManifest manifest;
  private final Index index;

  public BackupBase(BackupManifest manifest, Index index) {
    this.manifest = manifest;
    this.index = index;
  }

  public BackupManifest manifest() {
    return manifest;
  }

  /** For this room alone. */
  public Index index() {
    return index;
  }

  /** The octets of all that is in it. */
  public long contentOctets() {
    return index.entries().values().stream().mapToLong(Index::octets).sum();
  }

  /** To keep in a file; SHA-256 of the rest comes first. */
  public byte[] encoded() throws IOException {
    byte[] said = manifest.encoded();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeInt(said.length);
      out.write(said);
      out.write(index.encoded());
    }
    byte[] rest = octets.toByteArray();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(Hash.sha256(rest).bytes());
    all.write(rest);
    return all.toByteArray();
  }

  /**
   * @throws IOException when it is not what {@link #encoded} gave; a full backup needs none
   */
  public static BackupBase of(byte[] encoded) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      Hash sum = Hash.of(in.readNBytes(Hash.LENGTH));
      byte[] rest = in.readAllBytes();
      if (!Hash.sha256(rest).equals(sum)) {
        throw new IOException("backup base: is damaged; delete it, the next backup is a full one");
      }
      DataInputStream parts = new DataInputStream(new ByteArrayInputStream(rest));
      byte[] said = new byte[parts.readInt()];
      parts.readFully(said);
      return new BackupBase(BackupManifest.of(said), Index.of(parts.readAllBytes()));
    } catch (LogFormatException e) {
      throw new IOException("backup base: is cut short; delete it, the next is a full one", e);
    }
  }
}
