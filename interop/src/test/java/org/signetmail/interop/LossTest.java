package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail from {@code smtp-source} through Postfix and a Signet that is killed with SIGKILL again and
 * again, to a next hop that has bad days: for each recipient every message is delivered, or its
 * sender has a report that it was not; nothing is lost. What comes twice came within the one window
 * that SMTP leaves (RFC 1047): the hop had taken it, and we died before its sender heard of that.
 *
 * <p>{@code interop/loss} runs it with 20,000 messages and 30 kills.
 */
class LossTest {
  private static final int MESSAGES = Integer.getInteger("signet.messages", 400);
  private static final int KILLS = Integer.getInteger("signet.kills", 3);

  /** Two recipients who are treated differently, so that the message is split. */
  private static final int PAIRS = MESSAGES / 5;

  /** Between the hop's taking and a kill that can have hidden it: the hop is slow sometimes. */
  private static final Duration WINDOW = Duration.ofMillis(1500);

  private static final String POLICY =
      """
      outbound:
        rules:
          - name: left as it is
            when: recipient.domain == 'leave.test'
            deliver: { sign: no, encrypt: no }
        default:
          deliver: { sign: if-possible, encrypt: no }
      inbound:
        default:
          deliver: { sign: no, encrypt: no }
      """;

  private static final Pattern FAILED =
      Pattern.compile("(?m)^Final-Recipient: rfc822; ?<?([^>\\s]+)>?");

  @TempDir Path folder;

  private final Random random = new Random(11);
  private final List<Long> kills = new ArrayList<>();

  @Test
  void nothingIsLostAndWhatIsDoubledDiedUnheard() throws Exception {
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet = new SignetProcess(folder.resolve("home"), hop.port(), POLICY);
      int port = SignetProcess.freePorts(1).getFirst();
      try (PostfixInstance postfix =
          PostfixInstance.start(folder.resolve("postfix"), port, signet.outbound())) {
        SignetProcess.Running running = signet.start();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(port));
        for (int kill = 0; kill < KILLS; kill++) {
          Thread.sleep(1500 + random.nextInt(2000));
          kills.add(System.nanoTime());
          running.kill();
          if (kill % 3 == 2) {
            hop.down();
          }
          running = signet.start();
          if (kill % 3 == 2) {
            Thread.sleep(1000); // we are there, and the hop is not
            hop.up();
          }
        }
        sending.join();
        awaitEmpty(postfix);
        running.stop();
      }
      count(hop.taken());
    }
  }

  private static void awaitEmpty(PostfixInstance postfix) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2 + MESSAGES / 500).toNanos();
    while (postfix.queued() > 0) {
      assertTrue(System.nanoTime() < end, "still queued: " + postfix.queued());
      Thread.sleep(1000);
    }
  }

  private void send(int port) {
    Tool.run(
            "smtp-source",
            "-s",
            "8",
            "-m",
            Integer.toString(MESSAGES - PAIRS),
            "-N",
            "-l",
            "4000",
            "-f",
            "sender@example.test",
            "-t",
            "single@other.test",
            "127.0.0.1:" + port)
        .succeeded();
    try {
      sendPairs(port);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sendPairs(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      expect(in, "220");
      say(in, out, "HELO client.example.test", "250");
      for (int i = 0; i < PAIRS; i++) {
        say(in, out, "MAIL FROM:<sender@example.test>", "250");
        say(in, out, "RCPT TO:<pair" + i + "@leave.test>", "250");
        say(in, out, "RCPT TO:<pair" + i + "@other.test>", "250");
        say(in, out, "DATA", "354");
        String text =
            "From: sender@example.test\r\nTo: pair"
                + i
                + "@leave.test, pair"
                + i
                + "@other.test"
                + "\r\nSubject: pair\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <pair"
                + i
                + "@example.test>\r\n\r\nTo two of you.\r\n.";
        say(in, out, text, "250");
      }
      say(in, out, "QUIT", "221");
    }
  }

  private static void say(BufferedReader in, OutputStream out, String what, String wanted)
      throws IOException {
    out.write((what + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    expect(in, wanted);
  }

  private static void expect(BufferedReader in, String wanted) throws IOException {
    String line = String.valueOf(in.readLine());
    assertTrue(line.startsWith(wanted), line);
  }

  private void count(List<FaultyHop.Taken> taken) throws IOException {
    Map<String, List<Long>> delivered = new HashMap<>();
    Map<String, List<Long>> reported = new HashMap<>();
    for (FaultyHop.Taken one : taken) {
      if (one.sender().isEmpty()) {
        Matcher failed = FAILED.matcher(one.text());
        while (failed.find()) {
          reported.computeIfAbsent(failed.group(1), _ -> new ArrayList<>()).add(one.nanos());
        }
      } else {
        one.recipients()
            .forEach(to -> delivered.computeIfAbsent(to, _ -> new ArrayList<>()).add(one.nanos()));
      }
    }
    Set<String> known = new HashSet<>(delivered.keySet());
    known.addAll(reported.keySet());
    assertEquals(Set.of(), minus(expected(known), known), "lost");
    List<String> doubled = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    for (String recipient : known) {
      List<Long> all = new ArrayList<>(delivered.getOrDefault(recipient, List.of()));
      all.addAll(reported.getOrDefault(recipient, List.of()));
      all.sort(null);
      if (all.size() > 1) {
        doubled.add(recipient);
      }
      all.removeLast();
      if (!all.stream().allMatch(this::diedUnheard)) {
        unexplained.add(recipient + all.stream().map(this::toNextKill).toList());
      }
    }
    String line =
        "%d messages, %d recipients, %d kills: %d delivered, %d reported, %d twice, 0 lost"
            .formatted(
                MESSAGES,
                MESSAGES + PAIRS,
                KILLS,
                delivered.size(),
                reported.size(),
                doubled.size());
    System.out.println(line);
    Files.writeString(Scratch.folder("loss").resolve("result.txt"), line + "\n");
    assertEquals(List.of(), unexplained, "twice, though nobody died: " + line);
  }

  /** Whether a kill came right after it, or while its last octets were on their way. */
  private boolean diedUnheard(long nanos) {
    return toNextKill(nanos) < WINDOW.toMillis();
  }

  /** Milliseconds to the nearest kill. */
  private long toNextKill(long nanos) {
    return kills.stream()
        .mapToLong(kill -> Math.abs(kill - nanos) / 1_000_000)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Everybody who was written to; smtp-source counts its recipients itself. */
  private static Set<String> expected(Set<String> known) {
    Set<String> expected = new HashSet<>();
    Pattern numbered = Pattern.compile("\\d+single@other\\.test");
    assertEquals(
        MESSAGES - PAIRS,
        known.stream().filter(one -> numbered.matcher(one).matches()).count(),
        "of those from smtp-source, some are lost");
    for (int i = 0; i < PAIRS; i++) {
      expected.addAll(List.of("pair" + i + "@leave.test", "pair" + i + "@other.test"));
    }
    return expected;
  }

  private static Set<String> minus(Set<String> all, Set<String> known) {
    Set<String> left = new HashSet<>(all);
    left.removeAll(known);
    return left;
  }
}
