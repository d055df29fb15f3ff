package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.signetmail.smime.Spool;

/** Clients that play with TLS, with time, and with the number of their connections. */
@Timeout(60)
class HostileClientsTest {
  private static SSLContext shown;
  private static SSLContext trusted;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void certify() throws Exception {
    Authority authority = new Authority("Root");
    shown = authority.server("localhost").context();
    trusted = authority.trusting();
  }

  private SmtpServer start(StartTls.Demand demand, ServerLimits limits) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "mx.example.test")
            .withTls(new StartTls(shown, demand))
            .withLimits(limits),
        recorder,
        Spool.standard(),
        Clock.systemUTC());
  }

  private SmtpServer start() throws IOException {
    return start(StartTls.Demand.OFFERED, ServerLimits.STANDARD);
  }

  private record InClear(String name, String sent, List<Integer> codes) {}

  /** What is sent in clear and with it: nothing of it counts under TLS. */
  @TestFactory
  Stream<DynamicTest> nothingSaidInClearCountsUnderTls() {
    return Stream.of(
            new InClear("a command behind STARTTLS", "STARTTLS\r\nRSET\r\n", List.of(521)),
            new InClear("half a command behind it", "STARTTLS\r\nMAIL FR", List.of(521)),
            new InClear("a blank line behind it", "STARTTLS\r\n\r\n", List.of(521)),
            new InClear("STARTTLS twice", "STARTTLS\r\nSTARTTLS\r\n", List.of(521)),
            new InClear("an argument", "STARTTLS now\r\nQUIT\r\n", List.of(501, 221)),
            new InClear(
                "a message before", "MAIL FROM:<>\r\nSTARTTLS\r\nRSET\r\n", List.of(250, 521)),
            new InClear("TLS without STARTTLS", "\26\3\1\2\0\1\0\1\374\3\3\n", List.of(521)))
        .map(c ->
            dynamicTest(
                c.name,
                () -> {
                  try (SmtpServer server = start();
                      RawClient client = new RawClient(server.port())) {
                    client.reply();
                    client.say("EHLO c");
                    client.send(c.sent);
                    assertEquals(c.codes, client.codesToEnd());
                  }
                }));
  }

  @Test
  void greetingAndMessageOfBeforeAreForgottenAndTlsIsNotNested() throws Exception {
    try (SmtpServer server = start();
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO c");
      client.say("MAIL FROM:<a@example.test>");
      assertTrue(client.say("STARTTLS").startsWith("220 2.0.0 "));
      client.secure(trusted);
      assertTrue(client.say("RCPT TO:<b@example.test>").startsWith("503 "));
      assertTrue(client.say("MAIL FROM:<a@example.test>").startsWith("503 5.5.1 say EHLO"));
      assertFalse(client.say("EHLO c").contains("STARTTLS"));
      assertTrue(client.say("STARTTLS").startsWith("503 5.5.1 "));
      client.send("\26\3\1\2\0\1\0\1\374\3\3\n");
      assertEquals(521, client.code(), "a handshake within TLS is a command like any");
    }
  }

  @Test
  void whereTlsIsRequiredThereIsNothingElseBefore() throws Exception {
    try (SmtpServer server = start(StartTls.Demand.REQUIRED, ServerLimits.STANDARD);
        RawClient client = new RawClient(server.port())) {
      client.reply();
      assertEquals(
          List.of(250, 250, 530, 530, 530, 530, 530, 530, 530, 530, 500),
          client.codes(
              List.of(
                  "EHLO c",
                  "NOOP",
                  "HELO c",
                  "MAIL FROM:<>",
                  "RCPT TO:<a@b.test>",
                  "DATA",
                  "RSET",
                  "VRFY a",
                  "AUTH PLAIN =",
                  "XCLIENT ADDR=192.0.2.1",
                  "\1")));
      assertTrue(client.say("STARTTLS").startsWith("220 "));
      client.secure(trusted);
      client.say("EHLO c");
      assertTrue(client.say("MAIL FROM:<>").startsWith("250 "));
    }
  }

  @Test
  void nothingOlderThanTls12IsSpoken() throws Exception {
    try (SmtpServer server = start()) {
      for (int minor = 1; minor <= 2; minor++) {
        try (RawClient client = new RawClient(server.port())) {
          client.reply();
          client.say("EHLO c");
          client.say("STARTTLS");
          client.send(hello(minor));
          byte[] alert = client.socket.getInputStream().readNBytes(7);
          assertEquals(0x15, alert[0]);
          assertEquals(70, alert[6], "protocol_version (RFC 8446 §6)");
        }
      }
    }
  }

  /** The first message of a client that speaks 3.minor at most, with one cipher suite of then. */
  private static byte[] hello(int minor) {
    byte[] hello = new byte[50];
    byte[] head = {0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, (byte) minor};
    System.arraycopy(head, 0, hello, 0, head.length);
    byte[] tail = {0, 0, 2, (byte) 0xc0, 0x09, 1, 0};
    System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
    return hello;
  }

  /** An octet of a TLS record now and then: each is in time, the line never comes. */
  @Test
  void drippingUnderTlsIsNoConversation() throws Exception {
    ServerLimits.Timeouts brief =
        new ServerLimits.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
    try (SmtpServer server =
        start(StartTls.Demand.OFFERED, ServerLimits.STANDARD.withTimeouts(brief))) {
      try (RawClient client = new RawClient(server.port())) {
        Socket below = client.socket;
        client.toTls(trusted);
        assertTrue(endsWhileDripping(below, "\27\3\3\77\0"), "a record that never ends");
      }
      try (RawClient client = new RawClient(server.port())) {
        client.reply();
        client.say("EHLO c");
        client.say("STARTTLS");
        assertTrue(endsWhileDripping(client.socket, "\26\3\1\77\0"), "a handshake, the same");
      }
    }
  }

  private static boolean endsWhileDripping(Socket socket, String head) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    try {
      socket.getOutputStream().write(head.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(0);
        Thread.sleep(100);
      }
      return false;
    } catch (java.net.SocketException closed) {
      return true;
    }
  }

  @Test
  void thousandsOfIdleClientsCostLittleAndHoldUpNobody() throws Exception {
    int many = 5_000;
    try (SmtpServer server =
        start(StartTls.Demand.OFFERED, ServerLimits.STANDARD.withConnections(many + 1))) {
      List<Socket> idle = new ArrayList<>();
      long before = usedMemory();
      try {
        for (int i = 0; i < many; i++) {
          idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        awaitConnections(server, many);
        for (Socket socket : idle) {
          assertEquals('2', socket.getInputStream().read(), "greeted");
        }
        long each = (usedMemory() - before) / many;
        assertTrue(each < 20_000, each + " octets for both ends of a connection");
        long start = System.nanoTime();
        try (RawClient active = new RawClient(server.port()).toText()) {
          assertTrue(active.say("X: y\r\n\r\n.").startsWith("250"));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toMillis() < 3_000, "a message among them took " + took);
        awaitConnections(server, many); // the server learns a little later who has left
        try (RawClient tooMany = new RawClient(server.port());
            RawClient more = new RawClient(server.port())) {
          assertEquals(List.of(220, 421), List.of(tooMany.code(), more.code()));
        }
      } finally {
        for (Socket socket : idle) {
          socket.close();
        }
      }
    }
  }

  private static void awaitConnections(SmtpServer server, int expected)
      throws InterruptedException {
    for (int i = 0; i < 1_000 && server.connections() != expected; i++) {
      Thread.sleep(10);
    }
    assertEquals(expected, server.connections());
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
