package org.signetmail.app.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.Spool;

class MboxTest {
  @Test
  void messagesAreWhatLiesBetweenTheFromLines() throws IOException {
    assertEquals(
        List.of("A: 1\n\nFrom me\n>>From you\n", "B: 2\n\ntext\n\nmore\n", "C: 3\n\nno end"),
        read(
            "From x\nA: 1\n\n>From me\n>>From you\n\nFrom y\nB: 2\n\ntext\n\nmore\n\nFrom z\n"
                + "C: 3\n\nno end",
            1000));
  }

  @Test
  void anEmptyOneHasNone() throws IOException {
    assertEquals(List.of(), read("", 10));
    assertEquals(List.of(), read("\n\n", 10));
    assertEquals(List.of(), read("From x\n", 10));
  }

  @Test
  void whatIsLargerThanTheLimitIsPassedOverAndTheNextIsRead() throws IOException {
    String long1 = "A: 1\n\n" + "x".repeat(200_000) + "\n" + "y\n".repeat(50_000);
    assertEquals(
        List.of("too large", "B: 2\n"), read("From x\n" + long1 + "\nFrom y\nB: 2\n", 100_000));
    assertEquals(List.of(long1, "B: 2\n"), read("From x\n" + long1 + "\nFrom y\nB: 2\n", 400_000));
  }

  @Test
  void aLongLineWithFromInItIsOneLine() throws IOException {
    String line = "x".repeat((1 << 16)) + "From here\n";
    assertEquals(List.of(line), read("From x\n" + line, 1_000_000));
  }

  private static List<String> read(String text, long largest) throws IOException {
    Mbox mbox =
        new Mbox(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
            Spool.standard(),
            largest);
    List<String> read = new ArrayList<>();
    for (var next = mbox.next(); next.isPresent(); next = mbox.next()) {
      try (Mbox.Message message = next.get()) {
        assertEquals(read.size() + 1, message.number());
        read.add(
            message.octets().isEmpty()
                ? "too large"
                : new String(message.octets().get().toByteArray(), StandardCharsets.US_ASCII));
      }
    }
    return read;
  }
}
