package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.signetmail.interop.NeighbourHouse.Listening;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signet between real mail servers, which are configured by the very blocks of {@code
 * docs/operate/postfix.md}.
 *
 * <p>{@code interop/neighbours} runs it with the whole way from Thunderbird to Thunderbird.
 */
final class NeighboursTest {
  private static final String CONTENT_FILTER = "After the queue: a content filter";
  private static final String PROXY_FILTER = "Before the queue: a proxy filter";
  private static final String MX = "Signet in front of Postfix";
  private static final String SMART_HOST = "Signet as smart host";

  private static final boolean WHOLE = Boolean.getBoolean("signet.neighbours");

  private static NeighbourHouse house;
  private static OperatePage page;

  @BeforeAll
  static void moveIn() throws IOException {
    page = OperatePage.read("postfix.md");
    house = new NeighbourHouse(Scratch.folder("neighbours"));
  }

  @AfterAll
  static void moveOut() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void mailIsSealedAndEncryptedBetweenPostfixAndDovecotAndThunderbirdShowsIt() throws Exception {
    house.configureAs(page, CONTENT_FILTER);
    try (DovecotInstance dovecot =
            DovecotInstance.start(house.folder("dovecot"), NeighbourHouse.BOB);
        PostfixInstance postfix = contentFilter("filter", "lmtp:" + dovecot.lmtp(), "")) {
      swaks(house.submission(), NeighbourHouse.BOB, "Closing on Friday");
      try (SmtpDialogue outside = new SmtpDialogue(house.smtp())) {
        String reply =
            outside.send(
                "eve@other.test",
                List.of(NeighbourHouse.BOB),
                OddMail.letter(
                    "From outside", "Authentication-Results: signet.example.test; smime=pass"));
        assertTrue(reply.startsWith("250"), reply);
      }
      postfix.awaitEmpty();
      List<Path> messages = dovecot.messages(NeighbourHouse.BOB);
      assertEquals(2, messages.size(), postfix.log());
      List<String> plain =
          messages.stream().map(NeighboursTest::read).filter(m -> m.contains("eve@")).toList();
      assertEquals(1, plain.size());
      assertTrue(plain.getFirst().contains("smime=none"), plain.getFirst());
      assertTrue(!plain.getFirst().contains("smime=pass"), plain.getFirst());

      String shown =
          Tool.run(
                  "python3",
                  Fixtures.peer("tb-imap.py").toString(),
                  "--headless",
                  "--imap",
                  Integer.toString(dovecot.imap()),
                  "--user",
                  NeighbourHouse.BOB,
                  "--pass",
                  "x",
                  "--ca",
                  house.root().toString(),
                  "--p12",
                  house.p12("bob"),
                  "--password",
                  "x")
              .succeeded()
              .out();
      JsonNode sealed = named(shown, "signed", "ok");
      assertEquals("ok", sealed.path("encrypted").asString(""), shown);
      assertTrue(sealed.path("body").asString("").contains("Closing on Friday"), shown);
    }
  }

  @Test
  void whatPolicyLeavesIsTheSameOctetForOctet() throws Exception {
    house.configureAs(page, CONTENT_FILTER);
    Map<String, byte[]> corpus = OddMail.corpus();
    List<String> whole;
    try (CatchAll sink = new CatchAll(house.folder("direct"), house.back());
        SmtpDialogue client = new SmtpDialogue(house.signet().inbound())) {
      whole = OddMail.sendAll(client, corpus);
      Map<String, byte[]> came = sink.await(whole.size());
      for (String name : whole) {
        byte[] rest =
            OddMail.without(
                OddMail.of(came, name), "Authentication-Results", "Received", "Signet-Trace");
        assertArrayEquals(corpus.get(name), rest, name);
      }
    }
    Set<String> refused = new TreeSet<>(corpus.keySet());
    whole.forEach(refused::remove);
    // A bare CR is no line end (RFC 5321 §2.3.8).
    assertTrue(refused.size() < 8, refused.toString());
    for (String name : refused) {
      assertTrue(OddMail.hasBareCr(OddMail.of(corpus, name)), name + " is refused");
    }
  }

