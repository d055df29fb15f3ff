package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mail for a Postfix, each to recipients of its own.
 *
 * @param name tells one flood's recipients from another's; letters
 * @param small messages of 4 KB from {@code smtp-source}
 * @param large messages of 100 KB, which do not stay in memory
 * @param pairs messages to two who are treated differently, so that each is split
 */
record MailFlood(String name, int small, int large, int pairs) {
  /** Who sends all of it. */
  static final String SENDER = "sender@example.test";

  private static final Duration SLOWEST = Duration.ofMinutes(3);

  /** Of a system that is killed again and again. */
  private static final Duration SLOWEST_EACH = Duration.ofMillis(100);

  /** A flood of which every fifth message is split and every fiftieth is large. */
  static MailFlood of(String name, int messages) {
    int pairs = messages / 5;
    int large = messages / 50;
    return new MailFlood(name, messages - pairs - large, large, pairs);
  }

  int messages() {
    return small + large + pairs;
  }

  int recipients() {
    return messages() + pairs;
  }

  /** Sends it; Postfix has all of it on return. */
  void send(int port) {
    source(port, small, 4_000, "single");
    source(port, large, 100_000, "large");
    try (SmtpDialogue dialogue = new SmtpDialogue(port)) {
      for (int i = 0; i < pairs; i++) {
        String text =
            "From: sender@example.test\r\nTo: %s, %s\r\nSubject: pair\r\n"
                    .formatted(left(i), other(i))
                + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <%s%d@example.test>\r\n\r\n"
                    .formatted(name, i)
                + "To two of you.\r\n";
        String reply =
            dialogue.send(
                SENDER, List.of(left(i), other(i)), text.getBytes(StandardCharsets.US_ASCII));
        assertEquals("250", reply.substring(0, 3), reply);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks that nobody who was written to is unknown; {@code smtp-source} counts its own. */
  void isWholeIn(MailCount count) {
    assertEquals(small, numbered(count, "single"), "of the small ones some are lost: " + name);
    assertEquals(large, numbered(count, "large"), "of the large ones some are lost: " + name);
    Set<String> lost = new HashSet<>();
    for (int i = 0; i < pairs; i++) {
      lost.addAll(List.of(left(i), other(i)));
    }
    lost.removeAll(count.known());
    assertEquals(Set.of(), lost, "lost");
  }

  private long numbered(MailCount count, String kind) {
    Pattern numbered = Pattern.compile("\\d+" + kind + name + "@other\\.test");
    return count.known().stream().filter(one -> numbered.matcher(one).matches()).count();
  }

  private String left(int i) {
    return "pair" + i + name + "@leave.test";
  }

  private String other(int i) {
    return "pair" + i + name + "@other.test";
  }

  private void source(int port, int messages, int octets, String kind) {
    if (messages == 0) {
      return;
    }
    Tool.run(
            SLOWEST.plus(SLOWEST_EACH.multipliedBy(messages)),
            List.of(
                "smtp-source",
                "-s",
                "8",
                "-m",
                Integer.toString(messages),
                "-N",
                "-l",
                Integer.toString(octets),
                "-f",
                SENDER,
                "-t",
                kind + name + "@other.test",
                "127.0.0.1:" + port))
        .succeeded();
  }
}
