package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that gives no more heap. Signet stays up, says so with 4xx or by not answering, and
 * goes on when it is over; nothing is lost. Full disks are OutageTest's.
 */
class HardTimesTest {
  private static final int MESSAGES = 60;

  @TempDir Path folder;

  /** What is wrong for a while. */
  private interface Trouble {
    void run(SendingQueue queue) throws Exception;
  }

  /** Every one is signed, which takes its octets through memory and spool. */
  @Test
  void moreLargeMessagesThanTheHeapHolds() throws Exception {
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet = new SignetProcess(folder.resolve("home"), hop.port(), LossTest.POLICY);
      SignetProcess.Running running = signet.start("-Xmx64m");
      through(
          signet,
          hop,
          "heap",
          queue -> {
            List<CompletableFuture<String>> sent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              int number = i;
              sent.add(CompletableFuture.supplyAsync(() -> large(signet.outbound(), number)));
            }
            queue.add("beside", MESSAGES);
            for (CompletableFuture<String> one : sent) {
              String reply = one.join();
              assertTrue(reply.matches("(?s)(250|4|5|gone).*"), reply);
            }
          });
      assertTrue(running.process().isAlive());
      running.stop();
    }
  }

  private static String large(int port, int number) {
    String header =
        "From: sender@example.test\r\nTo: large@other.test\r\nSubject: large\r\n"
            + "Date: Mon, 30 Nov 2026 12:00:00 +0000\r\nMessage-ID: <large"
            + number
            + "@example.test>\r\n\r\n";
    byte[] message =
        (header + ("x".repeat(76) + "\r\n").repeat(20 << 20 >> 6))
            .getBytes(StandardCharsets.US_ASCII);
    try (SmtpDialogue dialogue = new SmtpDialogue(port)) {
      return dialogue.send("sender@example.test", List.of("large@other.test"), message);
    } catch (IOException e) {
      return "gone: " + e.getMessage();
    }
  }

  /** Mail before, during and after; each of it arrives once, or its sender is told. */
  private static void through(SignetProcess signet, FaultyHop hop, String name, Trouble trouble)
      throws Exception {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), signet.outbound());
    try (SendingQueue queue = new SendingQueue(List.of(server))) {
      queue.add(name + "before", MESSAGES);
      trouble.run(queue);
      queue.add(name + "after", MESSAGES);
      assertTrue(queue.awaitEmpty(Duration.ofMinutes(2)), "stuck: " + queue.deferrals());
      MailCount count = MailCount.of(hop.taken());
      Set<String> lost = new HashSet<>(queue.everybody());
      lost.removeAll(count.known());
      lost.removeAll(queue.refused());
      assertEquals(Set.of(), lost, "lost");
      Set<String> twice = new HashSet<>(count.twice());
      twice.retainAll(queue.everybody());
      twice.removeAll(queue.unheard());
      assertEquals(Set.of(), twice, "twice, though every answer was heard");
    }
  }
}
