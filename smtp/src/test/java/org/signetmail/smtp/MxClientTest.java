package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smtp.RelaySettings.Tls;

/** To which server mail goes (RFC 5321 §5, RFC 7505). */
@Timeout(60)
class MxClientTest {
  private static final Function<String, String> TAKES = ScriptedHop.offering("PIPELINING");

  private MxHouse house;

  @BeforeEach
  void start() throws Exception {
    house = new MxHouse();
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  private MxClient client() {
    return house.client(Tls.IF_OFFERED, Optional.empty());
  }

  @Test
  void theLowestPreferenceIsFirstAndTheNextStandsIn() throws Exception {
    ScriptedHop second = house.server(2, null, TAKES);
    house.zone.mx("partner.test", 20, "b.partner.test").mx("partner.test", 10, "a.partner.test");
    house.zone.host("a.partner.test", "127.0.0.1").host("b.partner.test", "127.0.0.2");
    MxClient client = client();
    assertEquals("250 2.0.0 ok", MxHouse.deliver(client), "nobody listens at a");
    assertEquals(1, second.sockets.size());
    ScriptedHop first = house.server(1, null, TAKES);
    assertEquals("250 2.0.0 ok", MxHouse.deliver(client()));
    assertEquals(1, first.sockets.size());
    assertEquals(1, second.sockets.size());
  }

  /** What happens before the text sends on; what happens after it does not. */
  @Test
  void standingInEndsWithTheText() throws Exception {
    record Case(String name, Function<String, String> first, String expected, int second) {}
    for (Case one :
        List.of(
            new Case("busy", l -> "421 4.3.2 busy", "250 2.0.0 ok", 1),
            new Case(
                "no EHLO",
                l -> l.matches("EHLO.*|HELO.*") ? "550 no" : TAKES.apply(l),
                "250 2.0.0 ok",
                1),
            new Case(
                "gone at MAIL",
                l -> l.startsWith("MAIL") ? null : TAKES.apply(l),
                "250 2.0.0 ok",
                1),
            new Case(
                "refuses",
                l -> l.startsWith("RCPT") ? "550 5.1.1 who?" : TAKES.apply(l),
                "550 5.1.1 who?",
                0),
            new Case(
                "later",
                l -> l.startsWith("RCPT") ? "450 4.2.0 later" : TAKES.apply(l),
                "450 4.2.0 later",
                0),
            new Case(
                "gone in the text", l -> l.equals(".") ? null : TAKES.apply(l), "none: ", 0))) {
      try (MxHouse own = new MxHouse()) {
        own.server(1, null, one.first);
        ScriptedHop second = own.server(2, null, TAKES);
        own.zone.mx("partner.test", 1, "a.partner.test").mx("partner.test", 2, "b.partner.test");
        own.zone.host("a.partner.test", "127.0.0.1").host("b.partner.test", "127.0.0.2");
        String answer = MxHouse.deliver(own.client(Tls.IF_OFFERED, Optional.empty()));
        assertTrue(answer.startsWith(one.expected), one.name + ": " + answer);
        assertEquals(one.second, second.sockets.size(), one.name);
      }
    }
  }

  @Test
  void aHostWithTwoAddressesIsTriedAtBoth() throws Exception {
    house.server(2, null, TAKES);
    house
        .zone
        .mx("partner.test", 1, "a.partner.test")
        .host("a.partner.test", "127.0.0.1", "127.0.0.2");
    assertEquals("250 2.0.0 ok", MxHouse.deliver(client()));
  }

  @Test
  void aDomainWithoutMxIsItsOwnServer() throws Exception {
    house.server(1, null, TAKES);
    house.zone.host("partner.test", "127.0.0.1");
    assertEquals("250 2.0.0 ok", MxHouse.deliver(client()));
  }

  @Test
  void whatDnsSaysIsTheAnswer() throws Exception {
    house.server(1, null, TAKES);
    house.zone.mx("null.test", 0, "").host("null.test", "127.0.0.1");
    house.zone.mx("empty.test", 1, "mx.empty.test").text("mx.empty.test", "no address here");
    house.zone.mx("away.test", 1, "mx.away.test").failing("mx.away.test");
    house.zone.failing("broken.test");
    house.zone.mx("ours.test", 1, "signet.example.test").host("signet.example.test", "127.0.0.1");
    house.zone.mx("here.test", 1, "mx.here.test").host("mx.here.test", "127.0.0.99");
    house.zone.mx("spare.test", 1, "a.partner.test").mx("spare.test", 2, "signet.example.test");
    house.zone.mx("spare.test", 3, "b.spare.test").host("b.spare.test", "127.0.0.1");
    house.zone.text("a.partner.test", "no address here");
    MxClient client = client();
    record Case(String domain, String expected) {}
    for (Case one :
        List.of(
            new Case("null.test", "556 5.1.10 null.test: takes no mail (RFC 7505"),
            new Case("none.test", "550 5.1.2 none.test: there is no such domain"),
            new Case("empty.test", "550 5.4.4 empty.test: has no server with an address"),
            new Case("away.test", "none: mail for away.test: DNS answered SERVFAIL"),
            new Case("broken.test", "none: mail for broken.test: DNS answered SERVFAIL"),
            new Case("ours.test", "554 5.4.6 ours.test: DNS names ourselves"),
            new Case("here.test", "554 5.4.6 here.test: DNS names ourselves"),
            new Case("spare.test", "550 5.4.4"))) {
      String answer = MxHouse.deliver(client, Mailbox.of("x@" + one.domain));
      assertTrue(answer.startsWith(one.expected), one.domain + ": " + answer);
    }
  }

  @Test
  void eachDomainHasItsConnectionsAndItsAnswer() throws Exception {
    ScriptedHop hop = house.server(1, null, TAKES);
    house.zone.host("one.test", "127.0.0.1").host("two.test", "127.0.0.1");
    MxClient client = client();
    Mailbox one = Mailbox.of("x@one.test");
    Mailbox two = Mailbox.of("x@two.test");
    Mailbox none = Mailbox.of("x@none.test");
    assertEquals(3, client.ways(MxHouse.to(one, two, none)).size());
    for (int i = 0; i < 3; i++) {
      String answers = MxHouse.deliver(client, one, two, none);
      assertTrue(answers.startsWith("250 2.0.0 ok|250 2.0.0 ok|550 5.1.2"), answers);
    }
    assertEquals(2, hop.sockets.size(), "kept");
  }

  @Test
  void aMessageThatFindsNobodyHasNoAnswer() throws Exception {
    house.server(1, null, l -> "554 5.3.2 closed");
    house.zone.host("partner.test", "127.0.0.1");
    String answer = MxHouse.deliver(client());
    assertTrue(answer.startsWith("none: mail for partner.test: partner.test: "), answer);
  }

  @Test
  void whereMailComesFromIsForNeighboursOnly() {
    RelaySettings each = RelaySettings.plain("mx", 25, "signet.example.test");
    assertThrows(
        IllegalArgumentException.class,
        () -> new MxSettings(each, java.time.Duration.ofSeconds(1), Set.of(), server -> false));
    MxSettings settings =
        new MxSettings(
            each.withTls(Tls.IF_OFFERED, Optional.empty()),
            java.time.Duration.ofSeconds(1),
            Set.of(),
            server -> false);
    assertTrue(settings.each().ignored().contains("XFORWARD"));
  }
}
