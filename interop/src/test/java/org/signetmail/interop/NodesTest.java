package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/**
 * Nodes and their database, each on a host of its own: mail and requests go to any of them while
 * one is cut off, slow, killed, an hour wrong, and while the database is away. {@code
 * interop/nodes} runs all of it, with three nodes; the ordinary build has two, and few messages
 * while one is cut off and while one is an hour wrong.
 */
class NodesTest {
  /** In all, where somebody asked for the whole. */
  private static final int ASKED = Integer.getInteger("signet.messages", 0);

  private static final boolean IS_WHOLE = ASKED > 0;
  private static final int NODES = IS_WHOLE ? 3 : 2;

  /** In each of seven troubles, or of three. */
  private static final int MESSAGES = IS_WHOLE ? ASKED / 7 : 15;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();

  @Test
  void anyNodeDoesEverythingAndNothingIsLostWhateverHappensToOne() throws Exception {
    try (NodeNetwork network = NodeNetwork.make();
        NodeDatabase database = new NodeDatabase(network.host(), folder.resolve("postgresql"));
        FaultyHop hop = new FaultyHop(network.here())) {
      Path home = lay(database.url(), network.here().getHostAddress() + ":" + hop.port());
      List<ClusterNode> nodes = new ArrayList<>();
      try {
        for (int i = 0; i < NODES; i++) {
          ClusterNode node = new ClusterNode(network.host(), home, network.block());
          nodes.add(node);
          node.start(Duration.ZERO);
        }
        try (SendingQueue queue =
            new SendingQueue(nodes.stream().map(ClusterNode::outbound).toList())) {
          everyNodeAnswers(nodes);
          troubles(database, nodes, queue);
          oneListForARevocation(nodes, home);
          count(queue, hop);
        }
      } finally {
        nodes.forEach(ClusterNode::close);
      }
    }
  }

  private void troubles(NodeDatabase database, List<ClusterNode> nodes, SendingQueue queue)
      throws Exception {
    ClusterNode one = nodes.get(0);
    ClusterNode two = nodes.get(1);
    during(queue, "calm", () -> {});
    during(queue, "cut", () -> cutOffAndJoin(one));
    if (IS_WHOLE) {
      during(queue, "slow", () -> slowAndFast(two));
      during(queue, "killed", () -> killAndStart(nodes.get(2)));
      during(queue, "database", () -> databaseDies(database, nodes, queue));
      during(queue, "silence", () -> databaseIsSilent(database, nodes, queue));
    }
    during(queue, "clock", () -> clockIsWrong(two, one));
  }

  /** Trouble that comes and goes. */
  private interface Trouble {
    void run() throws Exception;
  }

