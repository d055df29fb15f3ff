package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.ALICE;
import static org.signetmail.smtp.House.BOB;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;

/** What is too large for memory lies in the spool as long as it is needed, and no longer. */
class LargeMailTest {
  private static final String SIGN =
      """
      outbound: { default: { deliver: { sign: required, encrypt: required } } }
      inbound: { default: { deliver: { sign: no, encrypt: no } } }
      """;

  @Test
  void nothingOfAMessageStaysBehindWhenItWasAnswered() throws Exception {
    House house = new House(BOB);
    List<Integer> whileItIsSent = new ArrayList<>();
    Gateway gateway =
        house.gateway(
            Facts.Direction.OUTBOUND,
            (envelope, octets) -> {
              whileItIsSent.add(spoolFiles());
              return Map.of(BOB, new Answer(250, "2.0.0", "taken"));
            },
            SIGN);
    int before = spoolFiles();
    for (int i = 0; i < 20; i++) {
      gateway.handle(
          new Arrival("1", InetAddress.getLoopbackAddress(), "peer", "ESMTP", Instant.now()),
          new Envelope(
              Optional.of(ALICE), List.of(new Envelope.Recipient(BOB, List.of())), List.of()),
          Octets.of(message(i)));
    }
    assertEquals(20, whileItIsSent.size());
    // A spool keeps a few files for the next message; one a message would be twenty.
    int grown = whileItIsSent.getLast() - whileItIsSent.getFirst();
    assertTrue(grown < 5, whileItIsSent + " files while they are sent");
    int left = spoolFiles() - before;
    assertTrue(left < 5, left + " files are left");
  }

  private static byte[] message(int number) {
    return ("From: alice@example.test\r\nTo: bob@example.test\r\nSubject: plan\r\n"
            + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
            + number
            + "@example.test>\r\n\r\n"
            + "a line of text that is as long as most lines of text are\r\n".repeat(10_000))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Files of this process that have no name any more. */
  private static int spoolFiles() throws IOException {
    int found = 0;
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path one : open.toList()) {
        try {
          found += Files.readSymbolicLink(one).toString().endsWith("(deleted)") ? 1 : 0;
        } catch (IOException e) {
          // closed since it was listed
        }
      }
    }
    return found;
  }
}
