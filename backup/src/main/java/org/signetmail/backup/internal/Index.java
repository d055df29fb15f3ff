package org.signetmail.backup.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.HomeFile;
import org.signetmail.tlog.Hash;

/**
 * What is in a backup: each entry's chunks in order, wherever in the chain they lie.
 *
 * <pre>
 * index = count(4) *entry
 * entry = name(2 + UTF-8) count(4) *chunk       "store", or "home/" and the name of a file
 * chunk = sha256(32) length(4) backup(4) segment(4) offset(4)
 * </pre>
 */
public record Index(Map<String, List<Chunk>> entries) {
  static final String STORE = "store";
  static final String HOME = "home/";

  /** Of one terabyte, in chunks as short as they get. */
  private static final int MOST_CHUNKS = 1 << 26;

  /**
   * Where octets lie.
   *
   * @param backup its number in the chain
   * @param offset in the opened segment
   */
  public record Chunk(Hash digest, int length, int backup, int segment, int offset) {}

  public Index {
    entries = new LinkedHashMap<>(entries);
  }

  public List<Chunk> store() {
    return entries.getOrDefault(STORE, List.of());
  }

  /** The octets of an entry. */
  public static long octets(List<Chunk> chunks) {
    return chunks.stream().mapToLong(Chunk::length).sum();
  }

  public byte[] encoded() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeInt(entries.size());
      for (Map.Entry<String, List<Chunk>> entry : entries.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().size());
        for (Chunk chunk : entry.getValue()) {
          out.write(chunk.digest().bytes());
          out.writeInt(chunk.length());
          out.writeInt(chunk.backup());
          out.writeInt(chunk.segment());
          out.writeInt(chunk.offset());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return octets.toByteArray();
  }

  /**
   * @throws Damaged when it is not an index
   * @throws UnsafeName when a name leads elsewhere, or stands where it must not
   */
  public static Index of(byte[] encoded) throws IOException {
    Map<String, List<Chunk>> entries = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int count = limited(in.readInt(), BackupSources.MOST_FILES + 1);
      Set<String> names = new HashSet<>();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        requireSafe(name, i);
        if (!names.add(name)) {
          throw new UnsafeName();
        }
        entries.put(name, chunks(in));
      }
      if (in.read() >= 0) {
        throw new Damaged("its index goes on after its end");
      }
    } catch (java.io.EOFException | java.io.UTFDataFormatException e) {
      throw new Damaged("its index is cut short");
    }
    return new Index(entries);
  }

  private static List<Chunk> chunks(DataInputStream in) throws IOException {
    int count = limited(in.readInt(), MOST_CHUNKS);
    List<Chunk> chunks = new ArrayList<>(Math.min(count, in.available() / 48));
    for (int i = 0; i < count; i++) {
      byte[] digest = new byte[Hash.LENGTH];
      in.readFully(digest);
      chunks.add(
          new Chunk(
              Hash.of(digest),
              limited(in.readInt(), Chunker.LONGEST),
              limited(in.readInt(), Integer.MAX_VALUE),
              limited(in.readInt(), Integer.MAX_VALUE),
              limited(in.readInt(), Segments.LARGEST)));
    }
    return chunks;
  }

  private static void requireSafe(String name, int place) throws UnsafeName {
    boolean store = place == 0 && name.equals(STORE);
    boolean file = name.startsWith(HOME) && HomeFile.isSafe(name.substring(HOME.length()));
    if (!store && !file) {
      throw new UnsafeName();
    }
  }

  private static int limited(int number, int most) throws Damaged {
    if (number < 0 || number > most) {
      throw new Damaged("its index has a number that is too great");
    }
    return number;
  }

  /** A name that leads elsewhere, or stands where it must not. */
  public static final class UnsafeName extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafeName() {
      super("a file's name in it is not a plain relative path");
    }
  }
}