  private void during(SendingQueue queue, String name, Trouble trouble) throws Exception {
    long begin = System.nanoTime();
    int before = queue.deferrals().size();
    queue.add(name, MESSAGES);
    trouble.run();
    assertTrue(
        queue.awaitEmpty(PATIENCE), name + ": still waiting, with " + tail(queue.deferrals()));
    told.add(
        "%s: %d attempts put off, all sent after %d s"
            .formatted(
                name,
                queue.deferrals().size() - before,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
  }

  private static void everyNodeAnswers(List<ClusterNode> nodes) throws Exception {
    for (ClusterNode node : nodes) {
      assertEquals(200, node.http("/health/ready").statusCode(), node.http("/health/ready").body());
      assertEquals(200, node.https("/certificates/search?email=" + MailFlood.SENDER).statusCode());
      assertEquals(200, node.https("/console/signin").statusCode());
      assertEquals("example.test/signet", origin(node.https("/log/checkpoint").body()));
    }
  }

  private static void cutOffAndJoin(ClusterNode node) throws Exception {
    node.host().cutOff();
    Thread.sleep(10_000);
    node.host().join();
    await(node, 200, "ready");
  }

  private void slowAndFast(ClusterNode node) throws Exception {
    told.add("slow is " + node.host().slow());
    Thread.sleep(6_000);
    node.host().fast();
  }

  private static void killAndStart(ClusterNode node) throws Exception {
    Thread.sleep(400);
    node.kill();
    Thread.sleep(2_000);
    node.start(Duration.ZERO);
  }

  /** It crashes with mail on its way; the nodes say so, defer, and go on when it is there. */
  private static void databaseDies(
      NodeDatabase database, List<ClusterNode> nodes, SendingQueue queue) throws Exception {
    database.kill();
    queue.add("without", MESSAGES);
    for (ClusterNode node : nodes) {
      await(node, 503, "store: does not answer; mail is deferred");
      HttpResponse<String> console = node.https("/console/");
      assertEquals(503, console.statusCode(), console.body());
      assertTrue(console.body().contains("database does not answer"), console.body());
    }
    assertFalse(queue.awaitEmpty(Duration.ofSeconds(3)), "mail was taken without a database");
    assertTrue(
        queue.deferrals().stream().anyMatch(line -> line.contains(": 451 ")),
        tail(queue.deferrals()).toString());
    database.start();
    for (ClusterNode node : nodes) {
      await(node, 200, "ready");
    }
  }

  /** Its cable is out: nobody hears that it is gone. */
  private static void databaseIsSilent(
      NodeDatabase database, List<ClusterNode> nodes, SendingQueue queue) throws Exception {
    database.host().cutOff();
    queue.add("unheard", MESSAGES);
    for (ClusterNode node : nodes) {
      await(node, 503, "store: does not answer; mail is deferred");
    }
    int before = queue.deferrals().size();
    long end = System.nanoTime() + Duration.ofSeconds(70).toNanos();
    while (queue.deferrals().stream().skip(before).noneMatch(line -> line.contains(": 451 "))) {
      assertTrue(System.nanoTime() < end, "nobody is told to come again: " + queue.deferrals());
      Thread.sleep(200);
    }
    database.host().join();
    for (ClusterNode node : nodes) {
      await(node, 200, "ready");
    }
  }

  /** A node an hour ahead takes mail, and says what is wrong; what it refuses, ClockTest says. */
  private static void clockIsWrong(ClusterNode wrong, ClusterNode right) throws Exception {
    wrong.stop();
    wrong.start(Duration.ofHours(1));
    await(wrong, 503, "clock: this machine's is 3");
    assertEquals(200, right.http("/health/ready").statusCode());
    Thread.sleep(3_000); // it takes its share of the mail
    wrong.stop();
    wrong.start(Duration.ZERO);
    await(wrong, 200, "ready");
  }

  /** All nodes look every two seconds; one of them publishes, once. */
  private static void oneListForARevocation(List<ClusterNode> nodes, Path home) throws Exception {
    String path;
    BigInteger before;
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      path = "/crl/" + Publication.name(organization.issuing().keyId()) + ".crl";
      before = number(nodes.getFirst(), path);
      CertificateRecord theirs =
          organization.store().certificates().ofOwner(Mailbox.of(MailFlood.SENDER)).getFirst();
      organization
          .authority()
          .revoke(theirs.issuer(), theirs.certificate().serial(), Revocation.Reason.KEY_COMPROMISE);
    }
    for (int i = 0; i < 100 && number(nodes.getFirst(), path).equals(before); i++) {
      Thread.sleep(200);
    }
    Thread.sleep(6_000);
    for (ClusterNode node : nodes) {
      assertEquals(before.add(BigInteger.ONE), number(node, path), "published once, seen by all");
    }
  }

  private static BigInteger number(ClusterNode node, String path) throws Exception {
    byte[] der = node.octets(path);
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    byte[] number = list.getExtensionValue("2.5.29.20");
    return new BigInteger(Arrays.copyOfRange(number, 4, number.length));
  }

  private void count(SendingQueue queue, FaultyHop hop) throws Exception {
    MailCount count = MailCount.of(hop.taken());
    Set<String> lost = new HashSet<>(queue.everybody());
    lost.removeAll(count.known());
    lost.removeAll(queue.refused());
    Set<String> unexplained = new HashSet<>(count.twice());
    unexplained.removeAll(queue.unheard());
    String line =
        ("%d messages, %d recipients: %d delivered, %d reported, %d refused to their sender,"
                + " %d twice, %d lost; taken by %s")
            .formatted(
                queue.messages(),
                queue.everybody().size(),
                count.delivered().size(),
                count.reported().size(),
                queue.refused().size(),
                count.twice().size(),
                lost.size(),
                queue.taken().values());
    told.add(line);
    told.forEach(System.out::println);
    Files.write(Scratch.folder("nodes").resolve("result.txt"), told);
    assertEquals(Set.of(), lost, "lost");
    assertTrue(count.sealed() > 0, "nothing was sealed, so nothing was split");
    assertEquals(Set.of(), unexplained, "twice, though every answer was heard");
    assertEquals(MESSAGES * (IS_WHOLE ? 9 : 3), queue.messages(), "all of it was sent");
    assertEquals(NODES, queue.taken().size(), "every node took mail");
  }

  /** A system with one person who has certificates. */
  private Path lay(String database, String nextHop) throws Exception {
    Path home = folder.resolve("home");
    Product.done(
        List.of(
            "init",
            home.toString(),
            "--organization=Example Corp",
            "--domain=example.test",
            "--officers=3",
            "--quorum=2",
            "--store=" + database,
            "--next-hop=" + nextHop));
    Files.writeString(home.resolve("policy.yaml"), LossTest.POLICY);
    Path password = Files.writeString(folder.resolve("password"), "x\n");
    for (String officer : List.of("olga", "omar", "otto")) {
      enrol(home, password, "officer", "enrol", officer + "@example.test", "--name=" + officer);
    }
    Product.done(List.of("user", "add", MailFlood.SENDER, "--name=Sender", "--home=" + home));
    enrol(home, password, "enrol", "new", MailFlood.SENDER, "--vouched-by=olga@example.test");
    return home;
  }

  private void enrol(Path home, Path password, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--home=" + home);
    all.add("--password-file=" + password);
    all.addAll(List.of("-o", folder.resolve(words[2] + ".p12").toString()));
    Product.done(all);
  }

  private static void await(ClusterNode node, int status, String words) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    HttpResponse<String> last = node.http("/health/ready");
    while (last.statusCode() != status || !last.body().contains(words)) {
      assertTrue(System.nanoTime() < end, node.host().ip() + " says " + last.body());
      Thread.sleep(300);
      last = node.http("/health/ready");
    }
  }

  private static String origin(String checkpoint) {
    return checkpoint.lines().findFirst().orElse("");
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 5), lines.size());
  }
}
