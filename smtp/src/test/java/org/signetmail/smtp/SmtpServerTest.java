package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Answers.answer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** The life of a server: begin, full house, silence, TLS, end. */
@Timeout(60)
class SmtpServerTest {
  private final Recorder recorder = new Recorder();

  private SmtpServer start(ServerSettings settings) throws IOException {
    return SmtpServer.start(settings, recorder, Spool.standard(), Clock.systemUTC());
  }

  private static ServerSettings settings() {
    return ServerSettings.loopback(0, "mx.example.test");
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (SmtpServer server = start(settings())) {
      assertTrue(server.address().getAddress().isLoopbackAddress());
      assertEquals(server.port(), server.address().getPort());
      assertTrue(server.port() > 0);
    }
  }

  @Test
  void portTakenSaysWhich() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerSettings same = ServerSettings.loopback(taken.getLocalPort(), "mx.example.test");
      IOException e = assertThrows(IOException.class, () -> start(same));
      assertTrue(
          String.valueOf(e.getMessage()).contains(":" + taken.getLocalPort()), e.getMessage());
    }
  }

  @Test
  void offersWhatItCan() throws Exception {
    try (SmtpServer server = start(settings());
        RawClient client = new RawClient(server.port())) {
      assertEquals("220 mx.example.test ESMTP Signet", client.reply());
      assertEquals(
          """
          250-mx.example.test
          250-PIPELINING
          250-SIZE 52428800
          250-8BITMIME
          250-SMTPUTF8
          250-DSN
          250-CHUNKING
          250 ENHANCEDSTATUSCODES\
          """,
          client.say("EHLO c"));
    }
  }

  @Test
  void saysWhatTheHandlerSaysAndForgets() throws Exception {
    try (SmtpServer server = start(settings());
        RawClient client = new RawClient(server.port()).toText()) {
      recorder.answer =
          e -> new Answer(550, "5.7.1", "rule x\r\n250 2.0.0 forged: " + "word ".repeat(200));
      String reply = client.say("X: y\r\n\r\n.");
      assertTrue(reply.startsWith("550-5.7.1 rule x 250 2.0.0 forged: word"), reply);
      assertTrue(reply.lines().allMatch(l -> l.startsWith("550") && l.length() < 500), reply);
      assertTrue(client.say("RCPT TO:<a@b.test>").startsWith("503"));
      recorder.answer =
          e -> {
            throw new IllegalStateException("broken");
          };
      client.send("MAIL FROM:<a@b.test>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n");
      client.reply();
      client.reply();
      client.reply();
      assertTrue(client.say("X: y\r\n\r\n.").startsWith("451 4.3.0"));
    }
  }

  @Test
  void oneClientTooManyIsTurnedAway() throws Exception {
    try (SmtpServer server =
            start(settings().withLimits(ServerLimits.STANDARD.withConnections(2)));
        RawClient two = new RawClient(server.port())) {
      assertEquals(220, two.code());
      try (RawClient one = new RawClient(server.port())) {
        assertEquals(220, one.code());
        try (RawClient three = new RawClient(server.port())) {
          assertEquals(421, three.code());
        }
        one.say("QUIT");
      }
      for (int i = 0; i < 100 && server.connections() > 1; i++) {
        Thread.sleep(10);
      }
      try (RawClient four = new RawClient(server.port())) {
        assertEquals(220, four.code());
      }
    }
  }

  @Test
  void slowDripIsNoConversation() throws Exception {
    ServerLimits.Timeouts brief =
        new ServerLimits.Timeouts(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofSeconds(1));
    try (SmtpServer server =
        start(settings().withLimits(ServerLimits.STANDARD.withTimeouts(brief)))) {
      try (RawClient silent = new RawClient(server.port())) {
        assertEquals(220, silent.code());
        assertEquals(List.of(421), silent.codesToEnd());
      }
      try (RawClient drip = new RawClient(server.port())) {
        drip.reply();
        assertEquals(List.of(421), drips(drip, "N", 10));
      }
      try (RawClient drip = new RawClient(server.port()).toText()) {
        assertEquals(List.of(421), drips(drip, "x\r\n", 20));
      }
    }
    assertEquals(0, recorder.messages.size());
  }

  private static List<Integer> drips(RawClient client, String drop, int times) throws Exception {
    try {
      for (int i = 0; i < times; i++) {
        client.send(drop);
        Thread.sleep(60);
      }
    } catch (java.net.SocketException closed) {
      // as it should
    }
    return client.codesToEnd();
  }

  @Test
  void closingLetsMessagesFinish() throws Exception {
    SmtpServer server = start(settings());
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    recorder.answer =
        e -> {
          handling.countDown();
          await(goOn);
          return new Answer(250, "2.0.0", "kept");
        };
    try (RawClient idle = new RawClient(server.port());
        RawClient inText = new RawClient(server.port()).toText();
        RawClient handled = new RawClient(server.port()).toText()) {
      idle.reply();
      handled.send("X: y\r\n\r\n.\r\n");
      inText.send("X: half\r\n");
      await(handling);
      Thread closer = Thread.ofVirtual().start(server::close);
      assertEquals(List.of(421), idle.codesToEnd());
      assertThrows(IOException.class, () -> new RawClient(server.port()).reply().equals("220"));
      goOn.countDown();
      assertEquals(List.of(250, 421), handled.codesToEnd());
      inText.send("\r\nrest\r\n.\r\n");
      assertEquals(List.of(250, 421), inText.codesToEnd());
      closer.join();
    }
    assertEquals(2, recorder.messages.size());
  }

  @Test
  void tlsForgetsWhatCameBefore(@TempDir Path folder) throws Exception {
    SSLContext tls = tls(folder);
    try (SmtpServer server = start(settings().withTls(tls))) {
      try (RawClient injector = new RawClient(server.port())) {
        injector.reply();
        assertTrue(injector.say("EHLO c").contains("STARTTLS"));
        injector.send("STARTTLS\r\nMAIL FROM:<injected@b.test>\r\n");
        assertEquals(List.of(521), injector.codesToEnd());
      }
      RelayClient client =
          new RelayClient(
              RelaySettings.plain("localhost", server.port(), "c.example.test")
                  .withTls(RelaySettings.Tls.REQUIRED, Optional.of(tls)));
      Mailbox bob = Mailbox.of("bob@example.test");
      Map<Mailbox, Answer> answers =
          client.send(
              new Envelope(
                  Optional.empty(), List.of(new Envelope.Recipient(bob, List.of())), List.of()),
              Octets.of("X: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      assertEquals(250, answer(answers, bob).code());
      assertEquals("ESMTPS", recorder.messages.getFirst().arrival().protocol());
      client.close();
    }
  }

  @Test
  void requiredTlsIsNotDoneWithout() throws Exception {
    try (SmtpServer server = start(settings())) {
      RelayClient client =
          new RelayClient(
              RelaySettings.plain("localhost", server.port(), "c.example.test")
                  .withTls(RelaySettings.Tls.REQUIRED, Optional.empty()));
      Envelope envelope =
          new Envelope(
              Optional.empty(),
              List.of(new Envelope.Recipient(Mailbox.of("b@b.test"), List.of())),
              List.of());
      assertThrows(IOException.class, () -> client.send(envelope, Octets.of(new byte[0])));
      assertFalse(recorder.messages.iterator().hasNext());
      client.close();
    }
  }

  /** A key store of keytool's making, trusted by itself. */
  private static SSLContext tls(Path folder) throws Exception {
    Path store = folder.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "t",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(keys, "changeit".toCharArray());
    TrustManagerFactory theirs =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("t", keys.getCertificate("t"));
    theirs.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    return context;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
