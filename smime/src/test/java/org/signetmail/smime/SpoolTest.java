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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;

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
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsDoneWithIsUsedAgainAndNeverReadForAnother(@TempDir Path folder)
      throws IOException {
    Spool spool = new Spool(folder, 1000, 1 << 20);
    InputStream late;
    byte[] first;
    try (Octets octets = spool.keep(new ByteArrayInputStream(CONTENT))) {
      late = octets.stream();
      first = Files.readAllBytes(open(folder).getFirst());
    }
    byte[] other = new byte[CONTENT.length - 5000];
    try (Octets octets = spool.keep(new ByteArrayInputStream(other))) {
      List<Path> open = open(folder);
      assertEquals(1, open.size());
      byte[] second = Files.readAllBytes(open.getFirst());
      assertFalse(
          new String(xor(first, second), StandardCharsets.ISO_8859_1).startsWith("swordfish"),
          "the same key stream would show it");
      assertArrayEquals(other, octets.toByteArray());
      assertEquals(other.length, octets.size());
      assertThrows(IOException.class, late::readAllBytes);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onlyAFewFilesAreKept(@TempDir Path folder) throws IOException {
    Spool spool = new Spool(folder, 1000, 1 << 20);
    List<Octets> many = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      many.add(spool.keep(new ByteArrayInputStream(CONTENT)));
    }
    assertEquals(9, open(folder).size());
    for (Octets octets : many) {
      octets.close();
    }
    assertEquals(4, open(folder).size());
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] sum = new byte[Math.min(one.length, other.length)];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (byte) (one[i] ^ other[i]);
    }
    return sum;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAMessageTookIsGivenBackWhenItIsClosed(@TempDir Path folder) throws IOException {
    People people = new People();
    SigningIdentity alice = people.signer("alice", KeyAlgorithm.P_256);
    DecryptionIdentity bob = people.reader("bob", KeyAlgorithm.P_256);
    String text = Mail.PLAIN + "and again\r\n".repeat(8000);
    String entity = "Content-Type: text/plain\r\n\r\npay Bob\r\n";
    byte[] carrying = Forgery.of(alice, entity.repeat(1000)).opaque();
    String encrypted = Mail.encrypted(text, CryptoProfile.Name.MODERN, bob.certificate());
    Spool spool = new Spool(folder, 1000, 1 << 24);
    for (Octets message :
        List.of(
            Mail.octets(encrypted),
            Mail.octets(Mail.signed(text, alice, MessageSigner.Form.OPAQUE)),
            Mail.octets(Mail.signed(encrypted, alice, MessageSigner.Form.OPAQUE)),
            Foreign.message("alice@example.test", Forgery.bytes(entity), carrying))) {
      for (int i = 0; i < 10; i++) {
        List<DecryptionIdentity> keys = i < 5 ? List.of() : List.of(bob);
        new MessageReader(keys, people.trust(), spool, MessageReader.Options.standard())
            .read(message, People.NOW)
            .close();
      }
      assertTrue(open(folder).size() <= 4, "no more than are kept for the next");
    }
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
