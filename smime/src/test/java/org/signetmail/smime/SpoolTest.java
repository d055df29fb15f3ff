package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What waits on disk cannot be read by others, and is gone with its owner or with the process. */
class SpoolTest {
  private static final byte[] CONTENT =
      "swordfish ".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

  @Test
  void octetsComeBackAndTheirFileGoesWithTheLastOwner(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("spool");
    Spool spool = new Spool(place, 1000, 1 << 20);
    Octets shared;
    try (Octets octets = spool.keep(new ByteArrayInputStream(CONTENT))) {
      assertArrayEquals(CONTENT, octets.toByteArray());
      shared = octets.share();
    }
    try (shared) {
      byte[] piece = shared.slice(100_005, 10).toByteArray();
      assertEquals("fish sword", new String(piece, StandardCharsets.US_ASCII));
    }
    assertThrows(IOException.class, shared::stream);
    assertEquals(List.of(), list(place));
    assertTrue(Files.getPosixFilePermissions(place).size() == 3);
  }

  @Test
  void moreThanItsMaximumIsRefused(@TempDir Path folder) {
    Spool spool = new Spool(folder, 1000, 1 << 20);
    assertThrows(
        IOException.class, () -> spool.keep(new ByteArrayInputStream(new byte[(1 << 20) + 1])));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileHasNoNameAndShowsNothing(@TempDir Path folder) throws IOException {
    Spool spool = new Spool(folder, 1000, 1 << 20);
    try (Octets octets = spool.keep(new ByteArrayInputStream(CONTENT))) {
      assertEquals(List.of(), list(folder));
      List<Path> open = open(folder);
      assertEquals(1, open.size());
      byte[] onDisk = Files.readAllBytes(open.getFirst());
      assertEquals(octets.size(), onDisk.length);
      assertFalse(new String(onDisk, StandardCharsets.ISO_8859_1).contains("swordfish"));
    }
    assertEquals(List.of(), open(folder));
  }

  /** The key dies with the process, and so does the file. */
  @Test
  void aKilledProcessLeavesNothing(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Keeper.class.getName(),
                folder.toString())
            .redirectError(new File("/dev/null"))
            .start();
    try {
      assertNotEquals(-1, process.getInputStream().read(), "it keeps octets now");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals(List.of(), list(folder));
  }

  /** Keeps octets until it is killed. */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] arguments) throws Exception {
      Spool spool = new Spool(Path.of(arguments[0]), 1000, 1 << 20);
      try (Octets octets = spool.keep(new ByteArrayInputStream(CONTENT))) {
        System.out.println(octets.size());
        System.out.flush();
        Thread.sleep(60_000);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static List<Path> open(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(f -> target(f).startsWith(folder.toString())).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
