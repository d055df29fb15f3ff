package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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

  private static final MailFlood FLOOD = MailFlood.of("x", MESSAGES);

  /** Between the hop's taking and a kill that can have hidden it: the hop is slow sometimes. */
  private static final Duration WINDOW = Duration.ofMillis(1500);

  static final String POLICY =
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

  @TempDir Path folder;

  private final Random random = new Random(11);
  private final List<Long> kills = new ArrayList<>();

  @Test
  void nothingIsLostAndWhatIsDoubledDiedUnheard() throws Exception {
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet =
          new SignetProcess(folder.resolve("home"), hop.port(), POLICY).with(MailFlood.SENDER);
      int port = SignetProcess.freePorts(1).getFirst();
      try (PostfixInstance postfix =
          PostfixInstance.start(folder.resolve("postfix"), port, signet.outbound())) {
        SignetProcess.Running running = signet.start();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> FLOOD.send(port));
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
        postfix.awaitEmpty(Duration.ofMinutes(2 + MESSAGES / 500));
        running.stop();
      }
      count(hop.taken());
    }
  }

  private void count(List<FaultyHop.Taken> taken) throws IOException {
    MailCount count = MailCount.of(taken);
    FLOOD.isWholeIn(count);
    List<String> unexplained = new ArrayList<>();
    List<Long> windows = new ArrayList<>();
    for (String recipient : count.twice()) {
      List<Long> all = new ArrayList<>(count.times(recipient));
      all.removeLast();
      all.forEach(time -> windows.add(toNextKill(time)));
      if (!all.stream().allMatch(this::diedUnheard)) {
        unexplained.add(recipient + all.stream().map(this::toNextKill).toList());
      }
    }
    windows.sort(null);
    String line =
        ("%d messages, %d recipients, %d kills: %d delivered, %d reported, %d twice, 0 lost, %d"
             + " messages sealed; between the hop's taking and our death %d ms in the middle, %d ms"
             + " at most")
            .formatted(
                FLOOD.messages(),
                FLOOD.recipients(),
                KILLS,
                count.delivered().size(),
                count.reported().size(),
                count.twice().size(),
                count.sealed(),
                windows.isEmpty() ? 0 : windows.get(windows.size() / 2),
                windows.isEmpty() ? 0 : windows.getLast());
    System.out.println(line);
    Files.writeString(Scratch.folder("loss").resolve("result.txt"), line + "\n");
    assertEquals(List.of(), unexplained, "twice, though nobody died: " + line);
    assertTrue(count.sealed() > MESSAGES / 2, "hardly anything was sealed: " + line);
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
}
