package org.signetmail.app.log;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.tlog.EntryBundle;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.HashTile;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.LogReader;
import org.signetmail.tlog.MerkleTree;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.Tile;

/**
 * A log read from its tiles over HTTP (C2SP tlog-tiles), as any outsider may: at the size of the
 * checkpoint that was served first. Nothing in it is believed; {@code Auditor} recomputes it.
 *
 * <p>Keeps the last few tiles, so that a reader that goes on in order asks for each once. Not safe
 * for use by several threads.
 */
public final class ServedLog implements LogReader {
  private static final int HEIGHT = 8;
  private static final int LARGEST_LEAF = 0xFFFF;
  private static final int LARGEST = Tile.WIDTH * (2 + LARGEST_LEAF);
  private static final int KEPT = 32;

  private final BoundedHttp http;
  private final URI prefix;
  private final PublishedCheckpoint checkpoint;
  private final Map<String, byte[]> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  private ServedLog(BoundedHttp http, URI prefix, Instant now) {
    this.http = http;
    this.prefix = prefix;
    SignedNote note = SignedNote.parse(get("checkpoint", SignedNote.MAX_LENGTH));
    this.checkpoint = new PublishedCheckpoint(note, now);
  }

  /**
   * Fetches the checkpoint.
   *
   * @param prefix the address of the log, to which {@code checkpoint} and {@code tile/…} are added
   * @param now when this is
   * @throws Failure in one line, when the log does not answer or the address is none
   * @throws LogFormatException when what it serves is not a checkpoint
   */
  public static ServedLog open(String prefix, BoundedHttp http, Instant now) {
    URI address;
    try {
      address = URI.create(prefix.endsWith("/") ? prefix : prefix + "/");
    } catch (IllegalArgumentException e) {
      throw noAddress(prefix);
    }
    if (!BoundedHttp.reaches(address)) {
      throw noAddress(prefix);
    }
    return new ServedLog(http, address, now);
  }

  @Override
  public Optional<PublishedCheckpoint> latestCheckpoint() {
    return Optional.of(checkpoint);
  }

  @Override
  public long size() {
    return checkpoint.checkpoint().size();
  }

  @Override
  public List<byte[]> leaves(long from, long to) {
    check(from, to, size());
    List<byte[]> leaves = new ArrayList<>();
    for (long index = from / Tile.WIDTH; index * Tile.WIDTH < to; index++) {
      EntryBundle bundle = new EntryBundle(index, width(index, size()));
      List<byte[]> all = bundle.split(tile(bundle));
      long start = index * Tile.WIDTH;
      leaves.addAll(
          all.subList(
              (int) (Math.max(from, start) - start),
              (int) (Math.min(to, start + all.size()) - start)));
    }
    return leaves;
  }

  @Override
  public List<Hash> nodes(int level, long from, long to) {
    check(from, to, size() >> level);
    List<Hash> nodes = new ArrayList<>();
    for (long index = from; index < to; index++) {
      nodes.add(node(level, index));
    }
    return nodes;
  }

  /** Tiles hold every eighth level; what lies between is computed from the hashes under it. */
  @Override
  public Hash node(int level, long index) {
    int served = level / HEIGHT;
    int above = level % HEIGHT;
    if (above > 0) {
      return MerkleTree.nodeHash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
    }
    long number = index / Tile.WIDTH;
    HashTile tile = new HashTile(served, number, width(number, size() >> level));
    byte[] hashes = tile(tile);
    if (hashes.length != tile.width() * Hash.LENGTH) {
      throw new LogFormatException(
          "tile " + tile.path() + ": must hold " + tile.width() + " hashes (C2SP tlog-tiles)");
    }
    int offset = (int) (index % Tile.WIDTH) * Hash.LENGTH;
    return Hash.of(Arrays.copyOfRange(hashes, offset, offset + Hash.LENGTH));
  }

  private static int width(long tile, long available) {
    return (int) Math.min(Tile.WIDTH, available - tile * Tile.WIDTH);
  }

  private byte[] tile(Tile tile) {
    byte[] known = kept.get(tile.path());
    if (known == null) {
      known = get(tile.path(), LARGEST);
      kept.put(tile.path(), known);
    }
    return known;
  }

  private byte[] get(String path, int most) {
    URI address = prefix.resolve(path);
    try {
      BoundedHttp.Answer answer = http.get(address, most);
      if (!answer.isOk()) {
        throw new Failure(
            ExitCode.UNREACHABLE,
            address + ": HTTP " + answer.status() + " (C2SP tlog-tiles); ask its keeper");
      }
      return answer.body();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE, address + ": " + e.getMessage() + "; check the address", e);
    }
  }

  private static void check(long from, long to, long size) {
    Objects.checkFromToIndex(from, to, size);
  }

  private static Failure noAddress(String text) {
    return Failure.usage(
        "--url " + text + ": is no address of a log; write https://host/log, as its keeper says");
  }
}
