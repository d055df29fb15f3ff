package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.MessageSigner.Form;

/** Large files are read where they lie. */
class FileOctetsTest {
  private static final People PEOPLE = new People();
  private final byte[] content = new byte[300_000];
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("mail.eml"), content);
  }

  @Test
  void anyPartIsReadAsOftenAsWanted() throws IOException {
    try (Octets octets = Octets.of(file)) {
      assertArrayEquals(content, octets.toByteArray());
      Octets slice = octets.slice(70_000, 150_000).slice(1, 100_000);
      assertArrayEquals(Arrays.copyOfRange(content, 70_001, 170_001), slice.toByteArray());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      octets.writeTo(out);
      assertArrayEquals(content, out.toByteArray());
    }
  }

  @Test
  void aFileThatIsWrittenToMeanwhileIsAnError() throws IOException {
    try (Octets octets = Octets.of(file)) {
      octets.toByteArray();
      Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
      IOException grown = assertThrows(IOException.class, () -> octets.writeTo(nowhere()));
      assertTrue(String.valueOf(grown.getMessage()).contains("was written to"), grown.toString());
    }
    try (Octets octets = Octets.of(file)) {
      byte[] other = Files.readAllBytes(file);
      other[5] ^= 1;
      Files.write(file, other, StandardOpenOption.WRITE);
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      assertThrows(IOException.class, () -> octets.slice(0, 10).writeTo(nowhere()));
    }
    try (Octets octets = Octets.of(file)) {
      Files.write(file, new byte[10]);
      assertThrows(IOException.class, () -> octets.writeTo(nowhere()));
    }
  }

  @Test
  void aMessageInAFileIsSignedAndVerifiedThere() throws IOException {
    StringBuilder text = new StringBuilder(Mail.PLAIN);
    while (text.length() < 200_000) {
      text.append("One more line of a long letter.\r\n");
    }
    for (String ends : new String[] {"\r\n", "\n"}) {
      Path plain =
          Files.writeString(folder.resolve("plain"), text.toString().replace("\r\n", ends));
      Path signed = folder.resolve("signed");
      try (Octets octets = Octets.of(plain);
          var out = Files.newOutputStream(signed)) {
        Mail.signer(PEOPLE.signer("alice", KeyAlgorithm.P_256), Form.MULTIPART_SIGNED)
            .sign(octets, People.NOW, People.RANDOM, out);
      }
      try (Octets octets = Octets.of(signed);
          Reading reading = Mail.read(octets, PEOPLE)) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
        assertEquals("the plan", reading.subject());
      }
    }
  }

  private static java.io.OutputStream nowhere() {
    return java.io.OutputStream.nullOutputStream();
  }
}
