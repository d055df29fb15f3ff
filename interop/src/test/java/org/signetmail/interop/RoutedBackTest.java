package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.interop.NeighbourHouse.Listening;

/**
 * What {@code docs/operate/microsoft-365.md}, {@code exchange.md} and {@code google-workspace.md}
 * ask of services that we cannot run, asked of a Postfix that is configured the same way.
 */
final class RoutedBackTest {
  private static NeighbourHouse house;

  @BeforeAll
  static void moveIn() throws IOException {
    house = new NeighbourHouse(Scratch.folder("routed-back"));
  }

  @AfterAll
  static void moveOut() {
    if (house != null) {
      house.close();
    }
  }

  /**
   * One server whose rule sends everything to Signet but what bears its trace, and whose firewall
   * takes the trace off what comes from people.
   */
  @Test
  void aRuleLetsMailReturnOnceAndAForgedTraceDoesNotGetPast() throws Exception {
    try (CatchAll sink = new CatchAll(house.folder("world"))) {
      Path rules =
          Files.writeString(
              house.folder("rules"),
              "/^Signet-Trace: signet\\.example\\.test outbound / FILTER smtp:[127.0.0.1]:"
                  + sink.port()
                  + "\n");
      Path firewall = Files.writeString(house.folder("firewall"), "/^Signet-Trace:/ IGNORE\n");
      String services =
          """
          submission inet n - n - - smtpd
            -o content_filter=smtp:[127.0.0.1]:%d
            -o cleanup_service_name=firewall
          firewall unix n - n - 0 cleanup
            -o header_checks=regexp:%s
          127.0.0.1:%d inet n - n - - smtpd
            -o content_filter=smtp:[127.0.0.1]:%d
            -o cleanup_service_name=rules
            -o local_header_rewrite_clients=
          rules unix n - n - 0 cleanup
            -o header_checks=regexp:%s
          smtp inet n - n - - smtpd
          """
              .formatted(
                  house.signet().outbound(),
                  firewall,
                  house.back(),
                  house.signet().outbound(),
                  rules);
      try (PostfixInstance postfix =
              house.postfix("cloud", "smtp:" + sink.port(), "", services, Listening.BOTH);
          SmtpDialogue client = new SmtpDialogue(house.submission())) {
        String forged = "Signet-Trace: signet.example.test outbound AAAA";
        String reply =
            client.send(
                "alice@example.test",
                List.of(NeighbourHouse.BOB),
                OddMail.letter("For Bob alone", forged));
        assertTrue(reply.startsWith("250"), reply);
        String came = text(OddMail.of(sink.await(1), "bob"));
        postfix.awaitEmpty();
        assertEquals(1, sink.await(1).size());
        assertTrue(came.contains("smime-type=enveloped-data"), came);
        assertTrue(!came.contains("For Bob alone"), came);
        assertEquals(1, came.split("\nSignet-Trace: ", -1).length - 1, came);
      }
    }
  }

  @Test
  void aNextHopThatOffersLittleGetsWhatItCanTakeAndNothingConverted() throws Exception {
    String services =
        """
        127.0.0.1:%d inet n - n - - smtpd
          -o smtpd_discard_ehlo_keywords=8bitmime,smtputf8,dsn,chunking,pipelining,enhancedstatuscodes
          -o local_header_rewrite_clients=
        """
            .formatted(house.back());
    try (CatchAll sink = new CatchAll(house.folder("little"));
        PostfixInstance postfix =
            house.postfix(
                "little-postfix",
                "smtp:" + sink.port(),
                "message_size_limit = 20000\n",
                services,
                Listening.BEHIND);
        SmtpDialogue client = new SmtpDialogue(house.signet().outbound())) {
      String alice = "<alice@example.test>";
      byte[] eightBit = OddMail.letter("8-bit", "X-Odd: 1");
      assertReply(
          "554 5.6.3", client.send(alice, List.of("<c@other.test>"), eightBit, " BODY=8BITMIME"));
      byte[] utf8 = OddMail.letter("header", "X-Odd: Grüße");
      assertReply("553 5.6.7", client.send(alice, List.of("<c@other.test>"), utf8, " SMTPUTF8"));
      byte[] large = OddMail.letter("x".repeat(70).concat("\n").repeat(400), "X-Odd: 1");
      assertReply("552 5.3.4", client.send(alice, List.of("<c@other.test>"), large, ""));
      // What is protected is 7-bit, whatever it was before.
      assertReply(
          "250",
          client.send(
              alice,
              List.of("<" + NeighbourHouse.BOB + "> NOTIFY=NEVER"),
              eightBit,
              " BODY=8BITMIME RET=HDRS"));
      String came = text(OddMail.of(sink.await(1), "bob"));
      postfix.awaitEmpty();
      assertTrue(came.contains("smime-type=enveloped-data"), came);
      assertArrayEquals(
          came.getBytes(StandardCharsets.ISO_8859_1), came.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void assertReply(String start, String reply) {
    assertTrue(reply.startsWith(start), start + ", not: " + reply);
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }
}
