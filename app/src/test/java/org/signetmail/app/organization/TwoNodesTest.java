package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CrlStore;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.KeyId;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.PostgresServer;
import org.signetmail.tlog.Audit;

/**
 * Two nodes over one PostgreSQL issue, revoke and publish at once, and one of them is killed with
 * SIGKILL at a random moment, again and again. What was answered is kept; no serial number and no
 * CRL number is given twice. {@code -Dsignet.kills=50} kills more often.
 */
class TwoNodesTest {
  private static final int KILLS = Integer.getInteger("signet.kills", 4);

  @TempDir Path folder;

  private final Set<BigInteger> issued = new HashSet<>();
  private final Set<BigInteger> revoked = new HashSet<>();
  private final Set<BigInteger> published = new HashSet<>();
  private int lines;

  @Test
  void nothingIsLostAndNoNumberIsGivenTwice() throws Exception {
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration(), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    Random random = new Random(4);
    Node survivor = new Node(home);
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        Node victim = new Node(home);
        victim.await(5 + random.nextInt(40));
        Thread.sleep(random.nextInt(50)); // between two lines, in the middle of something
        victim.kill();
        take(victim);
      }
      survivor.await(20);
    } finally {
      survivor.kill();
    }
    take(survivor);
    assertWhole(home);
    System.out.printf(
        "%d kills: %d lines, %d issued, %d revoked, %d lists published%n",
        KILLS, lines, issued.size(), revoked.size(), published.size());
  }

  /** What a node had answered before it was killed. */
  private void take(Node node) {
    BigInteger before = BigInteger.ZERO;
    for (String line : node.lines()) {
      lines++;
      String[] words = line.split(" ");
      switch (words[0]) {
        case "issued" ->
            assertTrue(issued.add(new BigInteger(words[1], 16)), "serial twice: " + line);
        case "revoked" -> revoked.add(new BigInteger(words[1], 16));
        case "list" -> {
          BigInteger number = new BigInteger(words[2]);
          assertTrue(published.add(number), "CRL number twice: " + line);
          assertTrue(number.compareTo(before) > 0, "CRL numbers of a node grow: " + line);
          before = number;
        }
        default -> throw new AssertionError("a node failed: " + line);
      }
    }
  }

  private void assertWhole(Home home) throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      assertTrue(
          organization.log().audit(List.of()) instanceof Audit.Consistent, "the log is whole");
      KeyId issuer = organization.issuing().keyId();
      for (BigInteger serial : issued) {
        CertificateRecord record =
            organization.store().certificates().find(issuer, serial).orElseThrow();
        assertTrue(!revoked.contains(serial) || record.revocation().isPresent(), "lost");
      }
      organization.authority().publishDue();
      CrlStore.Crl current = organization.store().crls().current(issuer).orElseThrow();
      CertificateList list = CertificateList.of(current.encoded());
      assertTrue(list.isSignedBy(organization.issuing().publicKey()));
      for (BigInteger serial : revoked) {
        assertTrue(
            list.entry(organization.issuing().x509().getSubjectX500Principal(), serial).isPresent(),
            "a revocation is not on the list");
      }
      BigInteger last = published.stream().max(BigInteger::compareTo).orElse(BigInteger.ZERO);
      assertTrue(current.number().compareTo(last) >= 0, "the current list never goes back");
      assertTrue(revoked.size() > KILLS && issued.size() > 5 * KILLS, "something was done");
    }
  }

  /** A process that works until it is killed. */
  private static final class Node {
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private final AtomicReference<String> failure = new AtomicReference<>("");

    Node(Home home) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  NodeProcess.class.getName(),
                  home.folder().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      reader =
          Thread.ofVirtual()
              .start(() -> {
                try (BufferedReader in = process.inputReader()) {
                  for (String line = in.readLine(); line != null; line = in.readLine()) {
                    synchronized (lines) {
                      lines.add(line);
                      lines.notifyAll();
                    }
                  }
                } catch (IOException e) {
                  failure.set(e.toString());
                }
              });
    }

    void await(int count) throws InterruptedException {
      synchronized (lines) {
        int wanted = lines.size() + count;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (lines.size() < wanted && process.isAlive()) {
          assertTrue(System.nanoTime() < end, "a node does nothing");
          lines.wait(1000);
        }
      }
      assertTrue(process.isAlive(), "a node ended by itself: " + failure.get() + last());
    }

    void kill() throws InterruptedException {
      process.toHandle().destroyForcibly(); // SIGKILL; what it had printed is still read
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      reader.join();
    }

    /** Whole lines: the last one may have been cut off. */
    List<String> lines() {
      synchronized (lines) {
        return lines.stream().filter(line -> line.endsWith(".")).map(Node::text).toList();
      }
    }

    private String last() {
      synchronized (lines) {
        return lines.isEmpty() ? "" : lines.getLast();
      }
    }

    private static String text(String line) {
      return line.substring(0, line.length() - 1);
    }
  }

  private static Configuration configuration() throws IOException {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        PostgresServer.shared().freshDatabase(),
        new Configuration.Archive(3, 2),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
