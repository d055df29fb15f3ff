package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that gives no more: no file handles, no heap for one message. Signet stays up, puts
 * mail off with 4xx where it cannot take it, refuses none for good, says in its log what is wrong,
 * and goes on by itself when it is over; nothing is lost. Full disks are OutageTest's.
 */
class HardTimesTest {
  private static final int MESSAGES = 60;

  /** Handles that are left when the machine gives no more. */
  private static final int SPARE = 20;

  /** For what was put off: it is tried again after 0.3 s. */
  private static final Duration RECOVERED = Duration.ofSeconds(45);

  private static final String NOT_ACCEPTED = ": client not accepted: ";

  /** What we say when we cannot do it now; and the next hop's own "later", passed on. */
  private static final String LATER = "(?s)(.*: )?4[25][0-9] 4\\.[0-9]\\.[0-9] .*";

  @TempDir Path folder;

  /** What is wrong for a while. */
  private interface Trouble {
    void run(SendingQueue queue) throws Exception;
  }

  /** Clients that say nothing take all handles; mail and web are there again when they go. */
  @Test
  void noFileHandlesAreLeft() throws Exception {
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet =
          new SignetProcess(folder.resolve("home"), hop.port(), LossTest.POLICY)
              .with(MailFlood.SENDER);
      try (SignetProcess.Running running = signet.start()) {
        through(
            signet,
            hop,
            "handles",
            mail -> {
              assertTrue(mail.awaitEmpty(RECOVERED));
              assertTrue(isReady(signet));
              leave(SPARE, running.process().pid());
              List<Socket> silent = new ArrayList<>();
              try {
                for (int i = 0; i < 10 * SPARE; i++) {
                  silent.add(silent(signet.outbound(), i));
                }
                await("it has handles left", () -> signet.log().contains(NOT_ACCEPTED));
                mail.add("crowded", MESSAGES);
                await("it takes connections without a handle", () -> !isReady(signet));
                assertFalse(mail.awaitEmpty(Duration.ofSeconds(3)), "there was no trouble at all");
              } finally {
                for (Socket one : silent) {
                  one.close();
                }
              }
            });
        await("the web is not there again", () -> isReady(signet));
        running.stop();
      }
    }
  }

  /** Every one is signed, which takes its octets through memory and spool. */
  @Test
  void moreLargeMessagesThanTheHeapHolds() throws Exception {
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet =
          new SignetProcess(folder.resolve("home"), hop.port(), LossTest.POLICY)
              .with(MailFlood.SENDER);
      try (SignetProcess.Running running = signet.start("-Xmx64m")) {
        through(
            signet,
            hop,
            "heap",
            mail -> {
              List<CompletableFuture<String>> sent = new ArrayList<>();
              for (int i = 0; i < 12; i++) {
                int number = i;
                sent.add(CompletableFuture.supplyAsync(() -> large(signet.outbound(), number, 20)));
              }
              mail.add("beside", MESSAGES);
              for (CompletableFuture<String> one : sent) {
                String reply = one.join();
                assertTrue(
                    reply.startsWith("250 ") || reply.matches(LATER) || FaultyHop.isRefusal(reply),
                    reply);
              }
            });
        assertTrue(running.process().isAlive());
        running.stop();
      }
    }
  }

  /** The reply to one message of so many megabytes. */
  private static String large(int port, int number, int megabytes) {
    String header =
        "From: sender@example.test\r\nTo: large@other.test\r\nSubject: large\r\n"
            + "Date: Mon, 30 Nov 2026 12:00:00 +0000\r\nMessage-ID: <large"
            + number
            + "@example.test>\r\n\r\n";
    byte[] message =
        (header + ("x".repeat(76) + "\r\n").repeat((megabytes << 20) / 78))
            .getBytes(StandardCharsets.US_ASCII);
    try (SmtpDialogue dialogue = new SmtpDialogue(port)) {
      return dialogue.send("sender@example.test", List.of("large@other.test"), message);
    } catch (IOException e) {
      return "gone: " + e.getMessage();
    }
  }

  /** One of many clients: what one address may open is limited. */
  private static Socket silent(int port, int number) throws IOException {
    InetAddress client = InetAddress.getByName("127.0.0." + (2 + number % 100));
    return new Socket(InetAddress.getByName("127.0.0.1"), port, client, 0);
  }

  private static boolean isReady(SignetProcess signet) throws InterruptedException {
    return signet.http("/health/ready").orElse("").startsWith("200");
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + RECOVERED.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(300);
    }
  }

  /** No more handles than it has now, and a few. */
  private static void leave(int spare, long pid) throws IOException {
    long held;
    try (Stream<Path> handles = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      held = handles.count();
    }
    String most = Long.toString(held + spare);
    Tool.run("prlimit", "--pid", Long.toString(pid), "--nofile=" + most + ":" + most).succeeded();
  }

  /**
   * Mail before, during and after; each of it arrives once, or its sender is told by whom it was
   * refused: the next hop, never us.
   */
  private static void through(SignetProcess signet, FaultyHop hop, String name, Trouble trouble)
      throws Exception {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), signet.outbound());
    try (SendingQueue queue = new SendingQueue(List.of(server))) {
      queue.add(name + "before", MESSAGES);
      trouble.run(queue);
      queue.add(name + "after", MESSAGES);
      assertTrue(queue.awaitEmpty(RECOVERED), "stuck: " + queue.deferrals());
      assertEquals(
          List.of(),
          queue.refusals().stream().filter(one -> !FaultyHop.isRefusal(one)).toList(),
          "refused for good because of trouble of ours");
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