  @Test
  void whatPostfixSendsThroughSignetIsWhatItWouldHaveSentWithoutIt() throws Exception {
    house.configureAs(page, CONTENT_FILTER);
    Map<String, byte[]> corpus = OddMail.corpus();
    if (!WHOLE) {
      corpus.keySet().removeIf(name -> Integer.parseInt(name.substring(1)) % 5 != 0);
    }
    String untouched = "local_header_rewrite_clients =\n"; // as for mail from elsewhere
    Map<String, byte[]> alone;
    try (CatchAll sink = new CatchAll(house.folder("alone"));
        PostfixInstance postfix =
            house.postfix(
                "plain",
                "smtp:" + sink.port(),
                untouched,
                "smtp inet n - n - - smtpd\n",
                Listening.FRONT);
        SmtpDialogue client = new SmtpDialogue(postfix == null ? 0 : house.smtp())) {
      alone = sink.await(OddMail.sendAll(client, corpus).size());
    }
    try (CatchAll sink = new CatchAll(house.folder("through"));
        PostfixInstance postfix =
            contentFilter("through-postfix", "smtp:" + sink.port(), untouched);
        SmtpDialogue client = new SmtpDialogue(postfix == null ? 0 : house.smtp())) {
      int sent = OddMail.sendAll(client, corpus).size();
      assertEquals(alone.size(), sent);
      Map<String, byte[]> through = sink.await(sent);
      for (String name : alone.keySet()) {
        byte[] rest =
            OddMail.without(
                OddMail.of(through, name),
                "Received",
                "Authentication-Results",
                "Received",
                "Signet-Trace",
                "Received");
        assertArrayEquals(OddMail.without(OddMail.of(alone, name), "Received"), rest, name);
      }
    }
  }

  @Test
  void aServerThatSendsItRoundIsToldSo() throws Exception {
    house.configureAs(page, CONTENT_FILTER);
    String wrong =
        page.block(CONTENT_FILTER, "master.cf", house.ports())
            .replace(
                "  -o content_filter=\n",
                "  -o content_filter=signet:[127.0.0.1]:" + house.signet().outbound() + "\n");
    try (CatchAll sink = new CatchAll(house.folder("loop"));
        PostfixInstance postfix =
            house.postfix("loop-postfix", "smtp:" + sink.port(), "", wrong, Listening.BOTH)) {
      swaks(house.submission(), "carol@other.test", "Round and round");
      String bounce = text(OddMail.of(sink.await(1), "alice"));
      postfix.awaitEmpty();
      assertTrue(bounce.contains("5.4.6"), bounce);
      assertEquals(5, bounce.split("\nSignet-Trace: ", -1).length - 1, bounce);
      assertEquals(1, sink.await(1).size());
    }
  }

  @Test
  void beforeTheQueueTheSenderHearsARefusalAtOnce() throws Exception {
    house.configureAs(page, CONTENT_FILTER);
    try (CatchAll sink = new CatchAll(house.folder("proxy"));
        PostfixInstance postfix =
            house.postfix(
                page, PROXY_FILTER, "proxy-postfix", "smtp:" + sink.port(), "", Listening.BOTH);
        SmtpDialogue client = new SmtpDialogue(house.submission());
        SmtpDialogue signet = new SmtpDialogue(house.signet().outbound())) {
      Set<String> offered = keywords(client.offer());
      offered.removeAll(keywords(signet.offer()));
      offered.removeAll(Set.of("VRFY", "ETRN", "XFORWARD")); // end at Postfix
      assertEquals(Set.of(), offered, "Postfix offers what Signet does not");

      byte[] letter = OddMail.letter("Before the queue", "X-Odd:  two  blanks ");
      String sender = "alice@example.test";
      String refused = client.send(sender, List.of("mallory@forbidden.test"), letter);
      assertTrue(refused.startsWith("550 5.7.1"), refused);
      assertTrue(refused.contains("forbidden.test"), refused);
      String taken =
          client.send(
              "<" + sender + ">",
              List.of("<carol@other.test> NOTIFY=FAILURE"),
              letter,
              " BODY=8BITMIME RET=HDRS ENVID=e1");
      assertTrue(taken.startsWith("250"), taken);
      byte[] came = OddMail.of(sink.await(1), "carol");
      postfix.awaitEmpty();
      assertArrayEquals(
          letter, OddMail.without(came, "Received", "Received", "Signet-Trace", "Received"));
    }
  }

