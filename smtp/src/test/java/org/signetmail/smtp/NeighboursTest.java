package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.signetmail.gateway.ForwardedClient;
import org.signetmail.gateway.ForwardedClient.Attribute;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Spool;

/** Neighbours that speak for their clients: PROXY, XCLIENT, XFORWARD, from listed hosts only. */
@Timeout(60)
class NeighboursTest {
  private static final Peers FAR = Peers.of("192.0.2.0/24");
  private static final Access PROXY =
      new Access(FAR, Optional.empty(), Set.of(), Peers.LOOPBACK, Peers.NOBODY, Peers.NOBODY);
  private static final Access XCLIENT =
      new Access(
          FAR,
          Optional.empty(),
          Set.of("example.test"),
          Peers.NOBODY,
          Peers.LOOPBACK,
          Peers.NOBODY);
  private static final Access XFORWARD =
      new Access(
          Peers.LOOPBACK, Optional.empty(), Set.of(), Peers.NOBODY, Peers.NOBODY, Peers.LOOPBACK);
  private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

  private final Recorder recorder = new Recorder();

  private SmtpServer start(Access access) throws IOException {
    return start(access, ServerLimits.STANDARD);
  }

  private SmtpServer start(Access access, ServerLimits limits) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "mx.example.test").withAccess(access).withLimits(limits),
        recorder,
        Spool.standard(),
        Clock.systemUTC());
  }

  private static byte[] second(int command, int family, int... octets) {
    byte[] header = java.util.Arrays.copyOf(SIGNATURE, 16 + octets.length);
    header[12] = (byte) command;
    header[13] = (byte) family;
    header[14] = (byte) (octets.length >> 8);
    header[15] = (byte) octets.length;
    for (int i = 0; i < octets.length; i++) {
      header[16 + i] = (byte) octets[i];
    }
    return header;
  }

  private static byte[] first(String line) {
    return line.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static byte[] six() {
    int[] octets = new int[36];
    octets[0] = 0x20;
    octets[1] = 0x01;
    octets[2] = 0x0d;
    octets[3] = 0xb8;
    octets[15] = 1;
    return second(0x21, 0x21, octets);
  }

  private record Told(String name, byte[] header, String peer) {}

  @TestFactory
  Stream<DynamicTest> aListedProxyTellsWhoItsClientIs() {
    int[] additions = new int[12 + 800];
    additions[0] = 192;
    additions[2] = 2;
    additions[3] = 9;
    return Stream.of(
            new Told("v1", first("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n"), "192.0.2.1"),
            new Told(
                "v1, IPv6",
                first("PROXY TCP6 2001:db8::1 2001:db8::2 1 25\r\n"),
                "2001:db8:0:0:0:0:0:1"),
            new Told("v1, unknown", first("PROXY UNKNOWN\r\n"), "127.0.0.1"),
            new Told("v1, unknown and more", first("PROXY UNKNOWN ff:: :: 1 2\r\n"), "127.0.0.1"),
            new Told("v2", second(0x21, 0x11, 192, 0, 2, 7, 1, 2, 3, 4, 0, 80, 0, 25), "192.0.2.7"),
            new Told("v2, IPv6", six(), "2001:db8:0:0:0:0:0:1"),
            new Told("v2, additions", second(0x21, 0x11, additions), "192.0.2.9"),
            new Told("v2, its own connection", second(0x20, 0x00), "127.0.0.1"),
            new Told("v2, a local socket", second(0x21, 0x31, new int[216]), "127.0.0.1"))
        .map(t ->
            dynamicTest(
                t.name,
                () -> {
                  recorder.messages.clear();
                  Access open =
                      new Access(
                          Peers.ANYBODY,
                          Optional.empty(),
                          Set.of(),
                          Peers.LOOPBACK,
                          Peers.NOBODY,
                          Peers.NOBODY);
                  try (SmtpServer server = start(open);
                      RawClient client = new RawClient(server.port()).send(t.header).toText()) {
                    assertEquals(250, client.send("Subject: x\r\n\r\n.\r\n").code());
                  }
                  var message = recorder.messages.getFirst();
                  assertEquals(t.peer, message.arrival().peer().getHostAddress());
                  String literal = (t.peer.contains(":") ? "IPV6:" : "") + t.peer;
                  assertEquals(
                      Optional.of(literal), message.envelope().client().value(Attribute.ADDR));
                }));
  }

  private record Bad(String name, byte[] header) {}

  @TestFactory
  Stream<DynamicTest> aListedProxyWithoutAHeaderThatHoldsIsNotSpokenWith() {
    int[] large = new int[2_000];
    byte[] cut = java.util.Arrays.copyOf(six(), 40);
    return Stream.of(
            new Bad("none", first("EHLO client.example\r\n")),
            new Bad("v1, LF alone", first("PROXY TCP4 192.0.2.1 192.0.2.2 1 25\n")),
            new Bad("v1, no ports", first("PROXY TCP4 192.0.2.1 192.0.2.2\r\n")),
            new Bad("v1, port too large", first("PROXY TCP4 192.0.2.1 192.0.2.2 65536 25\r\n")),
            new Bad("v1, a name", first("PROXY TCP4 mx.test 192.0.2.2 1 25\r\n")),
            new Bad("v1, a short form", first("PROXY TCP4 192.1 192.0.2.2 1 25\r\n")),
            new Bad("v1, mixed families", first("PROXY TCP4 ::1 192.0.2.2 1 25\r\n")),
            new Bad("v1, two blanks", first("PROXY  TCP4 192.0.2.1 192.0.2.2 1 25\r\n")),
            new Bad("v1, too long", first("PROXY UNKNOWN " + "x".repeat(100) + "\r\n")),
            new Bad("v1, endless", first("PROXY UNKNOWN " + "x".repeat(5_000))),
            new Bad("v2, UDP", second(0x21, 0x12, 192, 0, 2, 7, 1, 2, 3, 4, 0, 80, 0, 25)),
            new Bad("v2, version 3", second(0x31, 0x11, 192, 0, 2, 7, 1, 2, 3, 4, 0, 80, 0, 25)),
            new Bad("v2, no room", second(0x21, 0x11, 192, 0, 2)),
            new Bad("v2, oversized", second(0x21, 0x11, large)),
            new Bad("v2, cut off", cut))
        .map(b ->
            dynamicTest(
                b.name,
                () -> {
                  try (SmtpServer server = start(PROXY);
                      RawClient client = new RawClient(server.port()).send(b.header)) {
                    client.socket.shutdownOutput();
                    assertFalse(client.codesToEnd().contains(220), "no banner");
                  }
                }));
  }

  @Test
  void rightsAreTheClientsAndNotTheProxys() throws Exception {
    try (SmtpServer server = start(PROXY)) {
      for (String[] row :
          new String[][] {{"192.0.2.1", "250"}, {"127.0.0.1", "550"}, {"198.51.100.7", "550"}}) {
        try (RawClient client = new RawClient(server.port())) {
          client.send("PROXY TCP4 " + row[0] + " 127.0.0.1 1 25\r\n");
          assertEquals(220, client.code());
          client.say("EHLO c");
          assertTrue(client.say("MAIL FROM:<>").startsWith(row[1]), row[0]);
        }
      }
    }
  }

  @Test
  void aSlowHeaderIsNotWaitedFor() throws Exception {
    ServerLimits.Timeouts brief =
        new ServerLimits.Timeouts(
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
    try (SmtpServer server = start(PROXY, ServerLimits.STANDARD.withTimeouts(brief));
        RawClient client = new RawClient(server.port()).send("PROXY TCP4 192.0.2.1")) {
      assertEquals(List.of(421), client.codesToEnd());
    }
  }

  @Test
  void whoIsNotListedIsNotHeard() throws Exception {
    try (SmtpServer server = start(Access.relayFor(Peers.LOOPBACK))) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("PROXY TCP4 192.0.2.1 192.0.2.2 1 25\r\n");
        assertEquals(List.of(220, 500), List.of(client.code(), client.code()));
        String offer = client.say("EHLO c");
        assertFalse(offer.contains("XCLIENT") || offer.contains("XFORWARD"), offer);
        assertTrue(client.say("XCLIENT ADDR=192.0.2.1").startsWith("550 5.7.1 "));
        assertTrue(client.say("XFORWARD ADDR=192.0.2.1").startsWith("550 5.7.1 "));
        assertEquals(
            List.of(250, 250, 354),
            client.codes(List.of("MAIL FROM:<>", "RCPT TO:<b@example.test>", "DATA")));
        assertEquals(250, client.send("X: y\r\n\r\n.\r\n").code());
      }
      assertTrue(recorder.messages.getFirst().arrival().peer().isLoopbackAddress());
      try (RawClient client = new RawClient(server.port())) {
        client.reply();
        client.send(six());
        assertEquals(521, client.codesToEnd().getLast(), "its octets are commands like any");
      }
    }
  }

  private record Words(String name, String line, int code) {}

  @TestFactory
  Stream<DynamicTest> whatXclientAndXforwardTake() {
    return Stream.of(
            new Words(
                "all of XCLIENT",
                "XCLIENT NAME=mx.far.test ADDR=192.0.2.1 PORT=25 PROTO=ESMTP HELO=far.test"
                    + " LOGIN=alice@example.test",
                220),
            new Words("lower case", "xclient addr=192.0.2.1 proto=smtp", 220),
            new Words("IPv6", "XCLIENT ADDR=IPV6:2001:db8::1", 220),
            new Words("not known", "XCLIENT NAME=[UNAVAILABLE] ADDR=[TEMPUNAVAIL]", 220),
            new Words("xtext", "XCLIENT HELO=a+2Bb", 220),
            new Words("nothing", "XCLIENT", 501),
            new Words("no value", "XCLIENT ADDR", 501),
            new Words("empty value", "XCLIENT ADDR=", 501),
            new Words("twice", "XCLIENT PORT=1 PORT=2", 501),
            new Words("of XFORWARD", "XCLIENT IDENT=1", 501),
            new Words("IPv6 without its word", "XCLIENT ADDR=2001:db8::1", 501),
            new Words("a name for an address", "XCLIENT ADDR=mx.test", 501),
            new Words("a port too large", "XCLIENT PORT=65536", 501),
            new Words("another protocol", "XCLIENT PROTO=LMTP", 501),
            new Words("a line end in a name, which is not taken", "XCLIENT HELO=a+0D+0Ab", 220),
            new Words("xtext cut off", "XCLIENT HELO=a+2", 501),
            new Words("xtext not UTF-8", "XCLIENT HELO=a+FF", 220),
            new Words("a blank in a name", "XCLIENT NAME=a+20b", 220),
            new Words("a login that is none", "XCLIENT LOGIN=alice", 501),
            new Words("overlong", "XCLIENT HELO=" + "x".repeat(300), 220),
            new Words(
                "all of XFORWARD",
                "XFORWARD NAME=a ADDR=192.0.2.1 PORT=25 PROTO=ESMTP HELO=far.test IDENT=4XyZ"
                    + " SOURCE=REMOTE",
                250),
            new Words("LOGIN", "XFORWARD LOGIN=alice@example.test", 501),
            new Words("a source", "XFORWARD SOURCE=SOMEWHERE", 501))
        .map(w ->
            dynamicTest(
                w.name,
                () -> {
                  try (SmtpServer server = start(w.line.startsWith("XF") ? XFORWARD : XCLIENT);
                      RawClient client = new RawClient(server.port())) {
                    client.reply();
                    client.say("EHLO proxy.example");
                    assertEquals(w.code, client.send(w.line + "\r\n").code());
                    assertEquals(250, client.send("NOOP\r\n").code());
                  }
                }));
  }

  @Test
  void xclientBeginsTheSessionAnewAsAnother() throws Exception {
    try (SmtpServer server = start(XCLIENT);
        RawClient client = new RawClient(server.port())) {
      client.reply();
      assertTrue(
          client.say("EHLO proxy").contains("250-XCLIENT NAME ADDR PORT PROTO HELO LOGIN\n"));
      client.say("MAIL FROM:<a@far.test>");
      assertTrue(client.say("XCLIENT ADDR=192.0.2.1").startsWith("503 5.5.1 "), "in a message");
      client.say("RSET");
      String banner = client.say("XCLIENT ADDR=192.0.2.1 NAME=c.far.test LOGIN=alice@example.test");
      assertEquals("220 mx.example.test ESMTP Signet", banner);
      assertTrue(client.say("MAIL FROM:<>").startsWith("503 "), "EHLO is to be said again");
      assertFalse(client.say("EHLO c.far.test").contains("XCLIENT"), "the right is the proxy's");
      assertTrue(client.say("XCLIENT ADDR=127.0.0.1").startsWith("550 "));
      assertEquals(
          List.of(553, 250, 250, 354),
          client.codes(
              List.of(
                  "MAIL FROM:<bob@example.test>",
                  "MAIL FROM:<alice@example.test>",
                  "RCPT TO:<x@far.test>",
                  "DATA")));
      assertEquals(250, client.send("X: y\r\n\r\n.\r\n").code());
    }
    var message = recorder.messages.getFirst();
    assertEquals("192.0.2.1", message.arrival().peer().getHostAddress());
    assertEquals("ESMTPA", message.arrival().protocol());
    assertEquals(Optional.of(Mailbox.of("alice@example.test")), message.arrival().login());
    assertEquals(Optional.of("c.far.test"), message.envelope().client().value(Attribute.NAME));
  }

  @Test
  void ofWhomNothingIsKnownMayDoWhatStrangersMay() throws Exception {
    try (SmtpServer server = start(XCLIENT);
        RawClient client = new RawClient(server.port())) {
      client.reply();
      client.say("EHLO proxy");
      assertEquals(
          List.of(220, 250, 250, 250, 550),
          client.codes(
              List.of(
                  "XCLIENT ADDR=[UNAVAILABLE]",
                  "EHLO c",
                  "MAIL FROM:<>",
                  "RCPT TO:<b@example.test>",
                  "RCPT TO:<b@far.test>")));
    }
  }

  /** As Postfix speaks to smtpd_proxy_filter: one message, nothing pipelined, no more commands. */
  @Test
  void xforwardTellsTheTraceAndTheNextHopAndHoldsForOneMessage() throws Exception {
    try (SmtpServer server = start(XFORWARD);
        RawClient client = new RawClient(server.port())) {
      client.reply();
      assertTrue(
          client.say("EHLO front").contains("250-XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE"));
      assertEquals(
          List.of(250, 250, 250, 250, 354),
          client.codes(
              List.of(
                  "XFORWARD NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::7 PORT=4711",
                  "XFORWARD PROTO=ESMTP HELO=c.far.test IDENT=4XyZ SOURCE=REMOTE",
                  "MAIL FROM:<a@far.test>",
                  "RCPT TO:<b@example.test>",
                  "DATA")));
      assertEquals(250, client.send("X: y\r\n\r\n.\r\n").code());
      assertEquals(
          List.of(250, 250, 354),
          client.codes(List.of("MAIL FROM:<a@far.test>", "RCPT TO:<b@example.test>", "DATA")));
      assertEquals(250, client.send("X: y\r\n\r\n.\r\n").code());
      assertEquals(221, client.send("QUIT\r\n").code());
    }
    var first = recorder.messages.getFirst();
    assertEquals(InetAddress.ofLiteral("2001:db8::7"), first.arrival().peer());
    assertEquals("c.far.test", first.arrival().greeting());
    assertEquals(
        new ForwardedClient(
            Map.of(
                Attribute.ADDR, "IPV6:2001:db8::7",
                Attribute.PORT, "4711",
                Attribute.PROTO, "ESMTP",
                Attribute.HELO, "c.far.test",
                Attribute.IDENT, "4XyZ",
                Attribute.SOURCE, "REMOTE")),
        first.envelope().client());
    var second = recorder.messages.getLast();
    assertTrue(second.arrival().peer().isLoopbackAddress());
    assertEquals(Optional.of("front"), second.envelope().client().value(Attribute.HELO));
    assertEquals(
        Optional.of(second.arrival().id()), second.envelope().client().value(Attribute.IDENT));
  }
}
