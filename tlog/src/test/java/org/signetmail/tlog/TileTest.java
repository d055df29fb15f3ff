package org.signetmail.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.signetmail.tlog.SignedNoteTest.assertOneLine;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TileTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "1, 1000, 8, tile/1/x001/000.p/8",
    "63, 999, 255, tile/63/999.p/255",
    "2, 999999999999999, 1, tile/2/x999/x999/x999/x999/999.p/1",
  })
  void writesAndReadsPaths(int level, long index, int width, String path) {
    HashTile tile = new HashTile(level, index, width);
    assertEquals(path, tile.path());
    assertEquals(tile, Tile.parse(path));
    EntryBundle bundle = new EntryBundle(index, width);
    assertEquals(bundle, Tile.parse(bundle.path()));
    assertEquals(path.replaceFirst("tile/[0-9]+", "tile/entries"), bundle.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "/tile/0/000",
        "tile/0/000/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/067",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/08",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p",
        "tile/0/../000",
        "tile/0/x001/x001/x001/x001/x001/001",
        "tile/0/٠٠٠",
      })
  void refusesOtherPaths(String path) {
    assertOneLine(() -> Tile.parse(path));
  }

  @Test
  void refusesTilesThatCannotBe() {
    assertOneLine(() -> new HashTile(-1, 0, 1));
    assertOneLine(() -> new HashTile(64, 0, 1));
    assertOneLine(() -> new HashTile(0, -1, 1));
    assertOneLine(() -> new HashTile(0, Long.MAX_VALUE, 1));
    assertOneLine(() -> new HashTile(0, 0, 0));
    assertOneLine(() -> new EntryBundle(0, 257));
  }

  @Test
  void readsTilesOfALog() {
    MemoryLogStore log = new MemoryLogStore();
    List<LogEntry> entries =
        IntStream.range(0, 600)
            .mapToObj(i -> LogEntry.of(EntryType.KEY_ARCHIVED, Instant.EPOCH).with("n", "" + i))
            .toList();
    log.append(entries);

    byte[] full = new HashTile(0, 1, 256).read(log, 600).orElseThrow();
    assertEquals(256 * 32, full.length);
    assertEquals(entries.get(256).leafHash(), Hash.of(Arrays.copyOf(full, 32)));
    byte[] partial = new HashTile(0, 2, 88).read(log, 600).orElseThrow();
    assertEquals(88 * 32, partial.length);
    byte[] above = new HashTile(1, 0, 2).read(log, 600).orElseThrow();
    List<Hash> hashes = entries.stream().map(LogEntry::leafHash).toList();
    assertEquals(
        ReferenceTree.mth(hashes.subList(256, 512)), Hash.of(Arrays.copyOfRange(above, 32, 64)));

    assertEquals(Optional.empty(), new HashTile(0, 2, 89).read(log, 600));
    assertEquals(Optional.empty(), new HashTile(0, 2, 256).read(log, 600));
    assertEquals(Optional.empty(), new HashTile(0, 2, 88).read(log, 599));
    assertEquals(Optional.empty(), new HashTile(1, 0, 3).read(log, 600));
    assertEquals(Optional.empty(), new HashTile(8, 0, 1).read(log, 600));
    assertEquals(Optional.empty(), new HashTile(63, 0, 1).read(log, 600));
    assertEquals(Optional.empty(), new EntryBundle(3, 1).read(log, 600));

    EntryBundle bundle = new EntryBundle(2, 88);
    List<byte[]> leaves = bundle.split(bundle.read(log, 600).orElseThrow());
    assertEquals(88, leaves.size());
    assertArrayEquals(entries.get(512).leaf(), leaves.getFirst());
    assertArrayEquals(entries.get(599).leaf(), leaves.getLast());
  }

  @Test
  void splitsBundlesStrictly() {
    EntryBundle bundle = new EntryBundle(0, 2);
    assertEquals(2, bundle.split(new byte[] {0, 1, 'a', 0, 0}).size());
    assertOneLine(() -> bundle.split(new byte[] {}));
    assertOneLine(() -> bundle.split(new byte[] {0, 1, 'a'}));
    assertOneLine(() -> bundle.split(new byte[] {0, 1, 'a', 0}));
    assertOneLine(() -> bundle.split(new byte[] {0, 1, 'a', 0, 1}));
    assertOneLine(() -> bundle.split(new byte[] {0, 1, 'a', 0, 0, 0}));
    assertOneLine(() -> bundle.split(new byte[] {(byte) 0xff, (byte) 0xff, 'a', 0, 0, 0}));
  }
}