  @Test
  void inFrontOfPostfixAClientHearsItsAnswersAndNobodyRelays() throws Exception {
    house.configureAs(page, MX);
    String main =
        "relay_domains = example.test\nrelay_recipient_maps = inline:{bob@example.test=x}\n";
    try (CatchAll sink = new CatchAll(house.folder("mx"));
        PostfixInstance postfix =
            house.postfix(page, MX, "mx-postfix", "smtp:" + sink.port(), main, Listening.BEHIND);
        SmtpDialogue client = new SmtpDialogue(house.signet().inbound())) {
      byte[] letter = OddMail.letter("To a mailbox", "X-Odd: 1");
      String nobody = client.send("eve@other.test", List.of("nobody@example.test"), letter);
      assertTrue(nobody.startsWith("550 5.1.1"), nobody);
      String elsewhere = client.send("eve@other.test", List.of("x@elsewhere.test"), letter);
      assertTrue(elsewhere.startsWith("5"), elsewhere);
      String taken = client.send("eve@other.test", List.of(NeighbourHouse.BOB), letter);
      assertTrue(taken.startsWith("250"), taken);
      byte[] came = OddMail.of(sink.await(1), "bob");
      String both =
          client.send(
              "eve@other.test",
              List.of(NeighbourHouse.BOB, "nobody@example.test"),
              OddMail.letter("To two", "X-Odd: 1"));
      assertTrue(both.startsWith("250"), both);
      String report = text(OddMail.of(sink.await(3), "eve"));
      assertTrue(report.contains("nobody@example.test"), report);
      postfix.awaitEmpty();
      assertArrayEquals(
          letter,
          OddMail.without(came, "Received", "Authentication-Results", "Received", "Signet-Trace"));
    }
  }

  @Test
  void aSmartHostTreatsWhatOneServerSendsAndAnotherBringsOut() throws Exception {
    house.configureAs(page, SMART_HOST);
    String main = page.block(SMART_HOST, "main.cf", house.ports());
    try (CatchAll sink = new CatchAll(house.folder("world"));
        PostfixInstance leaving =
            house.postfix(
                page, SMART_HOST, "leaving", "smtp:" + sink.port(), "", Listening.BEHIND);
        PostfixInstance own =
            house.postfix(
                "own",
                "smtp:" + sink.port(),
                main + "default_transport = smtp\n",
                "smtp inet n - n - - smtpd\n",
                Listening.FRONT)) {
      swaks(house.smtp(), NeighbourHouse.BOB, "By the smart host");
      String came = text(OddMail.of(sink.await(1), "bob"));
      own.awaitEmpty();
      leaving.awaitEmpty();
      assertTrue(came.contains("smime-type=enveloped-data"), came);
      assertTrue(!came.contains("By the smart host"), came);
    }
  }

  /** The peers' own check of the whole way, with Signet in the place of its filter. */
  @Test
  void thunderbirdSendsAndReadsThroughIt() throws Exception {
    if (!WHOLE) {
      return; // a minute of Thunderbird: interop/neighbours
    }
    house.configureAs(page, CONTENT_FILTER);
    Tool run =
        Tool.run(
            "bash",
            Fixtures.peer("e2e-check.sh").toString(),
            "--filter",
            Integer.toString(house.signet().outbound()),
            "--reinject",
            Integer.toString(house.back()));
    System.out.println(run.out());
    run.succeeded();
    assertTrue(run.out().contains(" passed, 0 failed"), run.out());
  }

  private static PostfixInstance contentFilter(String name, String next, String more)
      throws IOException, InterruptedException {
    String main = page.block(CONTENT_FILTER, "main.cf", house.ports());
    return house.postfix(page, CONTENT_FILTER, name, next, main + more, Listening.BOTH);
  }

  private static void swaks(int port, String to, String text) {
    if (!Tool.isInstalled("swaks")) {
      throw Fixtures.absent("swaks", "install it");
    }
    Tool.run(
            "swaks",
            "--server",
            "127.0.0.1:" + port,
            "--from",
            "alice@example.test",
            "--to",
            to,
            "--h-From",
            "Alice <alice@example.test>",
            "--h-Subject",
            "Neighbours",
            "--body",
            text)
        .succeeded();
  }

  private static Set<String> keywords(String offer) {
    Set<String> keywords = new TreeSet<>();
    offer.lines().skip(1).forEach(line -> keywords.add(line.substring(4).split(" ", 2)[0]));
    return keywords;
  }

  private static JsonNode named(String json, String field, String value) {
    for (JsonNode one : JsonMapper.shared().readTree(json)) {
      if (one.path(field).asString("").equals(value)) {
        return one;
      }
    }
    throw new AssertionError("nothing has " + field + " " + value + ": " + json);
  }

  private static String read(Path file) {
    try {
      return text(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }
}
