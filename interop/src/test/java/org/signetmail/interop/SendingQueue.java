package org.signetmail.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that sends: each message waits in memory until one of several next hops has taken
 * it with 250 or refused it for good with 5xx, and goes to another one after each failure (RFC 5321
 * §4.5.4, §5.1). It knows which attempts ended without an answer to the text: they may have
 * arrived, and only they explain a double (RFC 1047).
 */
final class SendingQueue implements AutoCloseable {
  private static final int SENDERS = 6;
  private static final int PATIENCE_MILLIS = 60_000;

  private record Letter(String id, List<String> to, int tries) {}

  private final List<InetSocketAddress> nodes;
  private final BlockingQueue<Letter> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private final Set<String> everybody = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> unheard = ConcurrentHashMap.newKeySet();
  private final Map<InetSocketAddress, Integer> taken = new ConcurrentHashMap<>();
  private final Queue<String> deferrals = new ConcurrentLinkedQueue<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();

  SendingQueue(List<InetSocketAddress> nodes) {
    this.nodes = nodes;
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofVirtual().start(this::send));
    }
  }

  /** So many messages more; every fifth is for two who are treated differently. */
  void add(String name, int count) {
    for (int i = 0; i < count; i++) {
      String id = name + i;
      List<String> to =
          i % 5 == 0
              ? List.of(id + "@other.test", id + "@leave.test")
              : List.of(id + "@other.test");
      everybody.addAll(to);
      messages.incrementAndGet();
      open.incrementAndGet();
      waiting.add(new Letter(id, to, i));
    }
  }

  boolean awaitEmpty(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (open.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    return open.get() == 0;
  }

  int messages() {
    return messages.get();
  }

  int open() {
    return open.get();
  }

  Set<String> everybody() {
    return everybody;
  }

  /** Whose sender was told at once. */
  Set<String> refused() {
    return refused;
  }

  /** Of whose messages an attempt ended after the text and before the answer. */
  Set<String> unheard() {
    return unheard;
  }

  /** Answers that were no 250, and what kept an attempt from one. */
  List<String> deferrals() {
    return List.copyOf(deferrals);
  }

  /** What was said where a message was refused for good. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** How many each node took. */
  Map<InetSocketAddress, Integer> taken() {
    return Map.copyOf(taken);
  }

  @Override
  public void close() {
    senders.forEach(Thread::interrupt);
  }

  private void send() {
    try {
      while (true) {
        Letter letter = waiting.take();
        if (!isDone(letter)) {
          Thread.sleep(300);
          waiting.add(new Letter(letter.id, letter.to, letter.tries + 1));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone(Letter letter) {
    InetSocketAddress node = nodes.get(letter.tries % nodes.size());
    boolean isTextOut = false;
    boolean isDone = false;
    try (SmtpDialogue dialogue = new SmtpDialogue(node, PATIENCE_MILLIS)) {
      String reply = dialogue.say("MAIL FROM:<" + MailFlood.SENDER + ">");
      for (String to : letter.to) {
        reply = reply.startsWith("2") ? dialogue.say("RCPT TO:<" + to + ">") : reply;
      }
      reply = reply.startsWith("2") ? dialogue.say("DATA") : reply;
      if (reply.startsWith("354")) {
        isTextOut = true;
        reply = dialogue.text(text(letter));
        isTextOut = false;
      }
      isDone = isFinal(letter, node, reply);
      return isDone;
    } catch (IOException e) {
      if (isDone) {
        return true; // it went before QUIT
      }
      if (isTextOut) {
        unheard.addAll(letter.to);
      }
      deferrals.add(node.getHostString() + ": " + e.getMessage());
      return false;
    }
  }

  private boolean isFinal(Letter letter, InetSocketAddress node, String reply) {
    if (reply.startsWith("2")) {
      taken.merge(node, 1, Integer::sum);
      open.decrementAndGet();
      return true;
    }
    if (reply.startsWith("5")) {
      refusals.add(reply);
      refused.addAll(letter.to);
      open.decrementAndGet();
      return true;
    }
    deferrals.add(node.getHostString() + ": " + reply);
    return false;
  }

  private static byte[] text(Letter letter) {
    return """
    From: sender@example.test\r
    To: %s\r
    Subject: one of many\r
    Date: Mon, 30 Nov 2026 12:00:00 +0000\r
    Message-ID: <%s@example.test>\r
    \r
    One of many.\r
    """
        .formatted(String.join(", ", letter.to), letter.id)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
